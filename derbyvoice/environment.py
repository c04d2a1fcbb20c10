"""Typed reading of the process environment: nonsense is refused with a sentence that says the cure."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
EXAMPLE = "See .env.example for every setting and an example."


def refuse(name: str, problem: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} {problem} {EXAMPLE}")


def text(name: str, default: str | None = None) -> str:
    """The value without surrounding blanks; without a default, an empty value is refused."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise refuse(name, "is not set and has no safe default.")
    return default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise refuse(name, f"is {value!r}: write yes or no.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from low to high, both allowed."""
    raw = text(name, str(default))
    if not raw.lstrip("-").isdigit() or not low <= int(raw) <= high:
        raise refuse(name, f"is {raw!r}: write a whole number from {low} to {high}.")
    return int(raw)


def words(name: str, default: str, *, among: frozenset[str] | None = None) -> list[str]:
    """A comma separated list; with `among`, every word must be one of these."""
    found = [word.strip() for word in text(name, default).split(",") if word.strip()]
    strangers = sorted(set(found) - among) if among else []
    if strangers or not found:
        allowed = ", ".join(sorted(among or {"names with commas between"}))
        raise refuse(name, f"has {', '.join(strangers) or 'nothing in it'}: write some of {allowed}.")
    return found


def choice(name: str, default: str, *, among: frozenset[str]) -> str:
    value = text(name, default)
    if value not in among:
        raise refuse(name, f"is {value!r}: write one of {', '.join(sorted(among))}.")
    return value


def address(name: str, default: str, *, schemes: frozenset[str]) -> str:
    """A URL with a host and one of the schemes, without a slash at the end."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname:
        raise refuse(name, f"is {value!r}: write an address that begins with {' or '.join(sorted(schemes))}://.")
    return value.rstrip("/")


def server(name: str, default: str, *, schemes: frozenset[str]) -> str:
    """The address of a server or a file that this software can speak to; an empty default means none."""
    value = text(name, default)
    if value and value.split(":")[0] not in schemes:
        raise refuse(name, f"begins with {value.split(':')[0]!r}: write an address that begins with one of "
                           f"{', '.join(sorted(schemes))}, and ://.")  # fmt: skip
    return value


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()
