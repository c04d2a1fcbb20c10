"""Addresses that refused mail for good, known by a keyed hash only."""

from datetime import datetime

from derbyvoice.notifications.models import DeadAddress
from derbyvoice.vault.sealing import lookup


def key_of(address: str) -> str:
    return lookup("email", address.strip().lower())


def is_dead(address: str) -> bool:
    return DeadAddress.objects.filter(address_key=key_of(address)).exists()


def bury(address: str, *, at: datetime) -> None:
    """Do not write to this address again."""
    DeadAddress.objects.get_or_create(address_key=key_of(address), defaults={"since_at": at})


def revive(address: str) -> None:
    """Mail to it arrived after all."""
    DeadAddress.objects.filter(address_key=key_of(address)).delete()
