"""From the first answer to the last farewell. People act without an account, so `by` is `PERSON`.

Writing (`drafts`), sending (`sending`), coming back (`coming_back`), what comes after it (`afterwards`),
a wish to be named (`named`), return words by mail (`mailing`), and screens in waiting rooms (`screens`)."""

from surveys.responses.actions.afterwards import (
    TooMuchAdded,
    add_words,
    change_consents,
    forget_what_is_old,
    note_progress,
    note_progress_of,
    unnote_progress,
    withdraw,
)
from surveys.responses.actions.coming_back import (
    BegunHere,
    come_back,
    contents,
    forget_receipt,
    give_draft_words,
    give_words,
    note_words,
    receipt_at,
    take_up,
)
from surveys.responses.actions.danger import look_at_transcript, tell_the_leads
from surveys.responses.actions.drafts import (
    DoesNotFit,
    DraftGone,
    NotFinished,
    Seen,
    begin_in_wave,
    go_past_note,
    own_recording,
    save_answer,
    save_consents,
    seen_in,
    throw_away,
)
from surveys.responses.actions.findable import make_findable
from surveys.responses.actions.mailing import mail_words
from surveys.responses.actions.named import ask_to_be_named, end_wish, read_contact, take_wish_back, wish_of
from surveys.responses.actions.own_recordings import delete_recording, own_sound, replace_recording
from surveys.responses.actions.screens import end_kiosk, open_kiosk, renew_kiosk
from surveys.responses.actions.sending import count, receive, submit

__all__ = [
    "BegunHere",
    "DoesNotFit",
    "DraftGone",
    "NotFinished",
    "Seen",
    "TooMuchAdded",
    "add_words",
    "ask_to_be_named",
    "begin_in_wave",
    "change_consents",
    "come_back",
    "contents",
    "count",
    "delete_recording",
    "end_kiosk",
    "end_wish",
    "forget_receipt",
    "forget_what_is_old",
    "give_draft_words",
    "give_words",
    "go_past_note",
    "look_at_transcript",
    "mail_words",
    "make_findable",
    "note_progress",
    "note_progress_of",
    "note_words",
    "open_kiosk",
    "own_recording",
    "own_sound",
    "read_contact",
    "receipt_at",
    "receive",
    "renew_kiosk",
    "replace_recording",
    "save_answer",
    "save_consents",
    "seen_in",
    "submit",
    "take_up",
    "take_wish_back",
    "tell_the_leads",
    "throw_away",
    "unnote_progress",
    "wish_of",
    "withdraw",
]
