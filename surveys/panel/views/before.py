"""Tell it once: a member brings what they sent on the public pages, with its return words, in place of answering."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.users.access import anyone
from surveys.panel.actions import answering
from surveys.panel.choices import CAN_BE_MENDED, Unfit
from surveys.panel.forms import PLAIN
from surveys.panel.links import invitation_of
from surveys.panel.models import Invitation, Visit
from surveys.panel.spoken import to_member, told_of
from surveys.panel.views.invited import bad_link, press, used
from surveys.panel.views.own import member
from surveys.responses.forms import ReturnForm
from surveys.responses.models import Response
from surveys.responses.views.back import Found, find, may_try
from surveys.responses.views.way import data_of
from surveys.responses.way_back import FoundDraft


@dataclass(frozen=True)
class Place:
    """From where a member came, so that they can go back, or to the questions."""

    invitation: Invitation
    step: int
    back: str
    questions: str

    def over(self, request: HttpRequest) -> HttpResponse:
        """It was answered in the meantime, or its time is over."""
        return redirect("panel_own") if self.step == answering.ANEW else used(request, self.invitation)


@anyone("GET", "POST")
@member
def from_own_page(request: HttpRequest, visit: Visit, reference: UUID) -> HttpResponse:
    found = answering.own_invitation(visit.subscriber, reference)
    if found is None:
        raise Http404
    questions = reverse("panel_answer", args=[reference])
    return ask(request, Place(found, answering.ANEW, reverse("panel_own"), questions))


@anyone("GET", "POST")
def from_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from the link in a message. Wrong words spend nothing."""
    found = invitation_of(token)
    with to_member(request, found[0].subscriber if found else None):
        if found is None:
            return bad_link(request)
        here = reverse("panel_invited", args=[token])
        return ask(request, Place(*found, here, here))


def ask(request: HttpRequest, place: Place) -> HttpResponse:
    """Ask for the return words, with the checks and limits of coming back."""
    try:
        answering.check_open(place.invitation, place.step)
    except answering.Used:
        return place.over(request)
    if request.POST.get("go") == "told":
        return press(request, place.invitation, place.step)
    form = ReturnForm(data_of(request), **PLAIN)
    if request.method == "POST" and not may_try(request):
        return too_many(request, wait=600)
    if request.method == "POST" and form.is_valid() and (found := find(form)):
        return use(request, place, form, found)
    return show(request, place, form)


def use(request: HttpRequest, place: Place, form: ReturnForm, found: Found) -> HttpResponse:
    if isinstance(found, FoundDraft):
        return show(request, place, form, Unfit.UNSENT)
    try:
        carry(place, found[0])
    except answering.DoesNotServe as reason:
        return show(request, place, form, reason.reason)
    except answering.Used:
        return place.over(request)
    return render(request, "panel/carried.html", {})


def carry(place: Place, response: Response) -> None:
    answering.carry_sent(invitation=place.invitation, step=place.step, response=response, by=PERSON)


def show(request: HttpRequest, place: Place, form: ReturnForm, reason: Unfit | None = None) -> HttpResponse:
    context = {
        "form": form,
        "back": place.back,
        "questions": place.questions,
        "survey": told_of(place.invitation.wave.series.survey),
        "told": answering.told_before(place.invitation),
        "reason": reason,
        "can_be_mended": reason in CAN_BE_MENDED,
    }
    return render(request, "panel/before.html", context)
