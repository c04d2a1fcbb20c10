"""Typing in forms of paper and answers by telephone: batches, one form, the second typing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from surveys.fieldwork.actions import entry as actions
from surveys.fieldwork.forms.entry import BatchForm, EntryForm
from surveys.fieldwork.models import Batch, Entry
from surveys.fieldwork.models.entry import TYPISTS
from surveys.fieldwork.views.acting import done, posted
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.definitions import Question
from surveys.responses.forms import ConsentForm
from surveys.responses.shown import shown

PER_PAGE = 25


def batch_of(request: HttpRequest, pk: int) -> Batch:
    rows = Batch.objects.visible_to(request.user).select_related("version__survey")
    return get_object_or_404(rows, pk=pk)


@desk("GET", roles=TYPISTS)
def batch_list(request: HttpRequest) -> HttpResponse:
    batches = Batch.objects.visible_to(request.user).select_related("version__survey", "begun_by").with_forms()
    page = Paginator(batches.order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "fieldwork/batches.html", {"page_obj": page})


@desk("GET", "POST", roles=TYPISTS)
def new_batch(request: HttpRequest) -> HttpResponse:
    form = BatchForm(posted(request))
    made: list[Batch] = []
    if done(form, lambda: made.append(actions.begin_batch(**form.cleaned_data, by=request.user))):
        return redirect("fieldwork_enter", made[0].pk)
    return render(request, "fieldwork/new_batch.html", {"form": form})


@desk("GET", "POST", roles=TYPISTS)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The forms of a batch; POST finishes it."""
    found = batch_of(request, pk)
    if request.method == "POST":
        if found.is_open and request.POST.get("finish") == "yes":
            actions.finish(batch=found, by=request.user)
        return redirect("fieldwork_batch", pk)
    entries = found.entries.select_related("entered_by", "checked_by").order_by("-number")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(entry, actions.in_sample(found, entry.number)) for entry in page]
    return render(request, "fieldwork/batch.html", {"batch": found, "page_obj": page, "rows": rows})


@desk("GET", "POST", roles=TYPISTS)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """One form on one page. “Check” says where its answers lead; “Keep” makes it a response."""
    found = batch_of(request, pk)
    definition = found.version.parsed
    form = EntryForm(definition, posted(request), initial={"number": actions.next_number(found)})
    consents = ConsentForm(definition.consents, posted(request))
    if request.method == "POST" and both_valid(form, consents) and form.may_be_kept and "keep" in request.POST:
        kept: list[tuple[Entry, str]] = []
        if done(form, lambda: kept.append(keep(request, found, form, consents))):
            return after(request, found, *kept[0])
    context = {"batch": found, "form": form, "consents": consents, "definition": definition}
    return render(request, "fieldwork/enter.html", {**context, "looked": request.method == "POST"})


def both_valid(form: EntryForm, consents: ConsentForm) -> bool:
    return all([form.is_valid(), consents.is_valid()])


def keep(request: HttpRequest, found: Batch, form: EntryForm, consents: ConsentForm) -> tuple[Entry, str]:
    told = {name: form.cleaned_data[name] for name in ("number", "form_id", "told_on", "slip")}
    agreed = {"consents": consents.cleaned_data["consents"], "address": consents.cleaned_data.get("address", "")}
    return actions.enter(batch=found, answers=form.answers, by=request.user, **told, **agreed)


def after(request: HttpRequest, found: Batch, entry: Entry, words: str) -> HttpResponse:
    """The slip, if words were asked for: this answer is the only place where they ever stand."""
    if words:
        return render(request, "fieldwork/slip.html", {"batch": found, "entry": entry, "words": words}, status=201)
    messages.success(request, f"Form {entry.number} is kept.")
    return redirect("fieldwork_enter", found.pk)


def entry_of(found: Batch, number: int) -> Entry:
    return get_object_or_404(found.entries.select_related("batch", "response", "entered_by"), number=number)


@desk("GET", "POST", roles=TYPISTS)
def check(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Somebody else types the same form without seeing the first typing; then the differences are shown."""
    found = batch_of(request, pk)
    entry = entry_of(found, number)
    form = EntryForm(found.version.parsed, posted(request), again=True)
    context: dict[str, Any] = {"batch": found, "entry": entry, "form": form, "definition": found.version.parsed}
    context["own"] = entry.entered_by_id == request.user.pk
    if request.method == "POST" and form.may_be_kept and "keep" in request.POST:
        differ: list[list[int]] = []
        if done(form, lambda: differ.append(actions.check(entry=entry, answers=form.answers, by=request.user))):
            rows = told_apart(entry, form, differ[0])
            return render(request, "fieldwork/checked.html", {**context, "rows": rows}, status=201)
    return render(request, "fieldwork/again.html", {**context, "looked": request.method == "POST"})


def told_apart(entry: Entry, form: EntryForm, differ: list[int]) -> list[tuple[Question, str, str]]:
    """The questions that differ, as they were typed first and second."""
    first = entry.response.answers if entry.response else None
    path = actions.whole_path(form.definition, form.answers)
    return [
        (one, words_of(one, answer_from(one, first[one.position]) if first else None), words_of(one, path.get(one.id)))
        for one in form.definition.questions
        if one.position in differ
    ]


def words_of(question: Question, answer: Any) -> str:
    """An answer in words. Of own words only that there are some: nobody reads them here."""
    if answer is not None and (answer.words or (not answer.given and answer.silence is None)):
        return "Something is written"
    return shown(question, answer)


@desk("POST", roles=TYPISTS)
def take_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A form that was typed wrongly goes, so that it can be typed again."""
    found = batch_of(request, pk)
    entry = entry_of(found, number)
    if request.POST.get("sure") == "yes":
        try:
            actions.take_out(entry=entry, by=request.user)
            messages.success(request, f"Form {number} is taken out. Type it again.")
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
    return redirect("fieldwork_batch", pk)
