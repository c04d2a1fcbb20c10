"""Recording promises, following them up, and closing them with evidence."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from derbyvoice.audit.actions import record, record_change
from derbyvoice.users.models import User
from scrutiny.commitments.choices import TRANSITIONS, State
from scrutiny.commitments.models import Commitment, Update


@transaction.atomic
def promise(*, what: str, owner: str, at: datetime, by: User, **facts: Any) -> Commitment:
    """Write down a promise under the next number. Raises `ValidationError` if its facts do not hold together."""
    last = Commitment.objects.aggregate(last=Max("number"))["last"] or 0
    commitment = Commitment(number=last + 1, what=what, owner=owner, recorded_at=at, recorded_by=by, **facts)
    commitment.full_clean()
    commitment.save()
    record("promise_recorded", commitment, by=by, number=commitment.number)
    return commitment


@transaction.atomic
def change(commitment: Commitment, *, by: User, **values: Any) -> Commitment:
    """Correct what is known of a promise. Its state changes by `move` only."""
    return record_change(commitment, "promise_changed", by=by, **values)


@transaction.atomic
def move(commitment: Commitment, *, to: str, words: str, at: datetime, by: User, **changes: Any) -> Commitment:
    """The one door for a promise's state. Says why in `words`; done needs a date and evidence."""
    row = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    if to not in TRANSITIONS[row.state]:
        raise ValidationError(f"A promise that is “{row.get_state_display()}” cannot become “{State(to).label}”.")
    before, row.state = row.state, to
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=["state", *changes])
    add_update(row, words=words, before=before, at=at, by=by)
    record("promise_moved", row, by=by, was=before, now=to)
    return row


@transaction.atomic
def follow_up(commitment: Commitment, *, words: str, at: datetime, by: User) -> Update:
    """Write down what was heard about a promise; its state stays."""
    update = add_update(commitment, words=words, before=commitment.state, at=at, by=by)
    record("promise_followed_up", commitment, by=by)
    return update


def add_update(commitment: Commitment, *, words: str, before: str, at: datetime, by: User) -> Update:
    update = Update(commitment=commitment, words=words.strip(), from_state=before, at=at, by=by)
    update.to_state = commitment.state
    update.full_clean()
    update.save()
    return update


def close_as_done(
    commitment: Commitment,
    *,
    on: date,
    precision: str,
    evidence: str,
    kind: str,
    at: datetime,
    by: User,
    link: str = "",
) -> Commitment:
    """The promise was kept: since when, and how we know."""
    proof = {"evidence": evidence, "evidence_kind": kind, "evidence_link": link}
    told = {"done_on": on, "done_precision": precision, **proof}
    return move(commitment, to=State.DONE, words=f"Done: {evidence}"[:2000], at=at, by=by, **told)


def drop(commitment: Commitment, *, words: str, at: datetime, by: User) -> Commitment:
    """The promise ends without being done; say why."""
    return move(commitment, to=State.DROPPED, words=words, at=at, by=by)


def reopen(commitment: Commitment, *, words: str, at: datetime, by: User) -> Commitment:
    """What was thought done is not; say why. The evidence stays in the updates."""
    cleared = {"done_on": None, "done_precision": "", "evidence": "", "evidence_kind": "", "evidence_link": ""}
    return move(commitment, to=State.OPEN, words=words, at=at, by=by, **cleared)
