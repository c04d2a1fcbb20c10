"""Finds what could name or reach somebody in free text, so that a person can take it out before it is published.

It suggests; a person decides. It finds what has a shape (an address, a number, a date), never a name or a place told
in words. Every pattern reads the text once: repeated parts are bounded or possessive, so no text makes it slow.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What was found; the value is the neutral mark that stands in its place."""

    EMAIL = "[email address]"
    WEB = "[web address]"
    HANDLE = "[account name]"
    NHS_NUMBER = "[NHS number]"
    CRIME_REFERENCE = "[crime reference]"
    TELEPHONE = "[telephone number]"
    DATE_OF_BIRTH = "[date of birth]"
    POSTCODE = "[postcode]"


@dataclass(frozen=True, order=True)
class Span:
    """A part of a text, from `start` up to but without `end`. Raises ValueError when it is empty."""

    start: int
    end: int
    kind: Kind

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"A span from {self.start} to {self.end} marks nothing.")


_GAP: Final = r"[ \-.\u00a0\u2010-\u2013]"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}+"
_DAY: Final = (
    r"(?:[0-3]?\d[/.\- ][01]?\d[/.\- ](?:19|20)?\d\d"
    rf"|[0-3]?\d(?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTH},?[ ](?:19|20)?\d\d"
    rf"|{_MONTH}[ ][0-3]?\d(?:st|nd|rd|th)?,?[ ](?:19|20)\d\d"
    r"|(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)"
)
_BORN: Final = r"\b(?:born(?:[ ]on)?|d\.?[ ]?o\.?[ ]?b\.?|date[ ]of[ ]birth|birthday)(?:[ ](?:is|was))?[ :\-]{0,3}+"

_PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.WEB, r"(?:\bhttps?://|\bwww\.)[^\s<>\"'()\[\]]++"),
        (Kind.WEB, r"(?<![\w.@\-])(?:[a-z0-9\-]{1,63}+\.){1,4}(?:com|org|net|uk|info|io|me|co)\b(?:/[^\s<>\"']*+)?"),
        (Kind.EMAIL, r"(?<![\w.+%\-])[\w.+%\-]{1,64}+@[\w\-]{1,63}+(?:\.[\w\-]{1,63}+){1,8}+"),
        (Kind.HANDLE, r"(?<![\w@.])@\w(?:[\w.]{0,29}\w)?"),
        (Kind.DATE_OF_BIRTH, rf"{_BORN}{_DAY}"),
        (Kind.CRIME_REFERENCE, r"(?<![\w/])\d{2}[a-z0-9]?/?\d{4,7}/\d{2}(?!\d)"),
        (Kind.CRIME_REFERENCE, r"(?<![\w/])\d{2}\*\d{4,7}(?!\d)|(?<![\w/])\d{2}0{2,4}\d{6,7}(?!\d)"),
        (Kind.CRIME_REFERENCE, r"\b(?:crime|incident|reference|ref|occurrence)[ ]?(?:no\.?|number|ref\.?|reference)?"
         r"[ :#\-]{0,3}+[a-z]{0,4}[/\- ]?\d[\d/\-*]{4,14}+"),
        (Kind.TELEPHONE, rf"(?<![\w+])(?:\+|00){_GAP}?44{_GAP}?(?:\(0\))?{_GAP}?\d(?:{_GAP}?\d){{8,9}}(?!\d)"),
        (Kind.TELEPHONE, rf"(?<![\w+(])\(?0(?:{_GAP}?\d){{1,5}}\)?(?:{_GAP}?\d){{5,9}}(?!\d)"),
        (Kind.POSTCODE, r"(?<!\w)(?:GIR[ ]?0AA|[A-Z]{1,2}\d[A-Z\d]?[ \u00a0]{0,2}\d[ABD-HJLNP-UW-Z]{2})(?!\w)"),
    )
)  # fmt: skip
_NHS: Final = re.compile(rf"(?<![\d+])\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{4}}(?!\d)")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_LONG_NUMBER: Final = re.compile(r"\d{6,}+")


def suggest(text: str) -> list[Span]:
    """What in the text could name or reach somebody, in order and without overlaps (the longer one is kept).

    Finds e-mail and web addresses, account names with @, United Kingdom telephone numbers and postcodes, crime
    references, NHS numbers with a right check digit, and dates that are called a birth.
    """
    found = [
        Span(match.start(), match.end() - _full_stops(match[0]), kind)
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
        if kind is not Kind.TELEPHONE or _is_telephone(match[0])
    ]
    found += [Span(m.start(), m.end(), Kind.NHS_NUMBER) for m in _NHS.finditer(text) if _is_nhs_number(m[0])]
    return _without_overlaps(found)


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with a neutral mark for each span. Raises ValueError when spans overlap or lie outside the text."""
    pieces, at = [], 0
    for span in sorted(spans):
        if span.start < at or span.end > len(text):
            raise ValueError("Spans must lie within the text and not overlap.")
        pieces += [text[at : span.start], span.kind.value]
        at = span.end
    return "".join([*pieces, text[at:]])


def scrub(text: str) -> str:
    """The text as it may stand on one line of a log: nothing that `suggest` finds, no long number, no line break."""
    line = _CONTROLS.sub(" ", text)
    return _LONG_NUMBER.sub("[number]", redact(line, suggest(line)))


def _without_overlaps(found: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = Span(kept[-1].start, span.end, kept[-1].kind)
    return kept


def _full_stops(found: str) -> int:
    """How many marks at the end belong to the sentence and not to what was found."""
    return len(found) - len(found.rstrip(".,;:!?"))


def _is_telephone(found: str) -> bool:
    digits = re.sub(r"\D", "", found.replace("(0)", ""))
    return len(digits) in (10, 11) if digits.startswith("0") and not digits.startswith("00") else len(digits) > 10


def _is_nhs_number(found: str) -> bool:
    """The tenth digit checks the first nine, modulo 11 (NHS Data Dictionary)."""
    digits = [int(digit) for digit in found if digit.isdecimal()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10 and len(set(digits)) > 1
