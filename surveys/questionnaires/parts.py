"""What can be said of a question of each kind. A new kind needs its line here, and the pages follow."""

from dataclasses import dataclass
from typing import Final

from surveys.questionnaires.choices import QuestionKind
from surveys.questionnaires.editing import Raw

ENDS = ("low_label", "high_label")


@dataclass(frozen=True)
class Parts:
    """`fits` says when to choose the kind; `fields` are its keys in a definition, beside those that every kind has."""

    fits: str
    fields: tuple[str, ...] = ()
    silences: bool = True

    @property
    def options(self) -> bool:
        return "options" in self.fields


PARTS: Final[dict[str, Parts]] = {
    QuestionKind.SINGLE: Parts("People choose one answer from a list.", ("options", "measures")),
    QuestionKind.SEVERAL: Parts("People tick as many answers as they like.", ("options",)),
    QuestionKind.SCALE: Parts("A number between two ends, such as 0 to 10.", ("low", "high", *ENDS, "measures")),
    QuestionKind.MATRIX: Parts("Up to ten things, each marked from 1 to 5.", ("options", *ENDS)),
    QuestionKind.RANKING: Parts("Up to seven things, the most important first.", ("options",)),
    QuestionKind.NUMBER: Parts("How many, or how often."),
    QuestionKind.MONTH: Parts("When something was. A month is enough, and easier to remember than a day."),
    QuestionKind.DISTRICT: Parts("Where somebody lives, by the office's own list."),
    QuestionKind.COHORT: Parts("Which group somebody belongs to, by the office's own list."),
    QuestionKind.SHORT: Parts("One line of their own. It is sealed.", ("max_length",)),
    QuestionKind.TEXT: Parts("As much as they want to say. It is sealed.", ("max_length",)),
    QuestionKind.VOICE: Parts("They speak instead of writing. It is sealed."),
    QuestionKind.STATEMENT: Parts("Words to read. Nothing is asked.", silences=False),
}
OF_SOME_KINDS: Final = frozenset(name for parts in PARTS.values() for name in parts.fields)
BEGINNINGS: Final[dict[str, Raw]] = {
    QuestionKind.SCALE: {"low": 0, "high": 10, "low_label": "not at all", "high_label": "very"},
    QuestionKind.MATRIX: {"low_label": "not at all", "high_label": "very"},
    QuestionKind.SHORT: {"max_length": 200},
    QuestionKind.TEXT: {"max_length": 4000},
}


def new_question(kind: str, *, section: str = "") -> Raw:
    """A question of this kind as it stands before its words are written."""
    begun: Raw = {"id": "", "kind": kind, "text": "", **BEGINNINGS.get(kind, {})}
    return {**begun, "section": section} if section else begun
