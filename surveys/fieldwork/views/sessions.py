"""Focus groups and interviews: the list, the plan, the page of one session, its way from planned to closed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.office import clock
from derbyvoice.users.access import desk
from surveys.fieldwork import actions
from surveys.fieldwork.actions.notes import Opened
from surveys.fieldwork.choices import BACK_TO_HELD, MENDING, STEPS, TRANSITIONS, State
from surveys.fieldwork.forms.sessions import (
    DebriefForm,
    FindForm,
    OwnNoteForm,
    PlanForm,
    RecordingForm,
    TranscriptStateForm,
)
from surveys.fieldwork.models import Prompt, Session
from surveys.fieldwork.views.acting import RESEARCHERS, done, posted, session_of

PER_PAGE = 25
WHY = "To learn from what was said"
WHY_PRINT = "To print it"


@desk("GET", roles=RESEARCHERS)
def session_list(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET)
    sessions = form.narrowed(Session.objects.visible_to(request.user).with_people())
    page = Paginator(sessions.order_by("-held_on", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    due = {session.pk for session in page if session.recording_is_due(today)}
    looked = any(form.cleaned_data.values())
    return render(request, "fieldwork/list.html", {"page_obj": page, "find": form, "looked": looked, "due": due})


@desk("GET", "POST", roles=RESEARCHERS)
def new_session(request: HttpRequest) -> HttpResponse:
    form = PlanForm(posted(request))
    made: list[Session] = []
    if done(form, lambda: made.append(actions.plan_session(**form.cleaned_data, by=request.user))):
        return redirect("fieldwork_session", made[0].pk)
    return render(request, "fieldwork/plan.html", {"form": form})


@desk("GET", "POST", roles=RESEARCHERS)
def change_plan(request: HttpRequest, pk: int) -> HttpResponse:
    found = session_of(request, pk)
    form = PlanForm(posted(request), initial=PlanForm.standing(found))
    if done(form, lambda: actions.change_plan(session=found, **form.cleaned_data, by=request.user)):
        return redirect("fieldwork_session", pk)
    return render(request, "fieldwork/plan.html", {"form": form, "session": found})


@desk("GET", roles=RESEARCHERS)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session with its people and its notes, opened; the reading is written down in the same transaction."""
    return page_of_session(request, session_of(request, pk), template="fieldwork/session.html", why=WHY)


@desk("GET", roles=RESEARCHERS)
def print_session(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper: the topic guide as headings, what was said below them."""
    return page_of_session(request, session_of(request, pk), template="fieldwork/print.html", why=WHY_PRINT)


def page_of_session(request: HttpRequest, found: Session, *, template: str, why: str, **more: Any) -> HttpResponse:
    notes = actions.read_notes(session=found, by=request.user, why=why)
    people = list(found.participants.select_related("cohort").with_notes_kept())
    prompts = list(found.prompts.all())
    context = {
        "session": found,
        "facilitators": list(found.facilitators.all()),
        "guide": prompts,
        "prompts": by_prompt(prompts, notes),
        "people": people,
        "notes": notes,
        "unreadable": [person for person in people if person.notes_kept and not person.may_read],
        "unrecorded": [person for person in people if not person.may_record] if found.recording == "kept" else [],
        "due": found.recording_is_due(clock.today()),
        "steps": [(to.value, words_of(found, to)) for to in State if to in TRANSITIONS[found.state]],
        "today": clock.today(),
        **more,
    }
    return render(request, template, context)


def words_of(session: Session, to: State) -> str:
    back = session.state == State.WRITTEN_UP and to == State.HELD
    return BACK_TO_HELD if back else STEPS[to]


def by_prompt(prompts: list[Prompt], notes: list[Opened]) -> list[tuple[Prompt | None, list[Opened]]]:
    """Each question of the topic guide with what was said to it; what belongs to none comes first."""
    said: dict[int | None, list[Opened]] = {}
    for opened in notes:
        said.setdefault(opened.note.prompt_id, []).append(opened)
    asked: list[tuple[Prompt | None, list[Opened]]] = [(prompt, said.get(prompt.pk, [])) for prompt in prompts]
    return [(None, said[None]), *asked] if None in said else asked


@desk("POST", roles=RESEARCHERS)
def move_session(request: HttpRequest, pk: int) -> HttpResponse:
    """One step on the way from planned to closed; what is missing is said on the session's page."""
    found = session_of(request, pk)
    to = request.POST.get("to")
    if to in State.values:
        try:
            actions.move(session=found, to=State(to), by=request.user)
        except ValidationError as refused:
            return page_of_session(request, found, template="fieldwork/session.html", why=WHY, refused=refused.messages)
    return redirect("fieldwork_session", pk)


@desk("GET", "POST", roles=RESEARCHERS)
def afterwards(request: HttpRequest, pk: int) -> HttpResponse:
    """Support afterwards, the recording, and how far the transcript is: three forms on one page."""
    found = session_of(request, pk)
    forms = {
        "debrief": DebriefForm(initial={"debrief": found.debrief}),
        "recording": RecordingForm(initial={"kept_where": found.kept_where, "destroy_on": found.destroy_on}),
        "transcript": TranscriptStateForm(initial={"transcript": found.transcript}),
    }
    if request.method == "POST":
        what = request.POST.get("what", "")
        if what == "destroyed":
            actions.destroy_recording(session=found, by=request.user)
            return redirect("fieldwork_afterwards", pk)
        if what in forms and kept(request, found, what, forms):
            messages.success(request, "Saved.")
            return redirect("fieldwork_afterwards", pk)
    may_be_mended = found.state in MENDING
    context = {"session": found, "forms": forms, "may_be_mended": may_be_mended, "every_form": list(forms.values())}
    return render(request, "fieldwork/afterwards.html", context)


DO = {
    "debrief": actions.note_debrief,
    "recording": actions.note_recording,
    "transcript": actions.note_transcript,
}


def kept(request: HttpRequest, found: Session, what: str, forms: dict[str, Any]) -> bool:
    """Whether this form's action was done; if not, the form in `forms` says why."""
    form = forms[what] = type(forms[what])(request.POST)
    return done(form, lambda: DO[what](session=found, by=request.user, **form.cleaned_data))


@desk("GET", "POST", roles=RESEARCHERS)
def own_note(request: HttpRequest, pk: int) -> HttpResponse:
    """How the facilitator was afterwards: theirs alone."""
    found = session_of(request, pk)
    words = actions.read_own_note(session=found, by=request.user)
    form = OwnNoteForm(posted(request), initial={"words": words})
    if done(form, lambda: actions.write_own_note(session=found, by=request.user, **form.cleaned_data)):
        return redirect("fieldwork_session", pk)
    return render(request, "fieldwork/own_note.html", {"form": form, "session": found})
