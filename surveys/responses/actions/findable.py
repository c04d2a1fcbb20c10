"""Addresses left before they could be found by: each gets its hash, by a process that can open it."""

from collections.abc import Collection

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import EnvelopeError
from derbyvoice.vault.sealing import open_words
from surveys.responses.addresses import finder_of
from surveys.responses.models import Response

AT_ONCE = 200


def make_findable(*, purposes: Collection[str], by: By) -> int:
    """Give every address its hash that opens with the private keys of these purposes; gives how many got one.

    Some at a time, each batch whole. Run twice, nothing happens twice; what does not open stays as it is."""
    done: int = 0
    last: int | None = 0
    while last is not None:
        number, last = make_some_findable(after=last, purposes=purposes, by=by)
        done += number
    return done


@transaction.atomic
def make_some_findable(*, after: int, purposes: Collection[str], by: By) -> tuple[int, int | None]:
    """One batch; gives how many got a hash, and the last id looked at, None when there was nothing more."""
    rows = Response.objects.with_address().filter(address_finder=None, pk__gt=after).order_by("pk")
    batch = list(rows.select_for_update(of=("self",))[:AT_ONCE])
    opened = [(row, address) for row in batch if (address := opened_with(row, purposes))]
    for row, address in opened:
        row.address_finder = finder_of(row.reference, address)
        row.save(update_fields=["address_finder"])
    if opened:
        record("made addresses findable", opened[0][0], by=by, number=len(opened))
    return len(opened), batch[-1].pk if batch else None


def opened_with(row: Response, purposes: Collection[str]) -> str:
    """The address, with the first of these purposes that opens it; empty where none does."""
    for purpose in purposes:
        try:
            return open_words(row, "address", purpose=purpose)
        except EnvelopeError:
            continue
    return ""
