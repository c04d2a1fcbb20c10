"""Facts from a JSON file, read field by field, so that a bad file is refused with the name of the field."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn, Self

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ITEMS: Final = 5_000


class FactsError(ValueError):
    """The file cannot be used. `field` is where, such as questions[2].area; the message says what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


class Facts:
    """One JSON object. Every reader names its field, checks it, and raises `FactsError` if it is not right."""

    def __init__(self, values: Any, where: str = "") -> None:
        if not isinstance(values, dict):
            raise FactsError(where or "file", "must be an object with named fields.")
        self.values: dict[str, Any] = values
        self.where = where

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """From the bytes of a file. A doubled field, NaN, and too deep or too large a file are refused."""
        if len(raw) > MAX_BYTES:
            raise FactsError("file", f"is larger than {MAX_BYTES // 1024**2} MB.")
        try:
            values = json.loads(raw, parse_float=Decimal, parse_constant=_not_a_number, object_pairs_hook=_once_each)
        except FactsError:
            raise
        except (ValueError, RecursionError) as error:
            raise FactsError("file", f"is not JSON that can be read ({type(error).__name__}).") from error
        return cls(values)

    def at(self, name: str) -> str:
        return ".".join(part for part in (self.where, name) if part)

    def refuse(self, name: str, message: str) -> NoReturn:
        raise FactsError(self.at(name), message)

    def only(self, *names: str) -> Self:
        """Refuse fields that nobody reads: they are mistyped, or would be lost without a word."""
        for name in sorted(set(self.values) - set(names)):
            self.refuse(name, "is not a field that is known here.")
        return self

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, *, most: int, needed: bool = True) -> str:
        value = self.values.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str):
            self.refuse(name, "is missing." if value is None else "must be text.")
        words = value.strip()
        if needed and not words:
            self.refuse(name, "is empty.")
        if len(words) > most:
            self.refuse(name, f"has {len(words)} characters; at most {most} are kept.")
        if any((ord(mark) < 32 and mark not in "\n\t") or "\ud800" <= mark <= "\udfff" for mark in words):
            self.refuse(name, "holds a character that cannot be kept.")
        return words

    def choice(self, name: str, *, among: list[str], needed: bool = True) -> str:
        word = self.text(name, most=60, needed=needed)
        if word not in among and (needed or word):
            self.refuse(name, f"is {word!r}; it must be one of {', '.join(among)}.")
        return word

    def day(self, name: str, *, needed: bool = True) -> date | None:
        words = self.text(name, most=20, needed=needed)
        if not words:
            return None
        try:
            return date.fromisoformat(words)
        except ValueError:
            self.refuse(name, f"is {words!r}; write a real date as 2023-07-11.")

    def number(self, name: str, *, needed: bool = True) -> Decimal | None:
        value = self.values.get(name)
        if value is None and not needed:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.refuse(name, "is missing." if value is None else "must be a number.")
        try:
            number = Decimal(value)
            if abs(number) >= Decimal(10) ** 12 or number != number.quantize(Decimal("0.0001")):
                self.refuse(name, "is too large, or has more than four decimal places.")
        except InvalidOperation:
            self.refuse(name, "is too large.")
        return number

    def flag(self, name: str) -> bool:
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            self.refuse(name, "must be true or false.")
        return value

    def texts(self, name: str, *, most: int) -> list[str]:
        """A list of texts; nothing there is an empty list."""
        return [
            Facts({"": value}, f"{self.at(name)}[{place}]").text("", most=most)
            for place, value in enumerate(self._list(name))
        ]

    def items(self, name: str) -> Iterator["Facts"]:
        """A list of objects, each with its place in its name."""
        for place, value in enumerate(self._list(name)):
            yield Facts(value, f"{self.at(name)}[{place}]")

    def inner(self, name: str) -> "Facts":
        return Facts(self.values.get(name), self.at(name))

    def _list(self, name: str) -> list[Any]:
        values = self.values.get(name, [])
        if not isinstance(values, list):
            self.refuse(name, "must be a list.")
        if len(values) > MAX_ITEMS:
            self.refuse(name, f"has more than {MAX_ITEMS} items.")
        return values


def _not_a_number(word: str) -> NoReturn:
    raise FactsError("file", f"holds {word}, which is not a number.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        raise FactsError(next(name for name in names if names.count(name) > 1), "stands twice in one object.")
    return values
