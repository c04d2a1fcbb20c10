"""A published survey as typed values. Read from a version's JSON once by each process: a version never changes."""

from dataclasses import dataclass, field
from typing import Any

from surveys.questionnaires.choices import QuestionKind

Rule = dict[str, Any]


class DefinitionError(ValueError):
    """The definition is not of the shape that a survey has; the message says where."""


@dataclass(frozen=True)
class Option:
    id: str
    text: str


@dataclass(frozen=True)
class Section:
    """Questions that belong together. `note` prepares people for what comes."""

    id: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Question:
    """One question. Its id stays the same through all versions; its position is its place in the compact answers."""

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
    silences: tuple[str, ...] = ("not_said", "not_applicable")

    def option(self, id_: str) -> Option | None:
        return next((option for option in self.options if option.id == id_), None)

    @property
    def numbers(self) -> range:
        return range(self.low, self.high + 1)


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
    by_id: dict[str, Question] = field(default_factory=dict, repr=False, compare=False)

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
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DefinitionError(f"The survey cannot be read: {error}") from error
    by_id = {question.id: question for question in questions}
    return Definition(**told, questions=questions, sections=sections, consents=consents,
                      limits=raw.get("limits", ""), by_id=by_id)  # fmt: skip


def question_from(position: int, part: dict[str, Any]) -> Question:
    try:
        options = tuple(Option(**option) for option in part.get("options", ()))
        silences = tuple(part.get("silences", ("not_said", "not_applicable")))
        return Question(
            **{**part, "kind": QuestionKind(part["kind"]), "options": options, "silences": silences}, position=position
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DefinitionError(f"Question {position + 1} cannot be read: {error}") from error
