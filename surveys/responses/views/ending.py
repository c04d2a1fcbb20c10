"""The end of the way: what may be done with the answers, everything once more, and sending."""

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.users.access import anyone
from surveys.responses import actions, pages
from surveys.responses.actions import DraftGone
from surveys.responses.browser import BrowserKey
from surveys.responses.channels import door_of
from surveys.responses.choices import Channel
from surveys.responses.forms import ConsentForm
from surveys.responses.journey import Journey
from surveys.responses.speaking import language_asked, speaking
from surveys.responses.views.way import PLAIN, gone, not_safe, on_the_way, to_help_now, within_limits


@anyone("GET", "POST")
@on_the_way
def agree(request: HttpRequest, journey: Journey) -> HttpResponse:
    """What may be done with the answers; nothing is ticked beforehand."""
    if request.method == "POST" and not journey.begun:
        raise DraftGone(journey.slug)
    if elsewhere := journey.whither():
        return redirect(elsewhere)
    held, back = journey.held, journey.at(journey.path[-1])
    here = {"token": get_token(request), "back": back, "voice": journey.voice, "slug": journey.slug}
    if request.method != "POST":
        page = pages.agree_page(journey.version_id, held.consents or frozenset(), held.address, **here)
        return HttpResponse(page, content_type=PLAIN)
    form = ConsentForm(journey.definition.consents, request.POST)
    if not_safe(request) and not form.is_valid():
        return to_help_now()
    if not form.is_valid():
        return HttpResponse(pages.render_agree(journey.version_id, form, **here), content_type=PLAIN)
    given = {"consents": form.cleaned_data["consents"], "address": form.cleaned_data.get("address", "")}
    actions.save_consents(key=journey.key, place=journey.slug, **given, seen=journey.draft, by=PERSON)
    if not_safe(request):
        return to_help_now()
    return redirect("responses_check", journey.slug)


@anyone("GET", "POST")
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything once more before it is sent. Sent twice, it is one response and the same page."""
    if request.method == "POST":
        return send(request, slug)
    return check_answers(request, slug)


@on_the_way
def check_answers(request: HttpRequest, journey: Journey) -> HttpResponse:
    if elsewhere := journey.whither():
        return redirect(elsewhere)
    if journey.held.consents is None:
        return redirect("responses_agree", journey.slug)
    return HttpResponse(pages.check_page(journey, token=get_token(request)), content_type=PLAIN)


def send(request: HttpRequest, slug: str) -> HttpResponse:
    with speaking(language_asked(request)):
        return sent_or_said(request, slug)


def sent_or_said(request: HttpRequest, slug: str) -> HttpResponse:
    key = BrowserKey.of(request)
    if not within_limits(request, "send", most=60):
        return too_many(request)
    if key is None:
        return gone(request, slug)
    door = door_of(request, slug)
    try:
        submit_surely(key, slug, door.channel)
    except actions.DoesNotFit:
        return redirect("responses_check", slug)
    except actions.NotFinished:
        return redirect("responses_agree", slug)
    except DraftGone:
        return gone(request, slug)
    door.sent()
    return redirect(door.after or reverse("responses_done", args=[slug]))


def submit_surely(key: BrowserKey, slug: str, channel: Channel) -> None:
    """Send; where the same member sent from another browser at the same moment, this one stands alone."""
    try:
        actions.submit(key=key, place=slug, channel=channel, by=PERSON)
    except IntegrityError:
        actions.submit(key=key, place=slug, channel=channel, by=PERSON)
