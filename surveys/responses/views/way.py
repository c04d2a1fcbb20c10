"""The way through a survey: the list, the start, and one question a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.languages import asking, in_their_language
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.recordings import MOST_BYTES, Sound
from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from derbyvoice.vault.uploads import uploads_in_memory
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.languages import language_of
from surveys.questionnaires.models import Survey
from surveys.questionnaires.telling import spoken
from surveys.questionnaires.translating import in_language, languages_of
from surveys.responses import actions, pages
from surveys.responses.actions import DraftGone
from surveys.responses.browser import BrowserKey
from surveys.responses.forms import SILENCES
from surveys.responses.journey import Journey, SurveyClosed, journey_of, version_shown
from surveys.responses.question_forms import QuestionForm
from surveys.responses.sounds import sound_answer
from surveys.responses.speaking import in_own_words, language_asked, speaking
from surveys.responses.views.care import AWAY, away_from, help_page, pause_page

View = Callable[..., HttpResponse]
STAYING = frozenset({"keep", "delete"})
"""Buttons after which the person is on the same page again, to listen to what they said."""
PLAIN = "text/html; charset=utf-8"
NOT_SAFE = "now"


def on_the_way(view: View) -> View:
    """Give the view the journey; a survey that is closed and a draft that is gone have pages of their own."""

    @wraps(view)
    def with_journey(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            journey = journey_of(request, slug)
            with speaking(journey.language):
                return view(request, journey, *args, **kwargs)
        except (SurveyClosed, DraftGone) as ended:
            with speaking(language_asked(request)):
                if not_safe(request):
                    return to_help_now()
                return closed(request) if isinstance(ended, SurveyClosed) else gone(request, slug)

    return with_journey


def not_safe(request: HttpRequest) -> bool:
    """“I am not safe now” was pressed: help comes before anything that may be wrong."""
    return request.POST.get("go") == NOT_SAFE


def to_help_now() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("safeguarding_now") + asking())


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "responses/closed.html", {"typed": typed_text(request)}, status=410)


def gone(request: HttpRequest, slug: str, typed: str = "") -> HttpResponse:
    """What was written before is not here any more. What was typed just now is given back."""
    return render(request, "responses/gone.html", {"slug": slug, "typed": typed or typed_text(request)}, status=409)


def typed_text(request: HttpRequest) -> str:
    """What was written in answer to the question; a choice or a number is not worth giving back."""
    typed = request.POST.getlist("answer")
    return typed[0] if len(typed) == 1 and len(typed[0]) > 2 else ""


def within_limits(request: HttpRequest, kind: str, *, most: int) -> bool:
    """So many from one address in ten minutes (a waiting room shares one), and so many from everybody in a minute.

    Who is refused alone does not count for everybody: one address cannot shut the door on all others."""
    alone = allow(kind, caller(request), most=most, seconds=600)
    return alone and allow_everybody(kind, most=most * 20, seconds=60)


def data_of(request: HttpRequest) -> Any:
    """What was posted, even if it is nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


@anyone("GET")
@in_their_language
def open_surveys(request: HttpRequest) -> HttpResponse:
    surveys = Survey.objects.open().select_related("current")[:50]
    key = language_asked(request).key
    told = [
        (survey.slug, in_language(survey.current.definition, key), key in languages_of(survey.current.definition))
        for survey in surveys
    ]
    return render(request, "responses/open.html", {"surveys": told})


@anyone("GET")
@on_the_way
def start(request: HttpRequest, journey: Journey) -> HttpResponse:
    languages = [language_of(key) for key in journey.definition.languages] if not journey.begun else []
    context = {"journey": journey, "definition": journey.definition, "slug": journey.slug, "languages": languages}
    context["whole_clip"] = journey.definition.clips.get("", "")
    return render(request, "responses/start.html", context)


@uploads_in_memory(most=MOST_BYTES)
@anyone("GET", "POST")
@on_the_way
def question(request: HttpRequest, journey: Journey, number: int) -> HttpResponse:
    if request.method == "POST":
        return answer_question(request, journey, number)
    asked = journey.question(number)
    if not journey.may_see(asked):
        return redirect(journey.whither() or reverse("responses_agree", args=[journey.slug]))
    if journey.note_before(asked):
        return redirect(journey.at(asked))
    page = pages.question_page(
        journey.version_id,
        spoken(asked, journey.voice),
        journey.answer_to(asked),
        token=get_token(request),
        back=journey.before(asked),
        place=journey.place(asked),
        earlier=journey.answered,
        voice=journey.voice,
    )
    return shown_page(asked, page)


def shown_page(asked: Question, page: str) -> HttpResponse:
    """The page of a question. Only where a voice is asked for may the browser use its microphone."""
    answer = HttpResponse(page, content_type=PLAIN)
    answer.may_record = asked.kind == QuestionKind.VOICE  # type: ignore[attr-defined]
    return answer


@anyone("GET")
@on_the_way
def listen(request: HttpRequest, journey: Journey, number: int) -> HttpResponse:
    """One's own recording, before it is sent."""
    sound = actions.own_recording(key=journey.key, place=journey.slug, question=journey.question(number).id)
    if sound is None:
        raise Http404
    return sound_answer(request, sound)


def answer_question(request: HttpRequest, journey: Journey, number: int) -> HttpResponse:
    if not journey.begun:
        if number != 1:
            raise DraftGone(number)
        if not within_limits(request, "begin", most=60):
            return to_help_now() if not_safe(request) else too_many(request)
    version_id = version_shown(journey, request.POST.get("v", ""))
    asked = in_own_words(version_id).at(number)
    if asked is None or (journey.begun and not journey.may_see(asked)):
        elsewhere = journey.whither() or reverse("responses_agree", args=[journey.slug])
        return to_help_now() if not_safe(request) else redirect(elsewhere)
    answer, form = read_answer(request, asked, journey)
    if not_safe(request):
        return help_now(journey, version_id, form, answer)
    if (which := request.POST.get("go", "")) in AWAY:
        return go_away(request, journey, version_id, form, answer, which)
    if answer is None:
        return asked_again(request, journey, version_id, form)
    response = keep_and_go_on(journey, version_id, asked, answer, form.sound)
    if request.POST.get("go") in STAYING:
        response["Location"] = journey.at(asked)
    return response


def read_answer(request: HttpRequest, asked: Question, journey: Journey) -> tuple[Answer | None, QuestionForm]:
    """The answer, or None when the form says what is wrong with it."""
    form = QuestionForm(
        asked, request.POST, request.FILES, earlier=journey.answered, said=journey.said(asked), day=clock.today()
    )
    silence = SILENCES.get(request.POST.get("go", ""))
    if silence and (silence == NoAnswer.SKIPPED or silence in asked.silences):
        return Answer(silence=silence), form
    if not form.is_valid():
        return None, form
    before = journey.answer_to(asked)
    if before and before.recording and not form.sound and request.POST.get("go") != "delete":
        return before, form
    return form.answer(), form


def help_now(journey: Journey, version_id: int, form: QuestionForm, answer: Answer | None) -> HttpResponse:
    """Help at once. What was answered is kept in the person's own draft, so that the way back leads to it."""
    if answer is None or not answer.given:
        return to_help_now()
    response = keep_and_go_on(journey, version_id, form.question, answer, form.sound)
    response["Location"] = to_help_now().url
    return response


def asked_again(request: HttpRequest, journey: Journey, version_id: int, form: QuestionForm) -> HttpResponse:
    there = form.question in journey.path
    page = pages.render(
        version_id,
        form,
        journey.answer_to(form.question),
        token=get_token(request),
        back=journey.before(form.question),
        place=journey.place(form.question) if there else "",
    )
    return shown_page(form.question, page)


def go_away(
    request: HttpRequest, journey: Journey, version_id: int, form: QuestionForm, answer: Answer | None, which: str
) -> HttpResponse:
    """To help, or to a pause, with what was written kept; what cannot be kept is given back on that page."""
    asked = form.question
    if answer is None:
        facts = {"way_on": journey.at(asked), "typed": typed_text(request)}
        if which == "pause":
            pausing = away_from(journey, which, asked.position + 1)
            return pause_page(request, journey, pausing=pausing, **facts)
        return help_page(request, slug=journey.slug, young=journey.young, **facts)
    whither = away_from(journey, which, asked.position + 1)
    if not answer.given:
        return redirect(whither)
    return keep_and_go_on(journey, version_id, asked, answer, form.sound, whither)


def keep_and_go_on(
    journey: Journey, version_id: int, asked: Question, answer: Answer, sound: Sound | None = None, whither: str = ""
) -> HttpResponse:
    key = journey.key or BrowserKey.new()
    facts = {"key": key, "version": version_id, "place": journey.slug, "question": asked.id, "answer": answer}
    facts |= {"sound": sound} if sound else {}
    try:
        held = actions.save_answer(**facts, seen=journey.draft, by=PERSON)
    except IntegrityError:  # two tabs began at the same moment: the other's draft is there now
        held = actions.save_answer(**facts, by=PERSON)
    ahead = Journey(journey.slug, version_id, key, held, begun=True)
    response = HttpResponseRedirect(whither or ahead.after(asked))
    if not journey.key:
        key.put(response)
    return response
