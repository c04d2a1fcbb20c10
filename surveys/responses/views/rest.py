"""Before something hard, a pause, and people who can help: pages without a question."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.languages import asking, in_their_language
from derbyvoice.govuk.views import too_many
from derbyvoice.users.access import anyone
from surveys.questionnaires.definitions import Section
from surveys.responses import actions
from surveys.responses.browser import BrowserKey
from surveys.responses.held import Held
from surveys.responses.journey import Journey, SurveyClosed, journey_of, version_shown
from surveys.responses.kiosks import code_of
from surveys.responses.speaking import language_asked, speaking
from surveys.responses.views.care import away_from, help_page, pause_page
from surveys.responses.views.way import on_the_way, within_limits


@anyone("GET", "POST")
@on_the_way
def note(request: HttpRequest, journey: Journey, number: int) -> HttpResponse:
    """What comes in a hard section, before it comes: go on, skip its questions, or take a break."""
    asked = journey.question(number)
    section = journey.definition.section_of(asked)
    if not journey.may_see(asked) or section is None or not journey.note_before(asked):
        return redirect(journey.onward)
    if request.method == "POST":
        return past_note(request, journey, section, number)
    context = {"section": section, "definition": journey.definition, "journey": journey, "number": number}
    return render(request, "responses/note.html", {**context, "back": journey.before(asked)})


def past_note(request: HttpRequest, journey: Journey, section: Section, number: int) -> HttpResponse:
    go = request.POST.get("go", "")
    if go == "pause":
        return redirect(away_from(journey, "pause", number))
    if not journey.begun and not within_limits(request, "begin", most=60):
        return too_many(request)
    key = journey.key or BrowserKey.new()
    version_id = version_shown(journey, request.POST.get("v", ""))
    facts = {"key": key, "version": version_id, "place": journey.slug, "section": section.id}
    held = past_surely(**facts, skip=go == "skip")
    answer = redirect(Journey(journey.slug, version_id, key, held, begun=True).onward)
    if not journey.key:
        key.put(answer)
    return answer


def past_surely(**told: Any) -> Held:
    """Go on; where another press began the draft at the same moment, with that one."""
    try:
        return actions.go_past_note(**told, by=PERSON)
    except IntegrityError:
        return actions.go_past_note(**told, by=PERSON)


@anyone("GET")
def help_now(request: HttpRequest, slug: str) -> HttpResponse:
    """People to talk to, and the way back to the same question. Shown whatever state the survey is in."""
    try:
        journey = journey_of(request, slug)
    except SurveyClosed:
        with speaking(language_asked(request)):
            return help_page(request, slug=slug, way_on=reverse("responses_open") + asking(), young=False)
    with speaking(journey.language):
        way_on = journey.way_on(request.GET.get("q", ""))
        return help_page(request, slug=slug, way_on=way_on, young=journey.young)


@anyone("GET", "POST")
@on_the_way
def pause(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Take your time: what is kept, how to come back, and who is there."""
    way_on = journey.way_on(request.GET.get("q", ""))
    if request.method != "POST":
        return pause_page(request, journey, way_on=way_on, pausing=request.get_full_path())
    if not journey.begun or journey.key is None:
        raise actions.DraftGone(journey.slug)
    here = {"key": journey.key, "place": journey.slug, "by": PERSON}
    if request.POST.get("go") == "throw":
        actions.throw_away(**here)
        return redirect(reverse("responses_thrown_away", args=[journey.slug]) + asking())
    if request.POST.get("go") == "noted":
        actions.note_words(**here)
    elif not within_limits(request, "give-words", most=30):
        return too_many(request)
    else:
        actions.give_draft_words(**here)
    return redirect(request.get_full_path())


@anyone("GET")
@in_their_language
def thrown_away(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "responses/thrown_away.html", {"slug": slug, "on_screen": code_of(request)})


@anyone("GET")
@on_the_way
def young(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Somebody said that they are under 16: who is there for them. They may go on."""
    return help_page(request, slug=journey.slug, way_on=journey.onward, young=True)
