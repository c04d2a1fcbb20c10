"""People of a session and what they said: added, changed, corrected, brought in, destroyed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from surveys.fieldwork import actions, transcripts
from surveys.fieldwork.forms.sessions import (
    ConsentsForm,
    NoteForm,
    PersonDebriefForm,
    PersonForm,
    TranscriptForm,
    WorryForm,
)
from surveys.fieldwork.models import Note, Participant, Session
from surveys.fieldwork.views.acting import RESEARCHERS, done, posted, session_of

WHY_CORRECT = "To correct it"


@desk("GET", "POST", roles=RESEARCHERS)
def new_participant(request: HttpRequest, pk: int) -> HttpResponse:
    found = session_of(request, pk)
    form = PersonForm(posted(request))
    if done(form, lambda: actions.add_participant(session=found, by=request.user, **form.act_with())):
        another = "again" in request.POST
        return redirect("fieldwork_new_participant" if another else "fieldwork_session", pk)
    context = {"form": form, "session": found, "what": "Add a person", "again": "Save and add the next"}
    return render(request, "fieldwork/add.html", context)


@desk("GET", "POST", roles=RESEARCHERS)
def person(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What somebody allows from now on, and what was done for them afterwards."""
    found = session_of(request, pk)
    who = person_of(found, number)
    about = "debrief" if request.POST.get("what") == "debrief" else "consents"
    consents = ConsentsForm(posted(request) if about == "consents" else None, initial=ConsentsForm.standing(who))
    told = {"debrief": who.debrief, "support_offered": who.support_offered}
    debrief = PersonDebriefForm(posted(request) if about == "debrief" else None, initial=told)
    if request.method == "POST" and act_for(request, who, about, consents, debrief):
        return redirect("fieldwork_session", pk)
    context = {
        "session": found,
        "person": who,
        "consents": consents,
        "debrief": debrief,
        "every_form": [consents, debrief],
        "has_notes": who.notes.exists(),
    }
    return render(request, "fieldwork/person.html", context)


def act_for(request: HttpRequest, who: Participant, about: str, consents: ConsentsForm, debrief: Any) -> bool:
    if about == "debrief":
        return done(
            debrief, lambda: actions.note_person_debrief(participant=who, by=request.user, **debrief.cleaned_data)
        )
    return done(consents, lambda: actions.change_consents(participant=who, by=request.user, **consents.given()))


def person_of(session: Session, number: int) -> Participant:
    return get_object_or_404(session.participants.select_related("cohort", "session"), number=number)


@desk("GET", "POST", roles=RESEARCHERS)
def remove_words(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Asks once more, then destroys what this person said."""
    found = session_of(request, pk)
    who = person_of(found, number)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        removed = actions.remove_words(participant=who, by=request.user)
        many = "1 note is" if removed == 1 else f"{removed} notes are"
        messages.success(request, f"{who}'s words are destroyed: {many} gone.")
        return redirect("fieldwork_session", pk)
    context = {"session": found, "person": who, "count": who.notes.count()}
    return render(request, "fieldwork/remove_words.html", context)


@desk("GET", "POST", roles=RESEARCHERS)
def new_note(request: HttpRequest, pk: int) -> HttpResponse:
    found = session_of(request, pk)
    form = NoteForm(found, posted(request), initial={"prompt": prompt_asked(request)})
    if done(form, lambda: actions.write_note(session=found, by=request.user, **form.cleaned_data)):
        return after_note(request, found, form)
    context = {"form": form, "session": found, "what": "Write a note", "again": "Save and write the next"}
    return render(request, "fieldwork/add.html", context)


def prompt_asked(request: HttpRequest) -> str:
    """The question that the note before belonged to, so that it need not be chosen again."""
    asked = request.GET.get("prompt", "")
    return asked if asked.isascii() and asked.isdigit() and len(asked) < 16 else ""


def after_note(request: HttpRequest, session: Session, form: NoteForm) -> HttpResponse:
    if "again" not in request.POST:
        return redirect("fieldwork_session", session.pk)
    messages.success(request, "Note kept. Write the next.")
    prompt = form.cleaned_data.get("prompt")
    answer = redirect("fieldwork_new_note", session.pk)
    if prompt:
        answer["Location"] += f"?prompt={prompt.pk}"
    return answer


@desk("GET", "POST", roles=RESEARCHERS)
def note(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Correct a note, and see what stood there before."""
    found = session_of(request, pk)
    row = get_object_or_404(Note.objects.visible_to(request.user).select_related("session"), pk=note_pk, session=found)
    if request.method == "POST":
        form = NoteForm(found, request.POST)
        if done(form, lambda: actions.correct_note(note=row, by=request.user, **form.cleaned_data)):
            return redirect("fieldwork_session", pk)
    words, earlier = actions.read_note(note=row, by=request.user, why=WHY_CORRECT)
    form = form if request.method == "POST" else NoteForm(found, initial=NoteForm.standing(row, words))
    return render(request, "fieldwork/note.html", {"form": form, "session": found, "note": row, "earlier": earlier})


@desk("GET", "POST", roles=RESEARCHERS)
def worry(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Pass a note on to those who keep people safe."""
    found = session_of(request, pk)
    notes = Note.objects.visible_to(request.user).select_related("session", "participant")
    row = get_object_or_404(notes, pk=note_pk, session=found)
    form = WorryForm(posted(request))
    if done(form, lambda: actions.pass_on(note=row, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is passed on. Somebody will look at it soon.")
        return redirect("fieldwork_session", pk)
    return render(request, "fieldwork/worry.html", {"form": form, "session": found, "note": row})


@desk("POST", roles=RESEARCHERS)
def remove_note(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Destroy one note that was written by mistake."""
    found = session_of(request, pk)
    row = get_object_or_404(Note.objects.visible_to(request.user).select_related("session"), pk=note_pk, session=found)
    if found.may_be_mended and request.POST.get("sure") == "yes":
        actions.remove_note(note=row, by=request.user)
        messages.success(request, "The note is destroyed.")
    return redirect("fieldwork_session", pk)


@desk("GET", "POST", roles=RESEARCHERS)
def transcript(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at how a transcript reads, then bring it in: all of it or nothing."""
    found = session_of(request, pk)
    form = TranscriptForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form, "session": found}
    if form.is_bound and form.is_valid():
        told = form.cleaned_data["told"]
        reading = reading_of(found, told)
        if "keep" in request.POST and not reading.faults and brought_in(request, found, reading, form):
            messages.success(request, "The transcript is brought in.")
            return redirect("fieldwork_session", pk)
        context |= {"reading": reading, "told": told, "shown": shown(found, reading)}
    return render(request, "fieldwork/transcript.html", context)


def brought_in(request: HttpRequest, session: Session, reading: transcripts.Reading, form: TranscriptForm) -> bool:
    keep = {"said": reading.said, "form_id": form.cleaned_data["form_id"]}
    return done(form, lambda: actions.bring_in(session=session, by=request.user, **keep))


def reading_of(session: Session, text: str) -> transcripts.Reading:
    people = dict(session.participants.values_list("number", "may_read"))
    return transcripts.read(
        text,
        speaks={number for number, may_read in people.items() if may_read},
        silent={number for number, may_read in people.items() if not may_read},
        prompts=set(session.prompts.values_list("number", flat=True)),
    )


def shown(session: Session, reading: transcripts.Reading) -> list[tuple[transcripts.Said, str, str]]:
    """Each piece with who said it and in answer to what, in words."""
    asked = dict(session.prompts.values_list("number", "text"))
    return [
        (one, f"P{one.person}" if one.person is not None else "Note", asked.get(one.prompt or 0, ""))
        for one in reading.said
    ]
