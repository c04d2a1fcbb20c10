"""The address that somebody left with their answers: sealed, and found by a keyed hash when they ask what is held.

The hash is bound to its row: neither two responses of one person nor a response and a member of the panel can be
joined by it. So finding an address works out one hash for each response that has one."""

from uuid import UUID

from derbyvoice.lib.envelopes import PersonKey, normalise_email
from derbyvoice.vault.sealing import lookup_within, seal_for
from surveys.responses.models import Response


def finder_of(reference: UUID, address: str) -> str:
    return lookup_within("address of a response", reference, normalise_email(address))


def put_address(response: Response, address: str, *, person: PersonKey | None) -> None:
    """Seal the address to those who may write, and to the person; the caller saves it."""
    response.address = seal_for(Response, "address", address, person=person)
    response.address_finder = finder_of(response.reference, address)


def drop_address(response: Response) -> None:
    """Neither the address nor a way to find it stays; the caller saves it."""
    response.address = response.address_finder = None


def left_with(address: str) -> list[int]:
    """The responses (their ids) with which this address was left."""
    rows = Response.objects.with_address().exclude(address_finder=None).values_list("pk", "reference", "address_finder")
    return [pk for pk, reference, finder in rows.iterator() if finder == finder_of(reference, address)]


def not_findable() -> int:
    """How many addresses were left before there were hashes, and have none yet."""
    return Response.objects.with_address().filter(address_finder=None).count()
