"""For which use somebody's words were asked: rows remember it, and nothing opens that was not asked for.

A queryset that filters by consent says so with `asked_for()`. Rows that came any other way, such as through a relation,
were asked for nothing and stay shut: whoever forgets the consent gets an error, not the words."""

from collections.abc import Iterator
from typing import Any, Self

from django.db import models

from derbyvoice.vault.sealing import open_bytes
from surveys.questionnaires.choices import Consent


class NotAskedFor(PermissionError):
    """The row was not asked for with this use in mind, so nobody looked whether the person allows it."""


class UseQuerySet(models.QuerySet[Any]):
    """A queryset whose rows remember the uses that it made sure of."""

    uses: frozenset[Consent] = frozenset()

    def asked_for(self, *uses: Consent) -> Self:
        """From here on only rows are left whose person allows these uses: said by whoever filtered so just now."""
        found: Self = self.all()
        found.uses = self.uses | frozenset(uses)
        return found

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]
        copy.uses = self.uses
        return copy

    def _fetch_all(self) -> None:
        super()._fetch_all()
        for row in self._result_cache or ():
            self.mark(row)

    def _iterator(self, *how: Any) -> Iterator[Any]:
        for row in super()._iterator(*how):  # type: ignore[misc]
            self.mark(row)
            yield row

    def mark(self, row: Any) -> None:
        if isinstance(row, self.model):
            row.uses = self.uses


def open_said(row: models.Model, name: str = "sealed", *, use: Consent) -> str:
    """What somebody said, for this use. Raises `NotAskedFor`; an empty field gives an empty text."""
    return open_sound(row, name, use=use).decode()


def open_sound(row: models.Model, name: str = "sealed", *, use: Consent) -> bytes:
    """The same as bytes, such as a recording."""
    if use not in getattr(row, "uses", ()):
        raise NotAskedFor(f"{row._meta.label}.{name} was not asked for with “{use.label}”.")
    return open_bytes(row, name, purpose="voice") if getattr(row, name) else b""
