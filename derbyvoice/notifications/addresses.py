"""Addresses that refused mail for good, known by a keyed hash only."""

from datetime import datetime

from derbyvoice.notifications.models import DeadAddress
from derbyvoice.vault.sealing import lookup


def key_of(address: str) -> str:
    """Of a kind of its own: nobody can join it with the look-ups by which other rooms find a person."""
    return lookup("dead address", address.strip().lower())


def all_dead() -> set[str]:
    """The keys of all dead addresses: there are few, so a batch reads them once."""
    return set(DeadAddress.objects.values_list("address_key", flat=True))


def bury(address: str, *, at: datetime) -> None:
    """Do not write to this address again."""
    DeadAddress.objects.get_or_create(address_key=key_of(address), defaults={"since_at": at})


def revive(address: str) -> None:
    """Mail to it arrived after all."""
    DeadAddress.objects.filter(address_key=key_of(address)).delete()
