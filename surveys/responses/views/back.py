"""Coming back with return words: see what was sent and what came of it, add to it, change one's mind, take it back."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from derbyvoice.audit.actors import PERSON
from derbyvoice.audit.models import Reading
from derbyvoice.govuk.languages import as_asked, asking, in_their_language
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.lib.words import ReturnWordsError, UnknownWord, WrongNumber
from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from derbyvoice.vault.sealing import open_as_person
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.languages import language_of
from surveys.questionnaires.models import definition_of
from surveys.questionnaires.telling import spoken, voice_of
from surveys.responses import actions, way_back
from surveys.responses.browser import BACK, BrowserKey
from surveys.responses.choices import Progress
from surveys.responses.forms import AdditionForm, ConsentAgainForm, ReturnForm
from surveys.responses.kiosks import code_of
from surveys.responses.models import Response
from surveys.responses.shown import consent_labels, said, shown
from surveys.responses.speaking import in_own_words, speaking
from surveys.responses.views.way import data_of, gone, typed_text, within_limits

NOT_OURS = _("We hold nothing under these words. Check each word and their order, then try again")
TWENTY_TIMES = _("You have added twenty times. Please tell us the rest in a new answer")
View = Callable[..., HttpResponse]
Found = tuple[Response, PersonKey] | way_back.FoundDraft


def came_back(view: View) -> View:
    """Give the view the response and the key to its words; without them, ask for the return words."""

    @wraps(view)
    def with_response(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = BrowserKey.of(request)
        receipt = actions.receipt_at(key=key, place=BACK) if key else None
        if not (key and receipt):
            with as_asked(request):
                return ask_again(request)
        with speaking(language_of(receipt.response.language)):
            return view(request, receipt.response, actions.contents(receipt, key=key)[0], *args, **kwargs)

    return with_response


def ask_again(request: HttpRequest) -> HttpResponse:
    """Return words are wanted again; what was being written is given back."""
    if typed := typed_text(request) or request.POST.get("contact", "") or request.POST.get("address", ""):
        return render(request, "responses/looked_too_long.html", {"typed": typed}, status=409)
    return redirect(reverse("responses_back") + asking())


@anyone("GET", "POST")
@in_their_language
def back(request: HttpRequest) -> HttpResponse:
    """Ask for return words. The same answer whether nothing was sent or it was taken back."""
    form = ReturnForm(data_of(request), auto_id="%s", use_required_attribute=False)
    if request.method != "POST":
        return render(request, "responses/back.html", {"form": form})
    if not may_try(request):
        return too_many(request, wait=600)
    if not form.is_valid() or not (found := find(form)):
        return render(request, "responses/back.html", {"form": form})
    return go_on(request, found)


def go_on(request: HttpRequest, found: Found) -> HttpResponse:
    """To what was sent, or to what is still being written."""
    key = BrowserKey.of(request) or BrowserKey.new()
    if isinstance(found, way_back.FoundDraft):
        try:
            place = actions.take_up(found=found, key=key, by=PERSON)
        except actions.BegunHere as here:
            return render(request, "responses/begun_here.html", {"slug": here.args[0]}, status=409)
        except actions.DraftGone:
            return gone(request, found.place)
        answer = redirect("responses_pause", place)
    else:
        actions.come_back(response=found[0], response_key=found[1], key=key, by=PERSON)
        answer = redirect("responses_sent")
    key.put(answer)
    return answer


def may_try(request: HttpRequest) -> bool:
    """Ten tries in ten minutes from one address; thirty a minute from everybody together."""
    alone = allow("come-back", caller(request), most=10, seconds=600)
    return alone and allow_everybody("come-back", most=30, seconds=60)


def find(form: ReturnForm) -> Found | None:
    try:
        found = way_back.find(form.cleaned_data["return_words"], day=clock.today())
    except ReturnWordsError as slip:
        form.add_error("return_words", said_of(slip))
        return None
    if found is None:
        form.add_error("return_words", NOT_OURS)
    return found


def said_of(slip: ReturnWordsError) -> str:
    """What to mend. The list of words is no secret, so the nearest ones may be named."""
    if isinstance(slip, WrongNumber):
        return gettext("There should be %(wanted)s words. You wrote %(found)s") % vars(slip)
    if isinstance(slip, UnknownWord) and slip.suggestions:
        meant = {"word": slip.word, "near": ", ".join(slip.suggestions[:2])}
        return gettext("We do not know the word “%(word)s”. Did you mean one of these: %(near)s?") % meant
    return gettext("One of these words is not ours. Check how each is written")


@anyone("GET")
@came_back
def sent(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    written = [(words, open_as_person(words, "sealed", person=key)) for words in response.words.all()]
    context = {
        "response": response,
        "rows": list(rows_of(response, {words.question: text for words, text in written})),
        "added": [(words.added_on, text) for words, text in written if words.added_on],
        "agreed": consent_labels(response.consents),
        "recordings": response.recordings.filter(sealed__isnull=False),
    }
    return render(request, "responses/sent.html", context)


def rows_of(response: Response, words: Mapping[str, str]) -> Any:
    """(question as it was asked, answer) for each question on the way, the person's own words by question."""
    definition = in_own_words(response.version_id)
    given = answers_of(response, definition, words)
    voice = voice_of(definition, given)
    for question in definition.questions:
        if question.id in given:
            yield said(spoken(question, voice), definition, given).text, shown(question, given[question.id])


def answers_of(response: Response, definition: Definition, words: Mapping[str, str]) -> dict[str, Answer]:
    given = {}
    for question, number in zip(definition.questions, response.answers, strict=True):
        answer = Answer(words=words[question.id]) if question.id in words else answer_from(question, number)
        given |= {question.id: answer} if answer else {}
    return given


@anyone("GET", "POST")
@came_back
def add(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    """Something to add. It is kept with its date; what was sent stays as it is."""
    form = AdditionForm(data_of(request), auto_id="%s", use_required_attribute=False)
    if request.method != "POST" or not form.is_valid():
        return render(request, "responses/add.html", {"form": form})
    if not within_limits(request, "add", most=20):
        return too_many(request)
    try:
        actions.add_words(response=response, response_key=key, words=form.cleaned_data["answer"], by=PERSON)
    except actions.TooMuchAdded:
        form.add_error("answer", TWENTY_TIMES)
        return render(request, "responses/add.html", {"form": form})
    return redirect("responses_sent")


@anyone("GET")
@came_back
def what_happened(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    """What happened to one response, for the person who sent it: received, counted, read, used, acted on."""
    subject = {"subject_type": Response._meta.label_lower, "subject_id": str(response.pk)}
    opened = Reading.objects.filter(**subject).order_by("id").values_list("at", flat=True).first()
    traces = list(response.traces.all())
    noted = next((trace.day for trace in traces if trace.step == Progress.READ), None)
    context = {
        "response": response,
        "first_read": opened or noted,
        "used": [trace for trace in traces if trace.step == Progress.USED],
        "done": [trace for trace in traces if trace.step == Progress.ACTION],
    }
    return render(request, "responses/what_happened.html", context)


@anyone("GET", "POST")
@came_back
def consents(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    """What is allowed from now on. Who left no address to be contacted at can leave one here."""
    offered = definition_of(response.version_id).consents
    initial = {"consents": sorted(response.consents)}
    form = ConsentAgainForm(offered, data_of(request), initial=initial, left=bool(response.address))
    if request.method == "POST" and form.is_valid():
        told = {"consents": form.cleaned_data["consents"], "address": form.cleaned_data.get("address", "")}
        try:
            actions.change_consents(response=response, **told, response_key=key, by=PERSON)
        except ValidationError as refused:
            form.add_error("address" if "address" in form.fields else "consents", refused)
            return render(request, "responses/consents.html", {"form": form})
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
@in_their_language
def taken_back(request: HttpRequest) -> HttpResponse:
    return render(request, "responses/taken_back.html", {"on_screen": code_of(request)})


@anyone("POST")
def leave_it(request: HttpRequest) -> HttpResponse:
    """Done looking."""
    with as_asked(request):
        return close(request, "responses_back")


def close(request: HttpRequest, whither: str) -> HttpResponse:
    key = BrowserKey.of(request)
    if key:
        actions.forget_receipt(key=key, place=BACK, by=PERSON)
    return redirect(reverse(whither) + asking())
