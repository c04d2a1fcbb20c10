"""Planning, holding, writing up and closing sessions; words in them; and answers that staff type in for others."""

from surveys.fieldwork.actions.notes import (
    bring_in,
    correct_note,
    let_words_go,
    pass_on,
    read_note,
    read_notes,
    read_own_note,
    remove_note,
    remove_words,
    write_note,
    write_own_note,
)
from surveys.fieldwork.actions.people import add_participant, change_consents, note_debrief, note_person_debrief
from surveys.fieldwork.actions.sessions import (
    change_plan,
    destroy_recording,
    move,
    note_recording,
    note_transcript,
    plan_session,
    record_session,
)

__all__ = [
    "add_participant",
    "bring_in",
    "change_consents",
    "change_plan",
    "correct_note",
    "destroy_recording",
    "let_words_go",
    "move",
    "note_debrief",
    "note_person_debrief",
    "note_recording",
    "note_transcript",
    "pass_on",
    "plan_session",
    "read_note",
    "read_notes",
    "read_own_note",
    "record_session",
    "remove_note",
    "remove_words",
    "write_note",
    "write_own_note",
]
