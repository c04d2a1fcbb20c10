"""Addresses of the intake room: the API alone."""

from django.urls import path

from services.intake.api import CasesView

api_urls = [path("api/v1/cases/", CasesView.as_view(), name="intake_cases")]
