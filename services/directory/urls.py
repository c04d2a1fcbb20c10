"""Addresses of the directory room: neutral, with numbers, since they stay in a browser's history."""

from django.urls import path

from services.directory import views

public_urls = [
    path("help/", views.services, name="directory_services"),
    path("help/<int:pk>/", views.service, name="directory_service"),
]
