"""Words that must not stand where a stranger may see them: in a title, an address or a message."""

import re
from typing import Final
from unicodedata import normalize

TELLING = re.compile(
    r"abus|domestic|violen|victim|survivor|rape|sexual|assault|stalk|testimon|crime|criminal|police|offence|refuge|"
    r"harass|perpetrator|safeguard|suspect|witness|court|referral|support service|burglar|robber|murder|trauma|harm",
    re.IGNORECASE,
)
ELSEWHERE: Final = {
    "pl": r"przemoc|ofiar|przestęp|policj|policyj|gwałt|zgwałc|molest|seksual|napaś|napad|nękan|stalking|sprawc|"
    r"świadk|świadek|prokurat|pokrzywdz|krzywd|zeznan|podejrzan|właman|kradzież|rozbój|rozboj|morderst|zabój|traum|"
    r"schronisk|\bsąd(?:u|owi|em|zie|y|ów|om|ami|ach|ow\w+)?\b",
    "ur": "تشدد|جرم(?!ن)|جرائم|مجرم|پولیس|عدالت|متاثر|زیادتی|بدسلوکی|جنسی|ریپ|ہراس|حملہ|قتل|چوری|ڈکیت|گواہ|ملزم|مظلوم|"
    "پناہ گاہ|صدمہ",
    "pa": "ਹਿੰਸ|ਅਪਰਾਧ|ਜੁਰਮ|ਮੁਜਰਮ|ਪੁਲਿਸ|ਪੁਲੀਸ|ਪੁਲਸ|ਅਦਾਲਤ|ਕਚਹਿਰੀ|ਪੀੜਤ|ਪੀੜਿਤ|ਬਦਸਲੂਕੀ|ਬਲਾਤਕਾਰ|ਜਿਨਸੀ|ਸ਼ੋਸ਼ਣ|ਤਸ਼ੱਦਦ|ਹਮਲਾ|ਕਤਲ|"
    "ਚੋਰੀ|ਡਕੈਤੀ|ਗਵਾਹ|ਸਦਮਾ",
}
"""Stems in the languages of translations; to be read by somebody who grew up with each. English words tell in all."""
TELLING_IN: Final = {language: re.compile(normalize("NFC", stems), re.I) for language, stems in ELSEWHERE.items()}
WRITTEN_ALIKE: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ"})
"""Arabic letters that stand for the Urdu ones where a keyboard has no others."""
TAKEN_BY_PAGES = frozenset(("new", "sets", "import", "back"))
"""Addresses of pages of ours, which no survey can have."""


def telling_words(text: str, language: str = "en") -> list[str]:
    """The telling words in this text, in lower case, each once: those of English and of its own language."""
    own, plain = TELLING_IN.get(language), normalize("NFC", text).translate(WRITTEN_ALIKE)
    found = [*TELLING.findall(plain), *(own.findall(plain) if own else ())]
    return sorted({word.lower() for word in found})


def problem_of_address(slug: str) -> str:
    """Why no survey can stand at this address; empty if one can."""
    if slug in TAKEN_BY_PAGES:
        return "This address belongs to a page of ours. Choose another one"
    words = telling_words(slug)
    return f"Others may see this, so it must not say: {', '.join(words)}" if words else ""
