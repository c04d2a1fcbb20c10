"""One person's answer to one question, as it is held while they are on their way."""

from dataclasses import dataclass
from typing import Any, Self

from surveys.questionnaires.choices import NoAnswer


@dataclass(frozen=True)
class Answer:
    """Options chosen (by id), a number, words, or the way in which it was not answered."""

    chosen: tuple[str, ...] = ()
    number: int | None = None
    words: str = ""
    silence: NoAnswer | None = None

    @property
    def given(self) -> bool:
        return bool(self.chosen or self.words) or self.number is not None

    def as_json(self) -> dict[str, Any]:
        parts = {"chosen": list(self.chosen), "number": self.number, "words": self.words, "silence": self.silence}
        return {name: part for name, part in parts.items() if part not in ([], None, "")}

    @classmethod
    def from_json(cls, parts: dict[str, Any]) -> Self:
        silence = parts.get("silence")
        return cls(
            tuple(parts.get("chosen", ())),
            parts.get("number"),
            parts.get("words", ""),
            NoAnswer(silence) if silence else None,
        )


SKIPPED = Answer(silence=NoAnswer.SKIPPED)
