"""Taking a flag into one's hands, reading it, and deciding. Every flag ends with a decision."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.safeguarding.actions.moving import RAISED, locked, move, note, sealed, tell_leads
from surveys.safeguarding.choices import Outcome, State, What
from surveys.safeguarding.models import PURPOSE, Flag, pointed_to

NOBODY: dict[str, Any] = {"taken_at": None, "taken_by": None}
NOT_REACHED: dict[str, Any] = {"contact": None, "contact_finder": None}
EMPTY: dict[str, Any] = {"sealed": None, **NOT_REACHED, "reasons": None, "referred_to": None}


@dataclass(frozen=True)
class Opened:
    """What a lead reads: rows of (question, answer), what was found in them, and how to reach the person."""

    told: list[list[str]]
    found: list[list[str]]
    broken: list[str]
    why: str
    contact: str
    reasons: str
    referred_to: str


@transaction.atomic
def read(*, flag: Flag, by: User, why: str) -> Opened:
    """Open a flag; that it was read is written down with it. Raises `KeyNotHere` away from the leads' own key."""
    record_reading(flag, by=by, why=why)
    content = json.loads(open_words(flag, "sealed", purpose=PURPOSE) or "{}")
    parts = {name: content.get(name, []) for name in ("told", "found", "broken")}
    apart: dict[str, Any] = {
        name: open_words(flag, name, purpose=PURPOSE) for name in ("contact", "reasons", "referred_to")
    }
    return Opened(**parts, why=content.get("why", ""), **apart)


@transaction.atomic
def take(*, flag: Flag, by: User) -> Flag:
    """Look at it oneself from now on. Taking over from a colleague is allowed, and shows in the history."""
    flag = locked(flag)
    if flag.state == State.LOOKED_AT and flag.taken_by_id == by.pk:
        return flag
    return move(flag, to=State.LOOKED_AT, what=What.TAKEN, by=by, taken_at=clock.now(), taken_by=by)


@transaction.atomic
def put_back(*, flag: Flag, by: User) -> Flag:
    """Somebody else is to look at it: all leads are told again, as when it was new. Its clock runs on."""
    flag = move(mine(flag, by), to=State.RAISED, what=What.PUT_BACK, by=by, **NOBODY)
    times = flag.steps.filter(what=What.PUT_BACK).count()
    tell_leads(RAISED, flag.pk, stage=f"put back {times}")
    return flag


@transaction.atomic
def decide(*, flag: Flag, outcome: Outcome, reasons: str, by: User, referred_to: str = "") -> Flag:
    """The end of a flag: what was decided and why, by whoever is looking at it.

    Raises `ValidationError` without reasons, or without saying to whom it was referred."""
    flag = mine(flag, by)
    refuse_half_a_decision(outcome, reasons, referred_to)
    facts = {"outcome": outcome, "reasons": sealed("reasons", reasons.strip())}
    if referred_to.strip():
        facts["referred_to"] = sealed("referred_to", referred_to.strip())
    moment = {"decided_at": clock.now(), "decided_by": by}
    return move(flag, to=State.DECIDED, what=What.DECIDED, by=by, **facts, **moment)


def refuse_half_a_decision(outcome: Outcome, reasons: str, referred_to: str) -> None:
    missing = {}
    if not reasons.strip():
        missing["reasons"] = "Say why, so that somebody who was not here understands it"
    if outcome in (Outcome.REFERRED, Outcome.POLICE) and not referred_to.strip():
        missing["referred_to"] = "Say who was told"
    if missing:
        raise ValidationError(missing)


def mine(flag: Flag, by: User) -> Flag:
    """The flag, locked, if this person is looking at it. Raises `ValidationError`."""
    flag = locked(flag)
    if flag.state == State.LOOKED_AT and flag.taken_by_id == by.pk:
        return flag
    who = f"{flag.taken_by} is looking at it." if flag.state == State.LOOKED_AT else "Nobody is looking at it now."
    raise ValidationError(f"{who if flag.state != State.DECIDED else 'It is decided already.'} Take it first.")


@transaction.atomic
def taken_back(*, reference: UUID, by: By) -> int:
    """The person took their response back. What is decided is destroyed now, what is open when it is decided, with what
    it points to.

    Gives how many flags there are about it. Nothing tells the person."""
    flags = list(Flag.objects.select_for_update(of=("self",)).filter(response=reference, taken_back_on=None))
    for flag in flags:
        flag.taken_back_on = clock.today()
        flag.save(update_fields=["taken_back_on"])
        note(flag, What.TAKEN_BACK, by=by)
    for flag in Flag.objects.filter(pk__in=[flag.pk for flag in flags], state=State.DECIDED).exclude(pointed_to()):
        destroy(flag, by=by)
    return len(flags)


@transaction.atomic
def no_contact(*, reference: UUID, by: By) -> int:
    """The person no longer wants to be contacted: their address is destroyed in every flag about them."""
    flags = list(Flag.objects.select_for_update(of=("self",)).filter(response=reference, contact__isnull=False))
    for flag in flags:
        flag.contact = flag.contact_finder = None
        flag.save(update_fields=[*NOT_REACHED])
        note(flag, What.UNREACHABLE, by=by)
        record("forgot contact", flag, by=by)
    return len(flags)


def destroy(flag: Flag, *, by: By) -> None:
    """The words of a decided flag are gone; references, days and the outcome remain."""
    for name, value in EMPTY.items():
        setattr(flag, name, value)
    flag.destroyed_on = clock.today()
    flag.save(update_fields=[*EMPTY, "destroyed_on"])
    note(flag, What.DESTROYED, by=by)
    record("destroyed words", flag, by=by)
