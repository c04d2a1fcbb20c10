"""JSON read strictly: bounded in size and depth, no field twice, no NaN, no NUL, no half characters."""

import json
import re
from typing import Any

from services.intake.choices import Code

MAX_BYTES = 64 * 1024
MAX_DEPTH = 5
STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)


class Refused(Exception):
    """This post is not taken in. Says the status, the field if one is to blame, and a code; never what stood there."""

    def __init__(self, status: int, code: Code, *, field: str = "") -> None:
        super().__init__(code.value)
        self.status, self.code, self.field = status, code, field


def read(raw: bytes) -> Any:
    """The value that the body holds. Raises `Refused` with 400 or 413."""
    if len(raw) > MAX_BYTES:
        raise Refused(413, Code.TOO_LARGE)
    try:
        text = raw.decode("utf-8")
        refuse_depth(text)
        return json.loads(text, object_pairs_hook=each_once, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(400, Code.NOT_JSON) from error


def refuse_depth(text: str) -> None:
    """Counted before parsing, so that no parser ever has to go down there."""
    depth = 0
    for mark in re.findall(r"[\[\]{}]", STRING.sub("", text)):
        depth += 1 if mark in "[{" else -1
        if depth > MAX_DEPTH:
            raise Refused(400, Code.TOO_DEEP)


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        shown = name if name.isidentifier() and len(name) <= 60 else ""
        if name in found:
            raise Refused(400, Code.DOUBLE_FIELD, field=shown)
        if not clean(name) or not all(clean(one) for one in (value if isinstance(value, list) else [value])):
            raise Refused(400, Code.BAD_CHARACTER, field=shown)
        found[name] = value
    return found


def clean(value: Any) -> bool:
    """False for text with a NUL or a lone surrogate, which no database and no mail can hold."""
    return not isinstance(value, str) or ("\x00" not in value and not any("\ud800" <= c <= "\udfff" for c in value))


def refuse_constant(name: str) -> Any:
    raise Refused(400, Code.BAD_NUMBER)
