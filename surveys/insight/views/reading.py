"""What people allowed to be read: the list, one account, and one note of a session."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users.access import desk
from derbyvoice.users.models import User
from surveys.fieldwork.models import Note
from surveys.insight import actions
from surveys.insight.actions import Opened
from surveys.insight.actions.reading import Said
from surveys.insight.care import exposure
from surveys.insight.forms import LinkForm, ResponseFilter
from surveys.insight.models import Claim, Coding, Finding
from surveys.insight.views.findings import UNLINKED
from surveys.insight.views.roles import PER_PAGE, READERS
from surveys.insight.views.shown import number, themes_of
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.compact import answer_from
from surveys.questionnaires.models import definition_of
from surveys.responses.models import Recording, Response
from surveys.responses.shown import consent_labels, shown

WHY = "To learn from what was sent"


@desk("GET", roles=READERS)
def response_list(request: HttpRequest) -> HttpResponse:
    """What this person may read, newest first. No words are opened here."""
    form = ResponseFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Response.objects.visible_to(request.user).select_related("version__survey").with_was_read().with_has_words()
    rows = rows.filter(version__survey=chosen["survey"]) if chosen.get("survey") else rows
    rows = rows.filter(has_words=True) if chosen.get("words") else rows
    rows = rows.filter(was_read=False) if chosen.get("unread") else rows
    rows = uncoded(rows, request.user) if chosen.get("uncoded") else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "insight/responses.html", {"form": form, "page_obj": page})


def uncoded(rows: Any, user: User) -> Any:
    """Those with words that nobody has coded yet."""
    return rows.filter(has_words=True).exclude(pk__in=Coding.objects.visible_to(user).agreed().responses())


@desk("GET", "POST", roles=READERS)
def response(request: HttpRequest, reference: str) -> HttpResponse:
    """One response with its words opened; that it was read is written down in the same transaction."""
    visible = Response.objects.visible_to(request.user).select_related("version__survey")
    found = get_object_or_404(visible, reference=reference)
    if "unlink" in request.POST:
        return unlink(request, found)
    link = LinkForm(found.version.survey, request.POST if request.method == "POST" else None)
    if request.method == "POST" and link.is_valid():
        actions.link_evidence(finding=link.cleaned_data["finding"], response=found, by=request.user)
        return redirect("insight_finding", link.cleaned_data["finding"].pk)
    texts = actions.open_response(response=found, by=request.user, why=WHY)
    context = {"response": found, "rows": list(rows_of(found, texts)), "form": link}
    context |= {"used_in": Finding.objects.filter(evidence__response=found)}
    context |= {"themes": themes_of([opened.passage for _, opened in texts], request.user)}
    context |= {"reader": somebody_else(found, request.user), "exposure": exposure(request.user, clock.now())}
    recordings = Recording.objects.visible_to(request.user).filter(response=found).order_by("id")
    context["recordings"] = recordings.defer("sealed", "transcript")
    return render(request, "insight/response.html", {**context, "agreed": consent_labels(found.consents)})


def unlink(request: HttpRequest, found: Response) -> HttpResponse:
    """Take it from under the finding that was named, or say why that cannot be done."""
    linked = Finding.objects.filter(evidence__response=found)
    finding = get_object_or_404(linked, pk=number(request.POST["unlink"]))
    try:
        actions.unlink_evidence(finding=finding, response=found, by=request.user)
        messages.success(request, UNLINKED)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("insight_response", found.reference)


def somebody_else(found: Response, user: User) -> Any:
    """Who else is reading it now."""
    claim = Claim.objects.filter(response=found, until__gt=clock.now()).exclude(claimed_by=user)
    return next((row.claimed_by for row in claim.select_related("claimed_by")), None)


def rows_of(found: Response, texts: list[tuple[Said, Opened]]) -> Iterator[tuple[str, str, Opened | None]]:
    """(question, answer, text) in the order of the survey; what was added later comes last.

    What was written down of a recording stands under its question as if it were written."""
    said = {row.question: opened for row, opened in texts}
    definition = definition_of(found.version_id)
    for question, given in zip(definition.questions, found.answers, strict=True):
        opened = said.pop(question.id, None)
        answer = Answer(words=opened.text) if opened else answer_from(question, given)
        if answer is not None:
            yield question.text, shown(question, answer), opened
    yield from (("Added later", opened.text, opened) for opened in said.values())


@desk("GET", roles=READERS)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One note of a session, with what can be done with it."""
    found = get_object_or_404(Note.objects.visible_to(request.user).select_related("session", "participant"), pk=pk)
    opened = actions.open_note(note=found, by=request.user, why=WHY)
    themes = themes_of([opened.passage], request.user)
    return render(request, "insight/note.html", {"note": found, "opened": opened, "themes": themes})
