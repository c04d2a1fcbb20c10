"""What to mend, and what to think about, before a survey is published. Each finding leads to what it is about.

A check is a small function that looks at a `Text` and yields findings; `CHECKS` is the list of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from derbyvoice.lib.reading_age import GRADE_TO_AGE, grade, hard_words
from surveys.questionnaires import publishing
from surveys.questionnaires.choices import QuestionKind
from surveys.questionnaires.definitions import Definition, DefinitionError, parse
from surveys.questionnaires.editing import ABOUT, CLIPS, QUESTION, SECTION, WORDS, Raw
from surveys.questionnaires.lines import Line, lines_instead, lines_of, lines_of_easy_read
from surveys.questionnaires.office_facts import rights_on, with_office_facts
from surveys.questionnaires.origins import warnings_of
from surveys.questionnaires.paths import Ways, reach
from surveys.questionnaires.publishing_rules import of_order, of_rule
from surveys.questionnaires.translating import problems_of_clips, problems_of_translations

ERROR, WARNING = "error", "warning"
NOBODY_COMES: Final = "Nobody can ever come to this question: no answers make its conditions true."
NUMBERED = re.compile(r"^Question \d+(?:: | (?=has |names ))")
GROWN_UP: Final = 18
WITH_ENDS: Final = frozenset({QuestionKind.SCALE, QuestionKind.MATRIX})
HARDEST: Final = 6.0
"""The highest Flesch-Kincaid grade that is read easily: an age of about eleven."""


@dataclass(frozen=True)
class Finding:
    """One thing about one question, one section, or what people are told at the beginning."""

    level: str
    words: str
    kind: str = ABOUT
    id: str = ""


@dataclass(frozen=True)
class Text:
    """A survey as it is checked. The ways through it are looked for once, and only where its rules are sound."""

    raw: Raw
    definition: Definition
    slug: str
    day: date

    @cached_property
    def broken(self) -> list[Finding]:
        """What makes a question unfit to be asked or its rule unfit to be followed."""
        every = self.definition.questions
        return [
            Finding(ERROR, without_number(words), QUESTION, question.id)
            for question in every
            for words in publishing.of_question(self.definition, question)
        ]

    @cached_property
    def ways(self) -> Ways | None:
        return reach(self.definition) if self.definition.questions and rules_hold(self.definition) else None


def rules_hold(definition: Definition) -> bool:
    """Whether every rule can be followed: then one can walk through the survey, whatever else there is to mend."""
    return not any(
        problem
        for question in definition.questions
        for problem in (*of_rule(definition, question.show_when), *of_order(definition, question))
    )


def without_number(words: str) -> str:
    """The problem alone, where its question is named beside it."""
    said = NUMBERED.sub("", words)
    return said[:1].upper() + said[1:]


Check = Callable[[Text], Iterator[Finding]]


def the_whole(text: Text) -> Iterator[Finding]:
    told = [*publishing.of_signs(text.raw), *publishing.of_the_whole(text.definition, text.slug)]
    yield from (Finding(ERROR, words) for words in told)


def known_rights(text: Text) -> Iterator[Finding]:
    """Questions name only rights of the Victims' Code that is in force."""
    known = rights_on(text.day)
    for question in text.definition.questions:
        if strange := ", ".join(sorted(set(question.rights) - known)):
            words = f"It names a right that is not in the Victims' Code: {strange}."
            yield Finding(ERROR, words, QUESTION, question.id)


def each_question(text: Text) -> Iterator[Finding]:
    yield from text.broken


def unreachable(text: Text) -> Iterator[Finding]:
    """Questions whose conditions can never be true together, or only on a way that nobody can take."""
    if text.ways is None:
        return
    for question in text.definition.questions:
        if question.id not in text.ways.reached:
            yield Finding(*not_reached(text.ways.whole), QUESTION, question.id)


def not_reached(whole: bool) -> tuple[str, str]:
    if whole:
        return ERROR, NOBODY_COMES
    return WARNING, "We found no answers that lead here, but there are too many ways to try them all."


def easy_to_read(text: Text) -> Iterator[Finding]:
    """Lines that ask more of a reader than an eleven-year-old can do; those of Easy Read too, which is English."""
    written = [*lines_of(text.definition), *lines_instead(text.definition)]
    easy = lines_of_easy_read(text.raw, {line.words for line in written})
    for line in (*written, *easy):
        found = grade(line.words)
        if found is not None and found > HARDEST:
            yield Finding(WARNING, hard_to_read(line, found), line.kind, line.id)


def hard_to_read(line: Line, found: float) -> str:
    long = ", ".join(f"“{word}”" for word in hard_words(line.words)[:4])
    advice = f"Plainer words for {long}, or shorter sentences, would help." if long else "Shorter sentences would help."
    age = round(found) + GRADE_TO_AGE
    readers = f"people of {age}" if age < GROWN_UP else "people who read much"
    return f"{line.what} reads like a text for {readers}. {advice}"


def sections_with_questions(text: Text) -> Iterator[Finding]:
    used = {question.section for question in text.definition.questions}
    for section in text.definition.sections:
        if section.id not in used:
            yield Finding(WARNING, f"The section “{section.title}” has no questions.", SECTION, section.id)


def ends_said(text: Text) -> Iterator[Finding]:
    """A number means nothing until its ends have words."""
    for question in text.definition.questions:
        if question.kind in WITH_ENDS and not (question.low_label and question.high_label):
            yield Finding(WARNING, "Say what the lowest and the highest number mean.", QUESTION, question.id)


def other_words(text: Text) -> Iterator[Finding]:
    """Each language that is begun is whole and of today, and each clip can be opened."""
    wrong = list(problems_of_translations(text.raw))
    yield from (Finding(ERROR, words, WORDS, language) for language, words in wrong)
    if all(language for language, _ in wrong):
        yield from (Finding(WARNING, words, WORDS, language) for language, words in warnings_of(text.raw))
    yield from (Finding(ERROR, words, WORDS, CLIPS) for words in problems_of_clips(text.raw))


def good_thing_last(text: Text) -> Iterator[Finding]:
    """People should leave with something good in mind."""
    last = text.definition.questions[-1:]
    if last:
        yield from (Finding(WARNING, words, QUESTION, last[0].id) for words in publishing.advice(text.definition))


CHECKS: Final[tuple[Check, ...]] = (
    the_whole,
    each_question,
    known_rights,
    unreachable,
    sections_with_questions,
    ends_said,
    other_words,
    easy_to_read,
    good_thing_last,
)


def findings(raw: Raw, *, slug: str, day: date) -> list[Finding]:
    """Everything that the checks find on this day: what must be mended first, then what to think about."""
    text = text_of(raw, slug, day)
    if isinstance(text, str):
        return [Finding(ERROR, text)]
    found = [finding for check in CHECKS for finding in check(text)]
    return sorted(found, key=lambda finding: finding.level != ERROR)


def text_of(raw: Raw, slug: str, day: date) -> Text | str:
    """The survey with the office's lists of the day; words that say why it cannot be read."""
    full = with_office_facts(raw, day=day)
    try:
        return Text(full, parse(full), slug, day)
    except DefinitionError as error:
        return str(error)


def refusals(raw: Raw, *, slug: str, day: date) -> list[str]:
    """A sentence for each reason why this cannot be published on this day."""
    text = text_of(raw, slug, day)
    said = publishing.problems_on(raw, slug=slug, day=day)
    if said or isinstance(text, str):
        return said
    lost = [finding for finding in unreachable(text) if finding.level == ERROR]
    return [f"Question {text.definition.by_id[one.id].position + 1}: {one.words}" for one in lost]
