"""Words that must not stand where a stranger may see them: in a title, an address or a message."""

import re

TELLING = re.compile(
    r"abus|domestic|violen|victim|survivor|rape|sexual|assault|stalk|testimon|crime|criminal|police|offence|refuge|"
    r"harass|perpetrator|safeguard|suspect|witness|court|referral|support service|burglar|robber|murder|trauma|harm",
    re.IGNORECASE,
)
TAKEN_BY_PAGES = frozenset(("new", "sets", "import", "back"))
"""Addresses of pages of ours, which no survey can have."""


def telling_words(text: str) -> list[str]:
    """The telling words in this text, in lower case, each once."""
    return sorted({found.lower() for found in TELLING.findall(text)})


def problem_of_address(slug: str) -> str:
    """Why no survey can stand at this address; empty if one can."""
    if slug in TAKEN_BY_PAGES:
        return "This address belongs to a page of ours. Choose another one"
    words = telling_words(slug)
    return f"Others may see this, so it must not say: {', '.join(words)}" if words else ""
