"""A database field for sealed words: what is not sealed cannot be put into it by mistake."""

from typing import Any

from django.db import models


class Sealed:
    """Words that only their readers can open. It has no readable form."""

    __slots__ = ("envelope",)

    def __init__(self, envelope: bytes) -> None:
        self.envelope = envelope

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.envelope == self.envelope

    def __hash__(self) -> int:
        return hash(self.envelope)


class SealedField(models.BinaryField):
    """Holds `Sealed` values only. `readers` are the purposes whose private keys can open them."""

    description = "Sealed words"

    def __init__(self, *args: Any, readers: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.readers = tuple(readers)
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> bytes:
        return f"{self.model._meta.label_lower}.{self.name}".encode()

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "readers": self.readers}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} takes sealed words only: seal them with vault.seal_for().")
        return super().get_db_prep_value(value and value.envelope, connection, prepared)

    def get_default(self) -> Any:
        return self._get_default() if self.has_default() else None

    def value_to_string(self, obj: models.Model) -> str:
        return "<sealed>"
