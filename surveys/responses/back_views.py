"""Coming back with return words: see what was sent, change what is allowed, take it back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.lib.words import ReturnWordsError, UnknownWord, WrongNumber
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from derbyvoice.vault.sealing import open_as_person
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.models import definition_of
from surveys.responses import actions, way_back
from surveys.responses.browser import BACK, BrowserKey
from surveys.responses.forms import ConsentForm, ReturnForm
from surveys.responses.models import Response
from surveys.responses.shown import consent_labels, shown
from surveys.responses.views import data_of

NOT_OURS = "We hold nothing under these words. Check each word and their order, then try again"
View = Callable[..., HttpResponse]


def came_back(view: View) -> View:
    """Give the view the response and the key to its words; without them, ask for the return words."""

    @wraps(view)
    def with_response(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = BrowserKey.of(request)
        receipt = actions.receipt_at(key=key, place=BACK) if key else None
        if not (key and receipt):
            return redirect("responses_back")
        return view(request, receipt.response, actions.contents(receipt, key=key)[0], *args, **kwargs)

    return with_response


@anyone("GET", "POST")
def back(request: HttpRequest) -> HttpResponse:
    """Ask for return words. The same answer whether nothing was sent or it was taken back."""
    form = ReturnForm(data_of(request), auto_id="%s", use_required_attribute=False)
    if request.method != "POST":
        return render(request, "responses/back.html", {"form": form})
    if not may_try(request):
        return too_many(request, wait=600)
    if not form.is_valid() or not (found := find(form)):
        return render(request, "responses/back.html", {"form": form})
    key = BrowserKey.of(request) or BrowserKey.new()
    actions.come_back(response=found[0], response_key=found[1], key=key, by=PERSON)
    answer = redirect("responses_sent")
    key.put(answer)
    return answer


def may_try(request: HttpRequest) -> bool:
    """Ten tries in ten minutes from one address; thirty a minute from everybody together."""
    alone = allow("come-back", caller(request), most=10, seconds=600)
    return alone and allow_everybody("come-back", most=30, seconds=60)


def find(form: ReturnForm) -> tuple[Response, PersonKey] | None:
    try:
        found = way_back.find(form.cleaned_data["return_words"])
    except ReturnWordsError as slip:
        form.add_error("return_words", said_of(slip))
        return None
    if found is None:
        form.add_error("return_words", NOT_OURS)
    return found


def said_of(slip: ReturnWordsError) -> str:
    """What to mend. The list of words is no secret, so the nearest ones may be named."""
    if isinstance(slip, WrongNumber):
        return f"There should be {slip.wanted} words. You wrote {slip.found}"
    if isinstance(slip, UnknownWord) and slip.suggestions:
        return f"We do not know the word “{slip.word}”. Did you mean “{'” or “'.join(slip.suggestions[:2])}”?"
    return "One of these words is not ours. Check how each is written"


@anyone("GET")
@came_back
def sent(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    rows = list(rows_of(response, key))
    return render(
        request,
        "responses/sent.html",
        {"response": response, "rows": rows, "agreed": consent_labels(response.consents)},
    )


def rows_of(response: Response, key: PersonKey) -> Any:
    """(question, answer) for each question that was asked, the person's own words opened with their key."""
    said = {words.question: open_as_person(words, "sealed", person=key) for words in response.words.all()}
    definition = definition_of(response.version_id)
    for question, number in zip(definition.questions, response.answers, strict=True):
        answer = Answer(words=said[question.id]) if question.id in said else answer_from(question, number)
        if answer is not None:
            yield question.text, shown(question, answer)


@anyone("GET", "POST")
@came_back
def consents(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    offered = definition_of(response.version_id).consents
    ask = {"initial": {"consents": sorted(response.consents)}, "ask_address": False}
    form = ConsentForm(offered, data_of(request), **ask)
    if not response.address:
        keep = [choice for choice in form.fields["consents"].choices if choice[0] != "contact"]
        form.fields["consents"].choices = keep
    if request.method == "POST" and form.is_valid():
        actions.change_consents(response=response, consents=form.cleaned_data["consents"], by=PERSON)
        return redirect("responses_sent")
    return render(request, "responses/consents.html", {"form": form})


@anyone("GET", "POST")
@came_back
def take_back(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    """Ask once more, then destroy. There is no undo, and the page says so."""
    if request.method == "POST":
        actions.withdraw(response=response, by=PERSON)
        return close(request, "responses_taken_back")
    return render(request, "responses/take_back.html", {})


@anyone("GET")
def taken_back(request: HttpRequest) -> HttpResponse:
    return render(request, "responses/taken_back.html", {})


@anyone("POST")
def leave_it(request: HttpRequest) -> HttpResponse:
    """Done looking."""
    return close(request, "responses_back")


def close(request: HttpRequest, whither: str) -> HttpResponse:
    key = BrowserKey.of(request)
    if key:
        actions.forget_receipt(key=key, place=BACK, by=PERSON)
    return redirect(whither)
