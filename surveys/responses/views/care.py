"""Two pages that are one tap away everywhere: people who can help, and a pause. Nothing is lost on the way there."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from derbyvoice.govuk.languages import asking
from derbyvoice.office.context import office_now
from surveys.responses.journey import Journey
from surveys.responses.kiosks import code_of

AWAY: Final = {"help": "responses_help", "pause": "responses_pause"}
"""What a button of a question's page can lead to, without its being an answer."""


def away_from(journey: Journey, which: str, number: int | str) -> str:
    """The address of the page, with the way back to where one was."""
    spoken = asking().replace("?", "&") if not journey.begun else ""
    return f"{reverse(AWAY[which], args=[journey.slug])}?q={number}{spoken}"


def help_page(
    request: HttpRequest, *, slug: str, way_on: str, young: bool, typed: str = "", status: int = 200
) -> HttpResponse:
    contacts = [contact for contact in office_now().emergency_contacts if contact.phone != "999"]
    first = sorted(contacts, key=lambda contact: not getattr(contact, "for_young", False)) if young else contacts
    context = {"slug": slug, "way_on": way_on, "contacts": first, "young": young, "typed": typed}
    return render(request, "responses/help.html", context, status=status)


def pause_page(request: HttpRequest, journey: Journey, *, way_on: str, pausing: str, typed: str = "") -> HttpResponse:
    """`pausing` is the pause's own address: its buttons lead there, also where a question's address shows it."""
    context = {"journey": journey, "slug": journey.slug, "held": journey.held, "way_on": way_on, "typed": typed}
    return render(request, "responses/pause.html", {**context, "pausing": pausing, "on_screen": code_of(request)})
