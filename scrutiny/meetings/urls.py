from django.urls import path

from scrutiny.meetings import views

public_urls = [
    path("scrutiny/meetings/", views.meeting_list, name="meetings_list"),
    path("scrutiny/meetings/calendar.ics", views.feed, name="meetings_feed"),
    path("scrutiny/meetings/papers/<int:number>/", views.paper, name="meetings_paper"),
]
