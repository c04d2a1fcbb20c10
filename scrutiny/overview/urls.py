from django.urls import path

from scrutiny.overview import views

public_urls = [
    path("scrutiny/", views.index, name="overview_index"),
    path("scrutiny/meetings/<slug:address>/", views.meeting, name="overview_meeting"),
]
