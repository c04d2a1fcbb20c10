"""Answers in words: one person's closed answer, and what each code of a tally stands for."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from surveys.questionnaires.answers import Answer, year_and_month
from surveys.questionnaires.choices import ONE_OF, QuestionKind
from surveys.questionnaires.compact import STEPS
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.piping import Place, filled

MONTHS = (_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
          _("September"), _("October"), _("November"), _("December"))  # fmt: skip
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
BANDS = (0, 1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Numbers are shown in bands that never move, so that two results of one survey can be compared and not subtracted."""
MANY = frozenset({QuestionKind.SEVERAL, QuestionKind.MATRIX, QuestionKind.RANKING})
"""One person is counted under several codes."""


def month_words(number: int) -> str:
    year, month = year_and_month(number)
    return f"{gettext(MONTHS[month - 1])} {year}"


def of_five(value: int) -> str:
    return gettext("%(number)s of 5") % {"number": value}


def closed_words(question: Question, answer: Answer) -> str:
    """A closed answer as a person would say it; empty when there is none."""
    if not answer.given:
        return ""
    texts = {option.id: option.text for option in question.options}
    match question.kind:
        case QuestionKind.SCALE:
            return gettext("%(number)s out of %(most)s") % {"number": answer.number, "most": question.high}
        case QuestionKind.NUMBER:
            return f"{answer.number:,}"
        case QuestionKind.MONTH:
            return month_words(answer.number or 0)
        case QuestionKind.VOICE:
            return gettext("A voice recording")
        case QuestionKind.MATRIX:
            return "; ".join(f"{texts[row]}: {of_five(value)}" for row, value in answer.rows)
        case QuestionKind.RANKING:
            return "; ".join(f"{place}. {texts[id_]}" for place, id_ in enumerate(answer.chosen, start=1))
    return ", ".join(texts[id_] for id_ in texts if id_ in answer.chosen)


def asked(text: str, questions: Mapping[str, Question], answers: Mapping[str, Answer]) -> str:
    """A text with this person's earlier closed answers in it (see piping.py)."""
    return filled(text, teller(questions, answers))


def teller(questions: Mapping[str, Question], answers: Mapping[str, Answer]) -> Callable[[Place], str]:
    def said(place: Place) -> str:
        question, answer = questions.get(place.question), answers.get(place.question)
        return (closed_words(question, answer) if question and answer else "") or place.without

    return said


def labels_of(question: Question, codes: Iterable[int] = ()) -> dict[str, tuple[int, ...]]:
    """What a table of answers shows: each line's words, with the codes of a tally that are counted in it.

    `codes` are those that were counted: a number has no end, so its lines depend on them. Silences are not in it."""
    match question.kind:
        case kind if kind in ONE_OF or kind == QuestionKind.SEVERAL:
            return {option.text: (place,) for place, option in enumerate(question.options, start=1)}
        case QuestionKind.SCALE:
            return {str(number): (number,) for number in question.numbers}
        case QuestionKind.MATRIX:
            return {f"{row.text}: {value}": (place * STEPS + value,)
                    for place, row in enumerate(question.options, start=1) for value in question.numbers}  # fmt: skip
        case QuestionKind.RANKING:
            return {f"{option.text}: {PLACES[rank]}": (place * STEPS + rank + 1,)
                    for place, option in enumerate(question.options, start=1)
                    for rank in range(len(question.options))}  # fmt: skip
        case QuestionKind.NUMBER:
            return bands(codes)
        case QuestionKind.MONTH:
            return years(codes)
        case QuestionKind.VOICE:
            return {"Said something": (1,)}
        case QuestionKind.STATEMENT:
            return {}
    return {"Wrote something": (1,)}


def bands(codes: Iterable[int]) -> dict[str, tuple[int, ...]]:
    """Numbers by band, from the lowest band to the highest."""
    found = sorted(code for code in set(codes) if code >= 0)
    tops = (*BANDS[1:], None)
    return {
        band_words(low, top): tuple(code for code in found if low <= code and (top is None or code < top))
        for low, top in zip(BANDS, tops, strict=True)
    }


def band_words(low: int, top: int | None) -> str:
    if top is None:
        return f"{low:,} or more"
    return str(low) if top == low + 1 else f"{low:,} to {top - 1:,}"


def years(codes: Iterable[int]) -> dict[str, tuple[int, ...]]:
    """Months by year, without a gap."""
    found = sorted(code for code in set(codes) if code >= 0)
    if not found:
        return {"Any month": ()}
    spread = range(found[0] // 12, found[-1] // 12 + 1)
    return {str(year): tuple(code for code in found if code // 12 == year) for year in spread}
