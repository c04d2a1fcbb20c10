"""An answer in words, for the person who gave it and for those who may read it."""

from collections.abc import Iterable

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import Consent, NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Question

SILENT = {
    NoAnswer.SKIPPED: "Skipped",
    NoAnswer.NOT_SAID: "I would rather not say",
    NoAnswer.NOT_APPLICABLE: "This does not apply to me",
}


def shown(question: Question, answer: Answer | None) -> str:
    if answer is None:
        return "Not asked"
    if not answer.given:
        return SILENT[answer.silence or NoAnswer.SKIPPED]
    if question.kind == QuestionKind.SCALE:
        return f"{answer.number} out of {question.high}"
    if question.kind == QuestionKind.TEXT:
        return answer.words
    return ", ".join(option.text for option in question.options if option.id in answer.chosen)


def consent_labels(given: Iterable[str]) -> list[str]:
    return [consent.label for consent in Consent if consent in set(given)]
