"""Expressions of an XLSForm as rules and checks. `rules_out` is the other way."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from surveys.questionnaires.answers import year_and_month
from surveys.questionnaires.choices import LISTED, NUMERIC, SEALED, QuestionKind
from surveys.questionnaires.compact import MOST_NUMBER
from surveys.questionnaires.logic import number_of
from surveys.questionnaires.xlsforms.expressions import (
    Call,
    Compared,
    Joined,
    Literal,
    Node,
    NotUnderstood,
    Ref,
    read,
)

Rule = dict[str, Any]
MONTH: Final = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])(-|\Z)", re.ASCII)


@dataclass(frozen=True)
class Known:
    """A question as expressions name it. `options` are ids by the names that the form gives them."""

    id: str
    kind: QuestionKind
    position: int
    options: Mapping[str, str] = field(default_factory=dict)
    row: str = ""


class Rules:
    """Expressions of one form: names are those of its questions, and a question may only look back."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self.known = known

    def rule(self, text: str, *, before: int) -> Rule:
        """What “relevant” says. `before` is the position of the question that it belongs to. Raises `NotUnderstood`."""
        return self.rule_of(read(text), before)

    def rule_of(self, node: Node, before: int) -> Rule:
        if isinstance(node, Joined):
            return {"op": node.how, "of": [self.rule_of(part, before) for part in node.parts]}
        if isinstance(node, Call) and node.name == "not":
            return {"op": "not", "of": [self.rule_of(node.parts[0], before)]}
        if isinstance(node, Call) and node.name == "selected":
            return self.selected(node, before)
        if isinstance(node, Compared) and isinstance(node.left, Ref):
            return self.compared(self.found(node.left, before), node.op, node.right)
        raise NotUnderstood("only answers can be compared here, with =, !=, <, <=, >, >=, selected(), and, or, not()")

    def found(self, ref: Node, before: int) -> Known:
        if not isinstance(ref, Ref) or ref.name == ".":
            raise NotUnderstood("say which question is meant, like ${name}")
        known = self.known.get(ref.name)
        if known is None:
            raise NotUnderstood(f"there is no question “{ref.name}” here that comes in")
        if known.position >= before:
            raise NotUnderstood(f"“{ref.name}” comes later; a question may only look back")
        return known

    def selected(self, node: Call, before: int) -> Rule:
        known = self.found(node.parts[0], before)
        return {**subject(known), "op": "includes", "value": option_of(known, node.parts[1])}

    def compared(self, known: Known, op: str, other: Node) -> Rule:
        if isinstance(other, Literal) and other.quoted and not other.text:
            if op not in ("=", "!="):
                raise NotUnderstood("nothing is neither larger nor smaller")
            return {**subject(known), "op": "answered", "value": op == "!="}
        if known.kind in NUMERIC or known.row:
            return numbered(known, op, value_of(known, other))
        if known.kind in LISTED and op in ("=", "!="):
            found = {**subject(known), "op": "is", "value": option_of(known, other)}
            return found if op == "=" else {"op": "not", "of": [found]}
        if known.kind in SEALED:
            raise NotUnderstood("people's own words are sealed: only whether there are any can be asked")
        raise NotUnderstood("options are neither larger nor smaller than others")


def subject(known: Known) -> Rule:
    return {"question": known.id, **({"row": known.row} if known.row else {})}


def option_of(known: Known, node: Node) -> str:
    if not isinstance(node, Literal):
        raise NotUnderstood("compare it with one of its choices")
    if known.kind not in LISTED:
        raise NotUnderstood("this question has no choices")
    if node.text not in known.options:
        raise NotUnderstood(f"“{node.text}” is not one of its choices")
    return known.options[node.text]


def value_of(known: Known, node: Node) -> Any:
    """A whole number, or for a month its year and month."""
    if known.kind == QuestionKind.MONTH:
        return month_in(node)
    if not isinstance(node, Literal):
        raise NotUnderstood("compare it with a number")
    try:
        value = float(node.text)
    except ValueError as error:
        raise NotUnderstood(f"“{node.text}” is no number") from error
    return int(value) if value.is_integer() else value


def month_in(node: Node) -> str:
    literal = node.parts[0] if isinstance(node, Call) and node.name == "date" else node
    text = literal.text if isinstance(literal, Literal) else ""
    if MONTH.match(text):
        return text[:7]
    raise NotUnderstood("compare a month with a date, like date('2025-03-01')")


def numbered(known: Known, op: str, value: Any) -> Rule:
    """Answers are whole numbers: more than 5 is 6 or more. Months go by their number."""
    if isinstance(value, str):
        return {**subject(known), **monthly(op, value)} if op != "!=" else negated(known, value)
    if isinstance(value, float):
        raise NotUnderstood("numbers here are whole")
    if op == "!=":
        return negated(known, value)
    shifted = value + 1 if op == ">" else value - 1 if op == "<" else value
    if not 0 <= shifted <= MOST_NUMBER:
        raise NotUnderstood("numbers here go from 0 upwards")
    return {**subject(known), "op": OPS[op], "value": shifted}


OPS = {">": "at_least", ">=": "at_least", "<": "at_most", "<=": "at_most", "=": "equals"}


def negated(known: Known, value: Any) -> Rule:
    return {"op": "not", "of": [{**subject(known), "op": "equals", "value": value}]}


def monthly(op: str, value: str) -> Rule:
    if op in (">", "<"):
        year, month = year_and_month(number_of(value) + (1 if op == ">" else -1))
        value = f"{year:04d}-{month:02d}"
    return {"op": OPS[op], "value": value}


# Checks

Limits = tuple[list[dict[str, Any]], int | None]
"""Checks, and the longest text where the expression sets one."""


def checks_of(rules: Rules, text: str, *, known: Known, words: str) -> Limits:
    """What “constraint” says of the question itself. Raises `NotUnderstood`."""
    node = read(text)
    parts = list(node.parts) if isinstance(node, Joined) and node.how == "all" else [node]
    checks, longest = [], None
    for part in parts:
        if not isinstance(part, Compared):
            raise NotUnderstood("only limits joined with “and” are supported here, like . >= 1 and . <= 10")
        limit = letters_limit(part)
        if limit is not None:
            longest = limit
        elif check := check_of(rules, part, known):
            checks.append({**check, "words": words or default_words(check)})
    return checks, longest


def letters_limit(part: Compared) -> int | None:
    """string-length(.) <= 500 is the longest that a text may be."""
    left, right = part.left, part.right
    if isinstance(left, Call) and left.name == "string-length" and part.op in ("<", "<=") and is_self(left.parts[0]):
        limit = whole(right) - (part.op == "<")
        return max(limit, 1)
    return None


def is_self(node: Node) -> bool:
    return isinstance(node, Ref) and node.name == "."


def whole(node: Node) -> int:
    if isinstance(node, Literal) and node.text.isdecimal():
        return int(node.text)
    raise NotUnderstood("compare it with a whole number")


def check_of(rules: Rules, part: Compared, known: Known) -> dict[str, Any] | None:
    """One limit; None where it says nothing, since answers are never below 0."""
    left = part.left
    if isinstance(left, Call) and is_self(left.parts[0]):
        return counted(left.name, part, known)
    if not is_self(left):
        raise NotUnderstood("say what “.”, the answer itself, must be")
    if isinstance(part.right, Ref):
        other = rules.found(part.right, known.position)
        if part.op not in ("<=", ">=", "=") or other.kind != known.kind or known.kind not in NUMERIC:
            raise NotUnderstood("only two numbers can be compared, with <=, >= or =")
        return {"op": OPS[part.op], "question": other.id}
    if isinstance(part.right, Call) and part.right.name == "today":
        if known.kind != QuestionKind.MONTH or part.op not in ("<", "<="):
            raise NotUnderstood("only a month can be compared with today, with <=")
        return {"op": "not_in_future"}
    return plain_limit(part, known)


def plain_limit(part: Compared, known: Known) -> dict[str, Any] | None:
    if known.kind not in NUMERIC:
        raise NotUnderstood("only numbers and months can be limited like this")
    value = value_of(known, part.right)
    if part.op == "!=":
        raise NotUnderstood("“!=” cannot be checked")
    if isinstance(value, int) and part.op in (">", ">=") and value + (part.op == ">") <= 0:
        return None
    if isinstance(value, int) and part.op in ("<", "<=") and value > MOST_NUMBER:
        return None
    rule = numbered(known, part.op, value)
    return {"op": rule["op"], "value": rule["value"]}


COUNTED: dict[str, Callable[[str], str]] = {
    "count-selected": lambda op: "choose_at_least" if op in (">", ">=") else "choose_at_most",
    "string-length": lambda op: "letters_at_least",
}


def counted(name: str, part: Compared, known: Known) -> dict[str, Any] | None:
    """How many are chosen, or how many letters there are at least."""
    if name not in COUNTED or part.op not in (">", ">=", "<", "<="):
        raise NotUnderstood(f"“{name}” cannot be checked like this")
    value = whole(part.right) + {">": 1, "<": -1}.get(part.op, 0)
    return {"op": COUNTED[name](part.op), "value": value} if value >= 1 else None


def default_words(check: dict[str, Any]) -> str:
    """What people are told where the form has no constraint_message."""
    value = check.get("value", "the answer before")
    return {
        "at_least": f"Please give {value} or more",
        "at_most": f"Please give {value} or less",
        "equals": f"Please give {value}",
        "choose_at_least": f"Please choose {value} or more",
        "choose_at_most": f"Please choose {value} or fewer",
        "letters_at_least": "Please write a little more",
        "not_in_future": "This is still to come. Please look again",
    }[check["op"]]
