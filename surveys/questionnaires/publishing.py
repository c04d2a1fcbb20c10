"""What must be right before a survey is published. Each problem is a sentence for the person who wrote it.

Pure, but for `problems_on`, which takes the office's own facts in first. Rules have a file of their own."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from surveys.questionnaires.choices import CLOSED, OF_THE_OFFICE, SEALED, Consent, NoAnswer, QuestionKind
from surveys.questionnaires.compact import MOST_OPTIONS, MOST_RANKED, MOST_ROWS
from surveys.questionnaires.definitions import Definition, DefinitionError, Question, parse
from surveys.questionnaires.office_facts import rights_on, with_office_facts
from surveys.questionnaires.piping import places_in
from surveys.questionnaires.publishing_checks import of_checks
from surveys.questionnaires.publishing_rules import of_order, of_rule
from surveys.questionnaires.telling import problems_of_telling
from surveys.questionnaires.translating import problems_of_clips, problems_of_translations
from surveys.questionnaires.wording import telling_words

ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
UNKEPT = re.compile("[\ue000\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Signs that no page and no database can hold; the first marks gaps in drawn pages."""
LONGEST_SCALE = 11
MOST_QUESTIONS = 60
LONGEST_TEXT = 20_000
LONGEST_SHORT = 200
MOST_LISTED = {QuestionKind.SINGLE: (2, MOST_OPTIONS), QuestionKind.SEVERAL: (2, MOST_OPTIONS),
               QuestionKind.MATRIX: (1, MOST_ROWS), QuestionKind.RANKING: (2, MOST_RANKED)}  # fmt: skip


def problems_on(raw: dict[str, Any], *, slug: str, day: date) -> list[str]:
    """Every reason why this definition cannot be published on this day; none when it can."""
    return problems(with_office_facts(raw, day=day), slug=slug, rights=rights_on(day))


def problems(raw: dict[str, Any], *, slug: str, rights: frozenset[str] | None = None) -> list[str]:
    """The same of a definition that has the office's facts in it. Rights are looked at if the known ones are given."""
    try:
        definition = parse(raw)
    except DefinitionError as error:
        return [str(error)]
    of_questions = (problem for question in definition.questions for problem in of_question(definition, question))
    unknown = of_rights(definition, rights) if rights is not None else ()
    other_words = [*(words for _, words in problems_of_translations(raw)), *problems_of_clips(raw)]
    return [*of_signs(raw), *of_the_whole(definition, slug), *of_questions, *unknown, *other_words]


def advice(definition: Definition) -> list[str]:
    """What could be better, and stops nobody."""
    last = definition.questions[-1] if definition.questions else None
    if last is None or "good" not in f"{last.id} {last.text}".lower():
        return ["Let the last question ask for something good, so that nobody leaves with only the hard part in mind."]
    return []


def of_signs(raw: dict[str, Any]) -> Iterator[str]:
    if any(map(UNKEPT.search, texts_in(raw))):
        yield "A text holds a sign that cannot be shown. Type that text again."


def texts_in(raw: Any) -> Iterator[str]:
    """Every text anywhere in a definition."""
    waiting = [raw]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part


def of_the_whole(definition: Definition, slug: str) -> Iterator[str]:
    for place, text in (("title", definition.title), ("address", slug)):
        if words := telling_words(str(text)):
            yield f"The {place} can be seen by others, so it must not say: {', '.join(words)}."
    if not 1 <= len(definition.questions) <= MOST_QUESTIONS:
        yield f"A survey has 1 to {MOST_QUESTIONS} questions."
    if len(definition.by_id) != len(definition.questions):
        yield "Two questions have the same id."
    if not isinstance(definition.minutes, int) or not 1 <= definition.minutes <= 60:
        yield "Say how many minutes it takes, from 1 to 60."
    if strange := set(map(str, definition.consents)) - set(Consent):
        yield f"Unknown consents: {', '.join(sorted(strange))}."
    if not all((definition.title, definition.readers, definition.purpose)):
        yield "People must be told the title, who reads it and what happens with it."
    yield from problems_of_telling(definition)


def of_question(definition: Definition, question: Question) -> Iterator[str]:
    where = f"Question {question.position + 1}"
    if not isinstance(question.id, str) or not ID.match(question.id):
        yield f"{where}: its id must be small letters, numbers and _, beginning with a letter."
    if not question.text.strip():
        yield f"{where} has no words."
    if question.section and not definition.section_of(question):
        yield f"{where} names the section {question.section}, which does not exist."
    if set(map(str, question.silences)) - set(NoAnswer):
        yield f"{where} names an unknown way of not answering."
    yield from (f"{where}: {problem}" for problem in of_kind(question))
    broken = list(of_rule(definition, question.show_when))
    yield from (f"{where}: {problem}" for problem in broken or of_order(definition, question))
    yield from (f"{where}: {problem}" for problem in of_places(definition, question))
    yield from (f"{where}: {problem}" for problem in of_checks(definition, question))


def of_kind(question: Question) -> Iterator[str]:
    yield from of_options(question)
    whole = all(type(number) is int for number in (question.low, question.high, question.max_length))
    if not whole:
        yield "its limits must be whole numbers."
    elif question.kind == QuestionKind.SCALE and not (
        0 <= question.low < question.high and len(question.numbers) <= LONGEST_SCALE
    ):
        yield f"a scale goes upwards from 0 or more, with at most {LONGEST_SCALE} steps."
    elif question.kind == QuestionKind.TEXT and not 1 <= question.max_length <= LONGEST_TEXT:
        yield f"its longest text must be 1 to {LONGEST_TEXT:,} letters."
    if question.kind not in CLOSED and question.measures:
        yield "only an answer that is counted can measure something."


def of_options(question: Question) -> Iterator[str]:
    ids = [option.id for option in question.options]
    if question.kind in MOST_LISTED:
        least, most = MOST_LISTED[question.kind]
        if not least <= len(ids) <= most:
            yield f"it needs {least} to {most} {'rows' if question.kind == QuestionKind.MATRIX else 'options'}."
        if not all(isinstance(id_, str) and ID.match(id_) for id_ in ids) or len(set(ids)) != len(ids):
            yield "each option needs an id of its own, in small letters, numbers and _."
        if not all(isinstance(option.text, str) and option.text.strip() for option in question.options):
            yield "each option needs words."
    elif question.kind in OF_THE_OFFICE:
        if len(ids) > MOST_OPTIONS:
            yield f"the office has more than {MOST_OPTIONS} of these, which is too many for one question."
    elif ids:
        yield "this kind has no options."


def of_places(definition: Definition, question: Question) -> Iterator[str]:
    """Texts may say again what was answered before, if it was closed."""
    texts = (question.asked, question.asked_help, question.for_helper, question.for_young)
    for place in dict.fromkeys(places_in(" ".join(texts))):
        other = definition.by_id.get(place.question)
        if other is None:
            yield f"its text says the answer to {place.question}, which does not exist."
        elif other.position >= question.position:
            yield f"its text says the answer to {other.id}, which comes later."
        elif other.kind in SEALED:
            yield f"its text says the answer to {other.id}, which is in own words. Only closed answers can be repeated."
        elif other.kind not in CLOSED:
            yield f"its text says the answer to {other.id}, which has none."


def of_rights(definition: Definition, known: frozenset[str]) -> Iterator[str]:
    for question in definition.questions:
        if strange := sorted({str(right) for right in question.rights} - known):
            where = f"Question {question.position + 1}"
            yield f"{where} names a right that is not in the Victims' Code: {', '.join(strange)}."
