"""A published survey as typed values. Read from a version's JSON once by each process: a version never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaires.choices import QuestionKind
from surveys.questionnaires.piping import without_answers

Rule = dict[str, Any]

GOOD_THING: dict[str, Any] = {
    "id": "good_thing",
    "kind": "text",
    "text": "What is one good thing that somebody did for you?",
    "help": "It can be small.",
    "max_length": 4000,
}
"""Stands last in every new survey, so that nobody leaves with only the hard part in mind."""


class DefinitionError(ValueError):
    """The definition is not of the shape that a survey has; the message says where."""


@dataclass(frozen=True)
class Option:
    """Something to choose, or a row of a matrix.

    `young` stands for people under 16: they are shown who is there for them, and may go on."""

    id: str
    text: str
    young: bool = False


@dataclass(frozen=True)
class Section:
    """Questions that belong together. `note` prepares people for what comes; if it is `hard`, on a page of its own."""

    id: str
    title: str
    note: str = ""
    hard: bool = False


@dataclass(frozen=True)
class Check:
    """What an answer must be, and what people are told when it is not. See checks.py."""

    op: str
    words: str
    value: Any = None
    question: str = ""


@dataclass(frozen=True)
class Question:
    """One question. Its id stays the same through all versions; its position is its place in the compact answers.

    `text` and `help` can be shown to anybody; `asked` and `asked_help` hold the places for the person's own earlier
    answers (see piping.py). `for_helper` and `for_young` are other words for them (see telling.py). `rights` are keys
    of rights in the Victims' Code that the question is about."""

    id: str
    kind: QuestionKind
    text: str
    position: int
    section: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    low: int = 0
    high: int = 10
    low_label: str = ""
    high_label: str = ""
    max_length: int = 5000
    show_when: Rule | None = None
    measures: str = ""
    for_helper: str = ""
    for_young: str = ""
    silences: tuple[str, ...] = ("not_said", "not_applicable")
    validation: tuple[Check, ...] = ()
    rights: tuple[str, ...] = ()
    asked: str = ""
    asked_help: str = ""

    def option(self, id_: str) -> Option | None:
        return next((option for option in self.options if option.id == id_), None)

    @property
    def numbers(self) -> range:
        """The steps of a scale, or of each row of a matrix."""
        return MATRIX_NUMBERS if self.kind == QuestionKind.MATRIX else range(self.low, self.high + 1)


MATRIX_NUMBERS = range(1, 6)
OWN = frozenset(("position", "asked", "asked_help"))
"""Worked out here; a definition that names them is of another shape."""


@dataclass(frozen=True)
class Definition:
    """What people are told before they begin, the questions, and the consents that are asked for."""

    title: str
    readers: str
    purpose: str
    minutes: int
    questions: tuple[Question, ...]
    sections: tuple[Section, ...] = ()
    consents: tuple[str, ...] = ()
    limits: str = ""
    languages: tuple[str, ...] = ("en",)
    clips: Mapping[str, str] = field(default_factory=dict)
    by_id: dict[str, Question] = field(default_factory=dict, repr=False, compare=False)
    survey: int = field(default=0, compare=False)

    def section_of(self, question: Question) -> Section | None:
        return next((section for section in self.sections if section.id == question.section), None)

    def at(self, number: int) -> Question | None:
        """The question at this place, counted from 1."""
        return self.questions[number - 1] if 1 <= number <= len(self.questions) else None


def parse(raw: dict[str, Any]) -> Definition:
    """The typed form of a definition. Raises `DefinitionError` that says which question is not right."""
    try:
        questions = tuple(question_from(position, part) for position, part in enumerate(raw["questions"]))
        sections = tuple(Section(**part) for part in raw.get("sections", ()))
        told = {name: raw[name] for name in ("title", "readers", "purpose", "minutes")}
        consents = tuple(raw.get("consents", ()))
        by_id = {question.id: question for question in questions}
        told["clips"] = dict(raw.get("clips", {}))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DefinitionError(f"The survey cannot be read: {error}") from error
    return Definition(**told, questions=questions, sections=sections, consents=consents,
                      limits=raw.get("limits", ""), by_id=by_id)  # fmt: skip


def question_from(position: int, part: Mapping[str, Any]) -> Question:
    try:
        if strange := OWN & set(part):
            raise ValueError(f"{', '.join(sorted(strange))} cannot be set")
        kept = {
            "kind": QuestionKind(part["kind"]),
            "options": tuple(Option(**option) for option in part.get("options", ())),
            "silences": tuple(part.get("silences", Question.silences)),
            "validation": tuple(Check(**check) for check in part.get("validation", ())),
            "rights": tuple(part.get("rights", ())),
            "text": without_answers(part["text"]),
            "help": without_answers(part.get("help", "")),
            "asked": part["text"],
            "asked_help": part.get("help", ""),
        }
        return Question(**{**part, **kept}, position=position)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DefinitionError(f"Question {position + 1} cannot be read: {error}") from error
