from django.urls import path

from surveys.panel import views

public_urls = [
    path("join/", views.join, name="panel_join"),
    path("join/done/", views.joined, name="panel_joined"),
    path("join/<uuid:reference>/", views.code, name="panel_code"),
    path("leave-list/<str:token>/", views.leave, name="panel_leave"),
]
