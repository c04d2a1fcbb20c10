"""Staff pages for focus groups and interviews. Researchers only."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.fieldwork import actions
from surveys.fieldwork.forms import NoteForm, ParticipantForm, SessionForm
from surveys.fieldwork.models import Session

RESEARCHERS = (roles.RESEARCHER,)
PER_PAGE = 25
WHY = "To learn from what was said"


@desk("GET", roles=RESEARCHERS)
def session_list(request: HttpRequest) -> HttpResponse:
    sessions = Session.objects.visible_to(request.user).annotate(people=Count("participants", distinct=True))
    page = Paginator(sessions.order_by("-held_on", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "fieldwork/list.html", {"page_obj": page})


@desk("GET", "POST", roles=RESEARCHERS)
def new_session(request: HttpRequest) -> HttpResponse:
    form = SessionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            session = actions.record_session(**form.cleaned_data, by=request.user)
            return redirect("fieldwork_session", session.pk)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "fieldwork/new.html", {"form": form})


@desk("GET", "POST", roles=RESEARCHERS)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session with its people and its notes, opened; the reading is written down in the same transaction."""
    found = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    if request.method == "POST" and request.POST.get("debriefed"):
        actions.note_debrief(session=found, by=request.user)
        return redirect("fieldwork_session", pk)
    notes = actions.read_notes(session=found, by=request.user, why=WHY)
    people = found.participants.select_related("cohort")
    return render(request, "fieldwork/session.html", {"session": found, "people": people, "notes": notes})


@desk("GET", "POST", roles=RESEARCHERS)
def new_participant(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    form = ParticipantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return act(
            request, form, found, lambda: actions.add_participant(session=found, by=request.user, **form.act_with())
        )
    return render(request, "fieldwork/add.html", {"form": form, "session": found, "what": "Add a person"})


@desk("GET", "POST", roles=RESEARCHERS)
def new_note(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    form = NoteForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return act(
            request, form, found, lambda: actions.write_note(session=found, by=request.user, **form.cleaned_data)
        )
    return render(request, "fieldwork/add.html", {"form": form, "session": found, "what": "Write a note"})


def act(request: HttpRequest, form: Any, found: Session, action: Any) -> HttpResponse:
    """Do it and go back to the session, or show at the form why it was refused."""
    try:
        action()
    except ValidationError as refused:
        form.add_error(None, refused)
        return render(request, "fieldwork/add.html", {"form": form, "session": found, "what": "Try again"})
    return redirect("fieldwork_session", found.pk)
