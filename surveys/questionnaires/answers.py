"""One person's answer to one question, as it is held while they are on their way."""

from dataclasses import dataclass, field
from typing import Any, Self

from surveys.questionnaires.choices import NoAnswer


@dataclass(frozen=True)
class Answer:
    """Options chosen (by id; of a ranking in its order), a number, a value for each row, words, or the way in which it
    was not answered. A month is the number of months since the year 0: `year * 12 + month - 1`. `recording` holds the
    key to a recording while it is in a draft, and `SENT` afterwards."""

    chosen: tuple[str, ...] = ()
    number: int | None = None
    words: str = ""
    silence: NoAnswer | None = None
    rows: tuple[tuple[str, int], ...] = ()
    recording: str = field(default="", repr=False)

    @property
    def given(self) -> bool:
        return bool(self.chosen or self.words or self.rows or self.recording) or self.number is not None

    def of_row(self, row: str) -> Self:
        """The answer to one row of a matrix, as if it had been asked alone."""
        return type(self)(number=dict(self.rows).get(row), silence=self.silence)

    def as_json(self) -> dict[str, Any]:
        parts = {"chosen": list(self.chosen), "number": self.number, "words": self.words, "silence": self.silence}
        parts |= {"rows": dict(self.rows), "recording": self.recording}
        return {name: part for name, part in parts.items() if part not in ([], {}, None, "")}

    @classmethod
    def from_json(cls, parts: dict[str, Any]) -> Self:
        silence = parts.get("silence")
        return cls(
            tuple(parts.get("chosen", ())),
            parts.get("number"),
            parts.get("words", ""),
            NoAnswer(silence) if silence else None,
            tuple(parts.get("rows", {}).items()),
            parts.get("recording", ""),
        )


SENT = "sent"
SKIPPED = Answer(silence=NoAnswer.SKIPPED)


def month_number(year: int, month: int) -> int:
    return year * 12 + month - 1


def year_and_month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1
