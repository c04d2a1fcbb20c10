"""How to reach somebody who may be in danger: sealed to the leads, and found by a keyed hash bound to its row."""

from uuid import UUID

from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.vault.sealing import lookup_within, seal_for
from surveys.safeguarding.models import Flag


def finder_of(reference: UUID, contact: str) -> str:
    return lookup_within("contact of a flag", reference, normalise_email(contact))


def put_contact(flag: Flag, contact: str) -> None:
    """Seal it for the leads alone; the caller saves it."""
    flag.contact = seal_for(Flag, "contact", contact)
    flag.contact_finder = finder_of(flag.reference, contact)


def reached_at(contact: str) -> list[int]:
    """The flags (their ids) whose person is reached at this address."""
    rows = Flag.objects.exclude(contact_finder=None).values_list("pk", "reference", "contact_finder")
    return [pk for pk, reference, finder in rows.iterator() if finder == finder_of(reference, contact)]


def not_findable() -> int:
    """How many contacts are from before there were hashes, and have none yet."""
    return Flag.objects.filter(contact__isnull=False, contact_finder=None).count()
