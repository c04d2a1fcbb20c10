"""Earlier answers inside a text: ${name} as XLSForms say it, {id} as we do."""

import re
from collections.abc import Mapping
from typing import Final

from surveys.questionnaires.choices import CLOSED
from surveys.questionnaires.xlsforms.expressions import NotUnderstood
from surveys.questionnaires.xlsforms.rules import Known

NAMED: Final = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


def with_places(text: str, known: Mapping[str, Known]) -> str:
    """The text with places for earlier closed answers. Raises `NotUnderstood` for any other name."""

    def place(found: re.Match[str]) -> str:
        question = known.get(found[1])
        if question is None:
            raise NotUnderstood(f"there is no question “{found[1]}” before this one that comes in")
        if question.kind not in CLOSED or question.row:
            raise NotUnderstood(f"“{found[1]}” cannot be said again: only closed answers can")
        return "{" + question.id + "}"

    return NAMED.sub(place, text)
