"""Contacts in flags from before they could be found by: each gets its hash, where the leads' key is."""

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import EnvelopeError
from derbyvoice.vault.sealing import open_words
from surveys.safeguarding.contacts import finder_of
from surveys.safeguarding.models import PURPOSE, Flag

AT_ONCE = 200


def make_findable(*, by: By) -> int:
    """Give every contact its hash that opens here; gives how many got one.

    Some at a time, each batch whole. Run twice, nothing happens twice."""
    done: int = 0
    last: int | None = 0
    while last is not None:
        number, last = make_some_findable(after=last, by=by)
        done += number
    return done


@transaction.atomic
def make_some_findable(*, after: int, by: By) -> tuple[int, int | None]:
    """One batch; gives how many got a hash, and the last id looked at, None when there was nothing more."""
    rows = Flag.objects.filter(contact__isnull=False, contact_finder=None, pk__gt=after).order_by("pk")
    batch = list(rows.select_for_update(of=("self",))[:AT_ONCE])
    opened = [(flag, contact) for flag in batch if (contact := opened_here(flag))]
    for flag, contact in opened:
        flag.contact_finder = finder_of(flag.reference, contact)
        flag.save(update_fields=["contact_finder"])
    if opened:
        record("made contacts findable", opened[0][0], by=by, number=len(opened))
    return len(opened), batch[-1].pk if batch else None


def opened_here(flag: Flag) -> str:
    """The contact; empty where it does not open."""
    try:
        return open_words(flag, "contact", purpose=PURPOSE)
    except EnvelopeError:
        return ""
