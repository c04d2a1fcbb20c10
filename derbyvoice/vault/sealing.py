"""Sealing and opening of what people tell us and how to reach them.

A sealed value carries its readers. It is bound to the field it was sealed for, so it cannot be moved to another."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import models

from derbyvoice.lib import envelopes
from derbyvoice.lib.envelopes import PersonKey, PrivateKey, PublicKey
from derbyvoice.vault.fields import Sealed, SealedField
from derbyvoice.vault.files import lookup_secret
from derbyvoice.vault.keys import keyring


def field_of(model: type[models.Model], name: str) -> SealedField:
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(f"{model.__name__}.{name} is not a sealed field.")
    return field


def seal_for(
    model: type[models.Model],
    name: str,
    words: str | bytes,
    *,
    person: PersonKey | None = None,
    also: Sequence[PublicKey] = (),
) -> Sealed:
    """Seal words for the readers that the model's field names, for the person themself if a key is given,
    and also for these public keys, such as that of a person's private page."""
    field = field_of(model, name)
    plain = words.encode() if isinstance(words, str) else words
    readers = [*(keyring().public(purpose) for purpose in field.readers), *also]
    return Sealed(envelopes.seal(plain, readers=readers, person=person, context=field.context))


def open_bytes(row: models.Model, name: str, *, purpose: str) -> bytes:
    """What was sealed in this row's field. Raises `KeyNotHere` in a process without the purpose's private key."""
    field, sealed = field_of(type(row), name), getattr(row, name)
    private = keyring().only(purpose)
    return envelopes.open_envelope(sealed.envelope, private=private, context=field.context)


def open_words(row: models.Model, name: str, *, purpose: str) -> str:
    """The words sealed in this row's field; an empty field gives an empty text."""
    return open_bytes(row, name, purpose=purpose).decode() if getattr(row, name) else ""


def open_with(row: models.Model, name: str, *, private: PrivateKey) -> str:
    """The words sealed in this row's field, opened with one private key that is not this process's own."""
    field, sealed = field_of(type(row), name), getattr(row, name)
    return envelopes.open_envelope(sealed.envelope, private=private, context=field.context).decode() if sealed else ""


def open_as_person(row: models.Model, name: str, *, person: PersonKey) -> str:
    """The words sealed in this row's field, opened by the person who wrote them."""
    return open_bytes_as_person(row, name, person=person).decode()


def open_bytes_as_person(row: models.Model, name: str, *, person: PersonKey) -> bytes:
    """What was sealed in this row's field, opened by the person whose it is; an empty field gives nothing."""
    field, sealed = field_of(type(row), name), getattr(row, name)
    return envelopes.open_as_person(sealed.envelope, person, context=field.context) if sealed else b""


@lru_cache(maxsize=4)
def _lookup_secret(folder: Path) -> bytes:
    return lookup_secret(folder)


def lookup(kind: str, value: str) -> str:
    """A keyed hash by which a row is found again without keeping the value itself (kind: email, phone, reference)."""
    return envelopes.keyed_hash(_lookup_secret(settings.KEYS_DIR), kind, value)


def lookup_within(kind: str, row: UUID, value: str) -> str:
    """The same for one row: equal values in two rows give two hashes, so that a stolen table joins no two of them.

    Who looks for a value works out the hash of each row, so it is for questions that people ask now and then."""
    return lookup(kind, f"{row.hex}:{value}")
