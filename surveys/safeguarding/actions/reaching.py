"""Somebody who could not be reached has left a new address."""

from typing import Any
from uuid import UUID

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from surveys.safeguarding.actions.moving import note
from surveys.safeguarding.actions.raising import raise_flag
from surveys.safeguarding.choices import Outcome, Source, State, What
from surveys.safeguarding.contacts import put_contact
from surveys.safeguarding.models import Flag

FOUND = "They left an address, after it was decided that nobody could reach them"
TOLD = ("What happened", "It stands in the earlier flag, below: “About the same person”.")


@transaction.atomic
def new_contact(*, reference: UUID, contact: str, by: By) -> int:
    """The person agreed anew to be contacted, and said where: every flag about them that is not decided gets it.

    Where it was decided last that there was no way to reach them, a new flag says that there is one now. What was
    decided otherwise gets no address: nobody needs it. Gives how many flags got it."""
    flags = list(Flag.objects.select_for_update(of=("self",)).filter(response=reference, taken_back_on=None))
    waiting = [flag for flag in flags if flag.state != State.DECIDED]
    for flag in waiting:
        put_contact(flag, contact)
        flag.save(update_fields=["contact", "contact_finder"])
        note(flag, What.REACHABLE, by=by)
        record("got a contact", flag, by=by)
    decided = [(flag.decided_at, flag.pk, flag) for flag in flags if flag.decided_at]
    if decided and not waiting:
        raise_again(max(decided)[-1], contact, by=by)
    return len(waiting)


def raise_again(flag: Flag, contact: str, *, by: By) -> None:
    if flag.outcome != Outcome.NO_WAY or flag.destroyed_on:
        return
    content = {"found": [[FOUND, "", ""]], "broken": [], "told": [TOLD]}
    about: dict[str, Any] = {"reference": flag.response, "survey": flag.survey_id, "level": flag.level}
    raise_flag(**about, source=Source.RULES, content=content, address=contact, by=by)
