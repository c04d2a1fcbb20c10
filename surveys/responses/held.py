"""What a draft holds while somebody is on their way through a survey."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import Consent


@dataclass(frozen=True)
class Held:
    """Answers by question id; consents once that page was passed (None before); an address if one was left."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    consents: frozenset[Consent] | None = None
    address: str = ""

    def with_answer(self, question_id: str, answer: Answer) -> Self:
        return replace(self, answers={**self.answers, question_id: answer})

    def with_consents(self, consents: frozenset[Consent], address: str) -> Self:
        return replace(self, consents=consents, address=address)

    def as_text(self) -> str:
        parts: dict[str, Any] = {"answers": {id_: answer.as_json() for id_, answer in self.answers.items()}}
        if self.consents is not None:
            parts |= {"consents": sorted(self.consents), "address": self.address}
        return json.dumps(parts)

    @classmethod
    def from_text(cls, text: str) -> Self:
        parts = json.loads(text)
        answers = {id_: Answer.from_json(answer) for id_, answer in parts["answers"].items()}
        consents = frozenset(map(Consent, parts["consents"])) if "consents" in parts else None
        return cls(answers, consents, parts.get("address", ""))
