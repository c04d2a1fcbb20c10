"""Words that must not stand where a stranger may see them: in a title, an address or a message."""

import re

TELLING = re.compile(
    r"abus|domestic|violen|victim|survivor|rape|sexual|assault|stalk|testimon|crime|criminal|police|offence|refuge|"
    r"harass|perpetrator|safeguard|suspect|witness|court|referral|support service|burglar|robber|murder|trauma|harm",
    re.IGNORECASE,
)


def telling_words(text: str) -> list[str]:
    """The telling words in this text, in lower case, each once."""
    return sorted({found.lower() for found in TELLING.findall(text)})
