"""The page of a question, drawn once by each process and then filled in: its options cost most of a page's time.

Drawn pages hold the questions, and which options are chosen; never a person's words, token or place in the path. Those
are put into the gaps, words escaped. A page is drawn anew each minute, since the foot of the page may change."""

from dataclasses import replace
from functools import lru_cache
from time import monotonic
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.html import escape

from derbyvoice.office.context import office_now
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import NoAnswer
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.models import definition_of
from surveys.responses.forms import ConsentForm, QuestionForm, initial_of

GAP: Final = "\ue000"
"""Stands around the name of a gap in a drawn page; no question may hold it."""
SECONDS_KEPT: Final = 60
EMPTY: Final = Answer()


def gap(name: str) -> str:
    return f"{GAP}{name}{GAP}"


def question_page(
    version_id: int, question: Question, answer: Answer | None, *, token: str, back: str, place: str
) -> str:
    """The whole page. `place` says where in the survey one is; `back` is the address of the page before."""
    answer = answer or EMPTY
    parts = drawn(version_id, question.id, replace(answer, words=""), int(monotonic() // SECONDS_KEPT))
    fill = {"token": token, "back": back, "place": place, "words": escape(answer.words)}
    return "".join(fill[part] if odd else part for part, odd in parts)


def agree_page(version_id: int, consents: frozenset[str], address: str, *, token: str, back: str) -> str:
    """The page of consents, with what was ticked before."""
    parts = agree_drawn(version_id, consents, int(monotonic() // SECONDS_KEPT))
    fill = {"token": token, "back": back, "address": escape(address)}
    return "".join(fill[part] if odd else part for part, odd in parts)


@lru_cache(maxsize=256)
def agree_drawn(version_id: int, consents: frozenset[str], minute: int) -> tuple[tuple[str, bool], ...]:
    initial = {"consents": sorted(consents), "address": gap("address")}
    form = ConsentForm(definition_of(version_id).consents, initial=initial)
    return pieces(render_agree(version_id, form, token=gap("token"), back=gap("back")))


def render_agree(version_id: int, form: ConsentForm, *, token: str, back: str) -> str:
    filled = {"csrf_token": token, "back": back, "office": office_now()}
    return render_to_string("responses/agree.html", {"form": form, "definition": definition_of(version_id), **filled})


def pieces(page: str) -> tuple[tuple[str, bool], ...]:
    """The page cut at its gaps: (text, whether it names a gap)."""
    return tuple((piece, number % 2 == 1) for number, piece in enumerate(page.split(GAP)))


@lru_cache(maxsize=1024)
def drawn(version_id: int, question_id: str, answer: Answer, minute: int) -> tuple[tuple[str, bool], ...]:
    """The page of a question in pieces, its options chosen as in the answer."""
    question = definition_of(version_id).by_id[question_id]
    initial = initial_of(question, answer)
    form = QuestionForm(question, initial={"answer": gap("words") if question.kind == "text" else initial})
    page = render(version_id, form, answer, token=gap("token"), back=gap("back"), place=gap("place"))
    return pieces(page)


def render(version_id: int, form: QuestionForm, answer: Answer | None, **filled: str) -> str:
    """The page drawn afresh, with the form's errors if it has any."""
    definition, question = definition_of(version_id), form.question
    context: dict[str, Any] = {
        "form": form,
        "question": question,
        "definition": definition,
        "section": section_opened_by(version_id, question),
        "version_id": version_id,
        "silence": answer.silence if answer else None,
        "silences": [NoAnswer(silence) for silence in question.silences if silence != NoAnswer.SKIPPED],
        "office": office_now(),
        **filled,
    }
    return render_to_string("responses/question.html", context)


def section_opened_by(version_id: int, question: Question) -> Any:
    """The section that begins with this question, so that its note is read before it."""
    definition = definition_of(version_id)
    first = next((other for other in definition.questions if other.section == question.section), None)
    return definition.section_of(question) if first is question else None
