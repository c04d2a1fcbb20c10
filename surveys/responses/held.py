"""What a draft holds while somebody is on their way through a survey."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import Consent


@dataclass(frozen=True)
class Held:
    """Answers by question id; consents once that page was passed (None before); an address if one was left.

    `noted` names the hard sections whose note was read. Return words asked for while writing are in `words` until they
    are noted; `way_back` is the key that they give, with which the response can be found too. Who was asked in a wave
    of the panel brings the wave and a pseudonym along; nothing else tells of them."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    consents: frozenset[Consent] | None = None
    address: str = ""
    noted: frozenset[str] = frozenset()
    words: str = ""
    way_back: str = field(default="", repr=False)
    wave: int | None = None
    pseudonym: str = ""
    language: str = "en"

    @property
    def lacks_address(self) -> bool:
        """Whether contact is allowed and nobody could be reached."""
        return Consent.CONTACT in (self.consents or ()) and not self.address

    def with_answer(self, question_id: str, answer: Answer) -> Self:
        return replace(self, answers={**self.answers, question_id: answer})

    def with_consents(self, consents: frozenset[Consent], address: str) -> Self:
        return replace(self, consents=consents, address=address)

    def with_noted(self, section: str) -> Self:
        return replace(self, noted=self.noted | {section})

    def with_words(self, words: str, way_back: str) -> Self:
        return replace(self, words=words, way_back=way_back)

    def as_text(self) -> str:
        parts: dict[str, Any] = {"answers": {id_: answer.as_json() for id_, answer in self.answers.items()}}
        if self.consents is not None:
            parts |= {"consents": sorted(self.consents), "address": self.address}
        if self.wave:
            parts |= {"wave": self.wave, "pseudonym": self.pseudonym}
        if self.language != "en":
            parts["language"] = self.language
        if self.noted:
            parts["noted"] = sorted(self.noted)
        parts |= {name: value for name, value in (("words", self.words), ("way_back", self.way_back)) if value}
        return json.dumps(parts)

    @classmethod
    def from_text(cls, text: str) -> Self:
        parts = json.loads(text)
        answers = {id_: Answer.from_json(answer) for id_, answer in parts["answers"].items()}
        consents = frozenset(map(Consent, parts["consents"])) if "consents" in parts else None
        address, noted = parts.get("address", ""), frozenset(parts.get("noted", ()))
        others = {name: parts[name] for name in ("words", "way_back", "wave", "pseudonym", "language") if name in parts}
        return cls(answers, consents, address, noted, **others)
