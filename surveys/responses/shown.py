"""An answer in words, for the person who gave it and for those who may read it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import WRITTEN, Consent, NoAnswer
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.labels import asked, closed_words

SILENT = {
    NoAnswer.SKIPPED: _("Skipped"),
    NoAnswer.NOT_SAID: _("I would rather not say"),
    NoAnswer.NOT_APPLICABLE: _("This does not apply to me"),
}


def shown(question: Question, answer: Answer | None) -> str:
    if answer is None:
        return gettext("Not asked")
    if not answer.given:
        return gettext(SILENT[answer.silence or NoAnswer.SKIPPED])
    return answer.words if question.kind in WRITTEN else closed_words(question, answer)


def consent_labels(given: Iterable[str]) -> list[str]:
    return [gettext(consent.label) for consent in Consent if consent in set(given)]


class Said(NamedTuple):
    """A question's words as one person reads them."""

    text: str
    help: str


def said(question: Question, definition: Definition, answers: Mapping[str, Answer]) -> Said:
    """The question with the person's earlier closed answers in its words, where it asks for them."""
    if "{" not in question.asked + question.asked_help:
        return Said(question.text, question.help)
    return Said(*(asked(text, definition.by_id, answers) for text in (question.asked, question.asked_help)))
