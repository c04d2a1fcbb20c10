"""Every line that a person reads in a survey, and how long reading it takes."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from surveys.questionnaires.choices import CONSENT_HINTS, OF_THE_OFFICE, Consent, QuestionKind
from surveys.questionnaires.definitions import Definition, Question, parse
from surveys.questionnaires.editing import ABOUT, QUESTION, SECTION, WORDS, Raw
from surveys.questionnaires.languages import EASY_READ
from surveys.questionnaires.piping import without_answers
from surveys.questionnaires.translating import in_language

WORDS_A_MINUTE: Final = 150
"""Slow and careful. Adults read plain prose silently at about 240 words a minute (Brysbaert 2019, doi
10.1016/j.jml.2019.104047); people who are upset, tired or read in a second language take longer."""
SECONDS_TO_ANSWER: Final = {
    QuestionKind.STATEMENT: 0,
    QuestionKind.SHORT: 20,
    QuestionKind.TEXT: 60,
    QuestionKind.VOICE: 60,
    QuestionKind.MATRIX: 30,
    QuestionKind.RANKING: 30,
}
SECONDS_TO_CHOOSE: Final = 6


@dataclass(frozen=True)
class Line:
    """`what` names the line for the person who writes it; kind and id lead to where it is edited."""

    what: str
    words: str
    kind: str
    id: str = ""


def lines_of(definition: Definition) -> Iterator[Line]:
    """Every line that somebody wrote for this survey, in the order of reading; empty ones are left out."""
    told = [*about_lines(definition), *section_lines(definition)]
    asked = [line for question in definition.questions for line in question_lines(question)]
    yield from (line for line in [*told, *asked] if line.words.strip())


def about_lines(definition: Definition) -> Iterator[Line]:
    yield Line("The title", definition.title, ABOUT)
    yield Line("“What happens with it”", definition.purpose, ABOUT)
    yield Line("“Who reads it”", definition.readers, ABOUT)
    yield Line("“What we cannot keep private”", definition.limits, ABOUT)


def section_lines(definition: Definition) -> Iterator[Line]:
    for section in definition.sections:
        yield Line("The section's title", section.title, SECTION, section.id)
        yield Line("The note before the section", section.note, SECTION, section.id)


def question_lines(question: Question) -> Iterator[Line]:
    yield Line("The question", question.text, QUESTION, question.id)
    yield Line("The help", question.help, QUESTION, question.id)
    own = () if question.kind in OF_THE_OFFICE else question.options
    yield from (Line(f"“{option.text}”", option.text, QUESTION, question.id) for option in own)
    yield from (Line("The words of a check", check.words, QUESTION, question.id) for check in question.validation)
    if question.kind in (QuestionKind.SCALE, QuestionKind.MATRIX):
        yield Line("The label of the low end", question.low_label, QUESTION, question.id)
        yield Line("The label of the high end", question.high_label, QUESTION, question.id)


def lines_instead(definition: Definition) -> Iterator[Line]:
    """What stands in place of a question for a helper and for somebody under 16; read instead of it, so not counted."""
    for question in definition.questions:
        for what, words in (("helper", question.for_helper), ("person under 16", question.for_young)):
            if words.strip():
                yield Line(f"The question for a {what}", without_answers(words), QUESTION, question.id)


def lines_of_easy_read(raw: Raw, known: Container[str]) -> Iterator[Line]:
    """Every line of the Easy Read edition that differs from the `known` ones."""
    definition = parse(in_language(raw, EASY_READ.key))
    for line in (*lines_of(definition), *lines_instead(definition)):
        if line.words not in known:
            what = f"{EASY_READ.name}, {line.what[:1].lower()}{line.what[1:]}"
            yield Line(what, line.words, WORDS, EASY_READ.key)


def minutes(definition: Definition, asked: Iterable[str]) -> float:
    """How long reading everything on this way and answering it takes, in minutes."""
    wanted = set(asked)
    questions = [question for question in definition.questions if question.id in wanted]
    sections = {question.section for question in questions}
    shown = [
        line.words
        for line in lines_of(definition)
        if line.kind == ABOUT or line.id in (wanted if line.kind == QUESTION else sections)
    ]
    consents = [f"{Consent(one).label} {CONSENT_HINTS[one]}" for one in definition.consents if one in set(Consent)]
    words = sum(len(line.split()) for line in [*shown, *consents])
    answering = sum(SECONDS_TO_ANSWER.get(question.kind, SECONDS_TO_CHOOSE) for question in questions)
    return words / WORDS_A_MINUTE + answering / 60
