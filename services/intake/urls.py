"""Addresses of the intake room: the API alone."""

from django.urls import path

from services.intake.api import CasesView

cases = CasesView.as_view()
cases.opened_to = "programs with a key"  # type: ignore[attr-defined]
cases.methods_named = frozenset({"POST", "OPTIONS"})  # type: ignore[attr-defined]  # others: 405 before any key is asked

api_urls = [path("api/v1/cases/", cases, name="intake_cases")]
