"""Addresses of the support room: short and neutral."""

from django.urls import path

from services.support import views

public_urls = [
    path("r/", views.choose, name="support_choose"),
    path("r/<str:token>/", views.link, name="support_link"),
]
staff_urls = [path("desk/cases/<uuid:public_id>/send-page/", views.send, name="support_send")]
