"""The way through a survey: start, one question a page, consents, check, sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import Consent, NoAnswer
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses import actions, pages
from surveys.responses.actions import DraftGone
from surveys.responses.browser import BrowserKey
from surveys.responses.forms import SILENCES, ConsentForm, QuestionForm
from surveys.responses.journey import Journey, SurveyClosed, journey_of, version_shown
from surveys.responses.shown import consent_labels, shown

View = Callable[..., HttpResponse]
PLAIN = "text/html; charset=utf-8"


def on_the_way(view: View) -> View:
    """Give the view the journey; a survey that is closed and a draft that is gone have pages of their own."""

    @wraps(view)
    def with_journey(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, journey_of(request, slug), *args, **kwargs)
        except SurveyClosed:
            return render(request, "responses/closed.html", {"typed": typed_text(request)}, status=410)
        except DraftGone:
            return gone(request, slug)

    return with_journey


def gone(request: HttpRequest, slug: str) -> HttpResponse:
    """What was written before is not here any more. What was typed just now is given back."""
    return render(request, "responses/gone.html", {"slug": slug, "typed": typed_text(request)}, status=409)


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
def open_surveys(request: HttpRequest) -> HttpResponse:
    surveys = Survey.objects.open().select_related("current")[:50]
    return render(request, "responses/open.html", {"surveys": surveys})


@anyone("GET")
@on_the_way
def start(request: HttpRequest, journey: Journey) -> HttpResponse:
    context = {"journey": journey, "definition": journey.definition, "slug": journey.slug}
    return render(request, "responses/start.html", context)


@anyone("GET", "POST")
@on_the_way
def question(request: HttpRequest, journey: Journey, number: int) -> HttpResponse:
    if request.method == "POST":
        return answer_question(request, journey, number)
    asked = journey.question(number)
    if not journey.may_see(asked):
        return redirect(journey.whither() or reverse("responses_agree", args=[journey.slug]))
    page = pages.question_page(
        journey.version_id,
        asked,
        journey.answer_to(asked),
        token=get_token(request),
        back=journey.before(asked),
        place=journey.place(asked),
    )
    return HttpResponse(page, content_type=PLAIN)


def answer_question(request: HttpRequest, journey: Journey, number: int) -> HttpResponse:
    if not journey.begun:
        if number != 1:
            raise DraftGone(number)
        if not within_limits(request, "begin", most=60):
            return too_many(request)
    version_id = journey.version_id if journey.begun else version_shown(journey.slug, request.POST.get("v", ""))
    asked = definition_of(version_id).at(number)
    if asked is None or (journey.begun and not journey.may_see(asked)):
        return redirect(journey.whither() or reverse("responses_agree", args=[journey.slug]))
    answer, form = read_answer(request, asked)
    if answer is None:
        return asked_again(request, journey, version_id, form)
    return keep_and_go_on(journey, version_id, asked, answer)


def read_answer(request: HttpRequest, asked: Question) -> tuple[Answer | None, QuestionForm]:
    """The answer, or None when the form says what is wrong with it."""
    form = QuestionForm(asked, request.POST)
    silence = SILENCES.get(request.POST.get("go", ""))
    if silence and (silence == NoAnswer.SKIPPED or silence in asked.silences):
        return Answer(silence=silence), form
    return (form.answer(), form) if form.is_valid() else (None, form)


def asked_again(request: HttpRequest, journey: Journey, version_id: int, form: QuestionForm) -> HttpResponse:
    there = form.question in journey.path
    page = pages.render(
        version_id,
        form,
        None,
        token=get_token(request),
        back=journey.before(form.question),
        place=journey.place(form.question) if there else "",
    )
    return HttpResponse(page, content_type=PLAIN)


def keep_and_go_on(journey: Journey, version_id: int, asked: Question, answer: Answer) -> HttpResponse:
    key = journey.key or BrowserKey.new()
    facts = {"key": key, "version": version_id, "place": journey.slug, "question": asked.id, "answer": answer}
    try:
        held = actions.save_answer(**facts, by=PERSON)
    except IntegrityError:  # two tabs began at the same moment: the other's draft is there now
        held = actions.save_answer(**facts, by=PERSON)
    ahead = Journey(journey.slug, version_id, key, held, begun=True)
    response = HttpResponseRedirect(ahead.after(asked))
    if not journey.key:
        key.put(response)
    return response


@anyone("GET", "POST")
@on_the_way
def agree(request: HttpRequest, journey: Journey) -> HttpResponse:
    """What may be done with the answers; nothing is ticked beforehand."""
    if request.method == "POST" and not journey.begun:
        raise DraftGone(journey.slug)
    if elsewhere := journey.whither():
        return redirect(elsewhere)
    held, here = journey.held, {"token": get_token(request), "back": journey.at(journey.path[-1])}
    if request.method != "POST":
        page = pages.agree_page(journey.version_id, held.consents or frozenset(), held.address, **here)
        return HttpResponse(page, content_type=PLAIN)
    form = ConsentForm(journey.definition.consents, request.POST)
    if not form.is_valid():
        return HttpResponse(pages.render_agree(journey.version_id, form, **here), content_type=PLAIN)
    given = {"consents": form.cleaned_data["consents"], "address": form.cleaned_data.get("address", "")}
    actions.save_consents(key=journey.key, place=journey.slug, **given, by=PERSON)
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
    rows = [(asked.text, shown(asked, journey.answer_to(asked)), journey.at(asked)) for asked in journey.path]
    wrote = any(answer.words for answer in journey.held.answers.values())
    context = {
        "journey": journey,
        "rows": rows,
        "agreed": consent_labels(journey.held.consents),
        "address": journey.held.address,
        "unread": wrote and Consent.READ not in journey.held.consents,
    }
    return render(request, "responses/check.html", context)


def send(request: HttpRequest, slug: str) -> HttpResponse:
    key = BrowserKey.of(request)
    if not within_limits(request, "send", most=60):
        return too_many(request)
    if key is None:
        return gone(request, slug)
    try:
        actions.submit(key=key, place=slug, by=PERSON)
    except actions.NotFinished:
        return redirect("responses_agree", slug)
    except DraftGone:
        return gone(request, slug)
    return redirect("responses_done", slug)


@anyone("GET", "POST")
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank you; and return words, for those who want them. They are shown until the person says they have them."""
    key = BrowserKey.of(request)
    if request.method == "POST":
        return words_wanted(request, slug, key)
    receipt = actions.receipt_at(key=key, place=slug) if key else None
    words = actions.contents(receipt, key=key)[1] if receipt and key else ""
    joins = bool(receipt and receipt.response.may_join)
    context = {"slug": slug, "words": words, "may_ask": bool(receipt and not receipt.response.finder), "joins": joins}
    return render(request, "responses/done.html", context)


def words_wanted(request: HttpRequest, slug: str, key: BrowserKey | None) -> HttpResponse:
    if key is None:
        return gone(request, slug)
    if request.POST.get("noted"):
        actions.forget_receipt(key=key, place=slug, by=PERSON)
        return redirect("responses_done", slug)
    if not within_limits(request, "give-words", most=30):
        return too_many(request)
    try:
        actions.give_words(key=key, place=slug, by=PERSON)
    except DraftGone:
        return gone(request, slug)
    return redirect("responses_done", slug)
