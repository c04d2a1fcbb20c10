"""The part of XPath that XLSForms use to say when a question is shown and what an answer must be, both ways.

    ${heard} = 'yes' and (${age} >= 18 or selected(${helped_by}, 'call'))

Reading gives a tree of what is written; `rules.py` makes a rule of it for the questions of a form."""

import re
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<ref>\$\{\s*[^{}\s]+\s*\})
  | (?P<string>'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”)
  | (?P<number>-?\d+(?:\.\d+)?)
  | (?P<name>[A-Za-z][\w-]*(?::[\w-]+)?)
  | (?P<op><=|>=|!=|=|<|>)
  | (?P<mark>[(),.])
    )""",
    re.VERBOSE,
)
DEEPEST: Final = 20
LONGEST: Final = 4_000
FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


class NotUnderstood(ValueError):
    """This is outside of what we support; the message says what."""


@dataclass(frozen=True)
class Ref:
    """An answer: to the question of this name, or "." for the question itself."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function of the few that we know, with its parts."""

    name: str
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Literal:
    """A text or a number. `text` is how it was written, without its quotes."""

    text: str
    quoted: bool


@dataclass(frozen=True)
class Compared:
    """One thing compared with another; the answer always stands first."""

    left: "Node"
    op: str
    right: "Node"


@dataclass(frozen=True)
class Joined:
    """Several, of which all or any must hold."""

    how: str
    parts: tuple["Node", ...]


Node = Ref | Call | Literal | Compared | Joined
KNOWN: Final = {"not": 1, "selected": 2, "count-selected": 1, "string-length": 1, "today": 0, "date": 1}


def read(text: str) -> Node:
    """The tree of an expression. Raises `NotUnderstood`."""
    if len(text) > LONGEST:
        raise NotUnderstood("this is too long")
    reader = Reader(tokens(text))
    found = reader.any_of(0)
    if reader.now is not None:
        raise NotUnderstood(f"“{reader.now[1]}” is not understood here")
    return found


def tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise NotUnderstood(f"“{text[at : at + 12].strip()}” is not understood")
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


class Reader:
    """Goes through the tokens from left to right."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        self.found, self.at = found, 0

    @property
    def now(self) -> tuple[str, str] | None:
        return self.found[self.at] if self.at < len(self.found) else None

    def take(self, *texts: str) -> str:
        """The text of this token if it is one of these, going on behind it; else empty."""
        if self.now and self.now[1] in texts and self.now[0] != "string":
            self.at += 1
            return self.found[self.at - 1][1]
        return ""

    def need(self, text: str) -> None:
        if not self.take(text):
            there = f"before “{self.now[1]}”" if self.now else "at the end"
            raise NotUnderstood(f"a “{text}” is missing {there}")

    def any_of(self, depth: int) -> Node:
        return self.joined("or", depth)

    def joined(self, word: str, depth: int) -> Node:
        if depth > DEEPEST:
            raise NotUnderstood(f"this is nested more than {DEEPEST} deep")
        below = (lambda: self.joined("and", depth)) if word == "or" else (lambda: self.compared(depth))
        parts = [below()]
        while self.take(word):
            parts.append(below())
        return parts[0] if len(parts) == 1 else Joined("any" if word == "or" else "all", tuple(parts))

    def compared(self, depth: int) -> Node:
        left = self.one(depth)
        op = self.take(*FLIPPED)
        if not op:
            return left
        right = self.one(depth)
        return Compared(right, FLIPPED[op], left) if isinstance(left, Literal) else Compared(left, op, right)

    def one(self, depth: int) -> Node:
        if self.take("("):
            found = self.any_of(depth + 1)
            self.need(")")
            return found
        if self.take("."):
            return Ref(".")
        if self.now is None:
            raise NotUnderstood("something is missing at the end")
        kind, text = self.now
        self.at += 1
        match kind:
            case "ref":
                return Ref(text[2:-1].strip())
            case "string":
                return Literal(text[1:-1], quoted=True)
            case "number":
                return Literal(text, quoted=False)
            case "name":
                return self.call(text, depth)
        raise NotUnderstood(f"“{text}” is not understood here")

    def call(self, name: str, depth: int) -> Node:
        if name not in KNOWN:
            raise NotUnderstood(f"“{name}” is not supported")
        self.need("(")
        parts: list[Node] = []
        while not self.take(")"):
            if parts:
                self.need(",")
            parts.append(self.any_of(depth + 1))
        if len(parts) != KNOWN[name]:
            raise NotUnderstood(f"“{name}” needs {KNOWN[name]} values")
        return Call(name, tuple(parts))


def quoted(text: str) -> str:
    """A text as it stands in an expression. One that holds both kinds of quotes cannot."""
    return f'"{text}"' if "'" in text else f"'{text}'"
