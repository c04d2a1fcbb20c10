"""The page of a question, drawn once by each process and then filled in: its options cost most of a page's time.

Drawn pages hold the questions, and which options are chosen; never a person's words, token or place in the path. Those
are put into the gaps, words escaped. A page is drawn anew each minute, since the foot of the page may change."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import count
from time import monotonic
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.html import escape

from derbyvoice.office.context import office_now
from surveys.questionnaires.answers import SENT, Answer, year_and_month
from surveys.questionnaires.choices import WRITTEN, Consent, NoAnswer, QuestionKind
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.labels import teller
from surveys.questionnaires.piping import filled, places_in
from surveys.questionnaires.telling import spoken
from surveys.responses.forms import ConsentForm
from surveys.responses.journey import Journey
from surveys.responses.question_forms import QuestionForm, initial_of
from surveys.responses.shown import Said, consent_labels, shown
from surveys.responses.speaking import in_own_words, language_now

GAP: Final = "\ue000"
"""Stands around the name of a gap in a drawn page; no question may hold it."""
SECONDS_KEPT: Final = 60
EMPTY: Final = Answer()
TYPED: Final = WRITTEN | {QuestionKind.NUMBER, QuestionKind.MONTH}
"""What was typed is put into gaps; what was chosen is drawn."""


def gap(name: str) -> str:
    return f"{GAP}{name}{GAP}"


def question_page(
    version_id: int,
    question: Question,
    answer: Answer | None,
    *,
    token: str,
    back: str,
    place: str,
    earlier: Mapping[str, Answer],
    voice: str = "",
) -> str:
    """The whole page. `place` says where in the survey one is; `back` is the address of the page before; `earlier` are
    the person's other answers, which the question's words may repeat; `voice` is the one in which it speaks."""
    answer = answer or EMPTY
    speaks = (voice, language_now().key, int(monotonic() // SECONDS_KEPT))
    parts = drawn(version_id, question.id, without_typed(question, answer), *speaks)
    fill = {"token": token, "back": back, "place": place, **typed(question, answer)}
    for number, said in enumerate(said_again(version_id, question, earlier)):
        fill[f"earlier{number}"] = escape(said)
    return "".join(fill[part] if odd else part for part, odd in parts)


def typed(question: Question, answer: Answer) -> dict[str, str]:
    """What a person typed, by gap; escaped."""
    if question.kind in WRITTEN:
        return {"words": escape(answer.words)}
    year, month = year_and_month(answer.number) if answer.number is not None else ("", "")
    return {"words": str("" if answer.number is None else answer.number), "month": str(month), "year": str(year)}


def without_typed(question: Question, answer: Answer) -> Answer:
    """The part of an answer that a drawn page may hold."""
    kept = replace(answer, words="", number=None) if question.kind in TYPED else answer
    return replace(kept, recording=SENT) if kept.recording else kept


def gaps_of(question: Question) -> dict[str, Any]:
    """What stands in the form's fields where something is typed."""
    return {"answer": (gap("month"), gap("year")) if question.kind == QuestionKind.MONTH else gap("words")}


def said_again(version_id: int, question: Question, earlier: Mapping[str, Answer]) -> list[str]:
    """The earlier answers that the question's words repeat, in order."""
    say = teller(in_own_words(version_id).by_id, earlier)
    return [say(place) for place in places_in(question.asked) + places_in(question.asked_help)]


def with_gaps(question: Question) -> Said:
    """The question's words with a gap for each earlier answer."""
    numbers = count()
    return Said(
        *(filled(text, lambda _: gap(f"earlier{next(numbers)}")) for text in (question.asked, question.asked_help))
    )


def agree_page(
    version_id: int, consents: frozenset[str], address: str, *, token: str, back: str, voice: str, slug: str
) -> str:
    """The page of consents, with what was ticked before, in the voice that fits."""
    parts = agree_drawn(version_id, consents, voice, slug, language_now().key, int(monotonic() // SECONDS_KEPT))
    fill = {"token": token, "back": back, "address": escape(address)}
    return "".join(fill[part] if odd else part for part, odd in parts)


@lru_cache(maxsize=256)
def agree_drawn(
    version_id: int, consents: frozenset[str], voice: str, slug: str, language: str, minute: int
) -> tuple[tuple[str, bool], ...]:
    initial = {"consents": sorted(consents), "address": gap("address")}
    form = ConsentForm(in_own_words(version_id).consents, initial=initial)
    gaps = {"token": gap("token"), "back": gap("back")}
    return pieces(render_agree(version_id, form, **gaps, voice=voice, slug=slug))


def render_agree(version_id: int, form: ConsentForm, *, token: str, back: str, voice: str, slug: str) -> str:
    filled = {"csrf_token": token, "back": back, "office": office_now(), "voice": voice, "slug": slug}
    return render_to_string("responses/agree.html", {"form": form, "definition": in_own_words(version_id), **filled})


def check_page(journey: Journey, *, token: str) -> str:
    """The last look before sending. What is drawn for it holds no answer: those are put into the gaps."""
    asked = [question for question in journey.path if question.kind != QuestionKind.STATEMENT]
    held, given = journey.held, [journey.answer_to(question) for question in asked]
    rows = tuple((journey.said(question).text, journey.at(question)) for question in asked)
    wrote = any(answer.words or answer.recording for answer in held.answers.values())
    allowed = held.consents or frozenset()
    facts = (allowed, bool(held.address), wrote and Consent.READ not in allowed, journey.voice)
    speaks = (language_now().key, int(monotonic() // SECONDS_KEPT))
    fill = {"token": token, "address": escape(held.address)}
    fill |= {f"answer{number}": escape(shown(*one)) for number, one in enumerate(zip(asked, given, strict=True))}
    slips = tuple((journey.said(one).text, words, journey.at(one)) for one, words in journey.no_longer_fitting())
    parts = check_drawn(journey.version_id, journey.slug, rows, slips, facts, *speaks)
    return "".join(fill[part] if odd else part for part, odd in parts)


@lru_cache(maxsize=256)
def check_drawn(
    version_id: int, slug: str, rows: tuple[tuple[str, str], ...], slips: tuple[tuple[str, str, str], ...],
    facts: tuple[frozenset[str], bool, bool, str],
    language: str, minute: int,
) -> tuple[tuple[str, bool], ...]:  # fmt: skip
    consents, address, unread, voice = facts
    context = {
        "definition": in_own_words(version_id),
        "slug": slug,
        "rows": [(text, gap(f"answer{number}"), at) for number, (text, at) in enumerate(rows)],
        "slips": slips,
        "agreed": consent_labels(consents),
        "address": gap("address") if address else "",
        "unread": unread,
        "voice": voice,
        "csrf_token": gap("token"),
        "office": office_now(),
    }
    return pieces(render_to_string("responses/check.html", context))


def pieces(page: str) -> tuple[tuple[str, bool], ...]:
    """The page cut at its gaps: (text, whether it names a gap)."""
    return tuple((piece, number % 2 == 1) for number, piece in enumerate(page.split(GAP)))


@lru_cache(maxsize=1024)
def drawn(
    version_id: int, question_id: str, answer: Answer, voice: str, language: str, minute: int
) -> tuple[tuple[str, bool], ...]:
    """The page of a question in pieces, its options chosen as in the answer."""
    question = spoken(in_own_words(version_id).by_id[question_id], voice)
    initial = gaps_of(question) if question.kind in TYPED else initial_of(question, answer)
    form = QuestionForm(question, initial=initial, said=with_gaps(question))
    page = render(version_id, form, answer, token=gap("token"), back=gap("back"), place=gap("place"))
    return pieces(page)


def render(version_id: int, form: QuestionForm, answer: Answer | None, **filled: str) -> str:
    """The page drawn afresh, with the form's errors if it has any."""
    context = question_context(in_own_words(version_id), form, answer)
    own = {"version_id": version_id, "office": office_now(), **filled}
    return render_to_string("responses/question.html", {**context, **own})


def question_context(definition: Definition, form: QuestionForm, answer: Answer | None) -> dict[str, Any]:
    """What the page of a question shows of the survey itself."""
    question = form.question
    return {
        "form": form,
        "question": question,
        "definition": definition,
        "section": section_opened_by(definition, question),
        "clip": definition.clips.get(question.id, ""),
        "silence": answer.silence if answer else None,
        "recorded": bool(answer and answer.recording),
        "silences": [NoAnswer(silence) for silence in question.silences if silence != NoAnswer.SKIPPED],
    }


def section_opened_by(definition: Definition, question: Question) -> Any:
    """The section that begins with this question, so that its note is read before it."""
    first = next((other for other in definition.questions if other.section == question.section), None)
    return definition.section_of(question) if first is question else None
