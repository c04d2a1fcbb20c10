"""Served through every door: a person may leave from anywhere."""

from django.urls import URLPattern, URLResolver, path

from derbyvoice.govuk import views

always_urls: list[URLPattern | URLResolver] = [
    path("leave/", views.leave, name="leave"),
    path("staying-private/", views.staying_private, name="staying_private"),
]
