"""What happens to a question from the public, from asking to publishing, and how its traces are destroyed."""

from scrutiny.questions.actions.answering import (
    ANOTHER_ANSWER,
    ask_for_second_person,
    check_answer,
    publish,
    send_back,
    take_down,
    write_answer,
)
from scrutiny.questions.actions.asking import CONFIRM_MAIL, ask, confirm, keep_question
from scrutiny.questions.actions.keeping import destroy_unconfirmed, forget_askers, keep_setting, note_failed_mail
from scrutiny.questions.actions.moving import NEWS_MAIL, accept, decline, merge, move, recall, reconsider, send_to_force

__all__ = [
    "ANOTHER_ANSWER",
    "CONFIRM_MAIL",
    "NEWS_MAIL",
    "accept",
    "ask",
    "ask_for_second_person",
    "check_answer",
    "confirm",
    "decline",
    "destroy_unconfirmed",
    "forget_askers",
    "keep_question",
    "keep_setting",
    "merge",
    "move",
    "note_failed_mail",
    "publish",
    "recall",
    "reconsider",
    "send_back",
    "send_to_force",
    "take_down",
    "write_answer",
]
