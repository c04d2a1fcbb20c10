from django.urls import path

from services.guidance import views

public_urls = [
    path("good-to-know/", views.index, name="guidance_index"),
    path("good-to-know/<slug:slug>/", views.guide, name="guidance_guide"),
]
