"""A post of the force's record system is taken in: case, clock, automatic referral and message, or nothing at all."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Min

from derbyvoice.audit.actors import PROGRAM
from derbyvoice.vault.sealing import lookup
from services.cases import due
from services.cases.actions import follow_record, open_case, take_newer
from services.cases.choices import State
from services.cases.facts import CaseFacts
from services.cases.models import Case, CaseClock
from services.intake.choices import Code
from services.intake.models import ApiKey, IntakeReceipt, IntakeRefusal
from services.intake.strict import Refused
from services.referrals.actions import refer_by_rules
from services.support.actions import tell_about_help

TRIES = 4
KEEP_RECEIPTS = timedelta(days=90)


@dataclass(frozen=True)
class Post:
    """One post: whose key, which idempotency key, and the keyed hash of its body."""

    key: ApiKey
    idempotency_key: str
    body_hash: str


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]


def hash_of_body(body: Any) -> str:
    """A keyed hash of what was said, whatever the order of its fields."""
    return lookup("body", json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":")))


def take_in(post: Post, *, facts: CaseFacts, now: datetime) -> Answer:
    """Take the case in, once: the same post again, or ten of them at once, get the first answer.

    Raises `Refused` (409) for a key used with another body, an older version, or a version with other content."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return answered_before(post) or take_in_first(post, facts=facts, now=now)
        except IntegrityError as error:
            twin = error  # another post of the same case was quicker: look again, and find what it wrote
    raise twin


def repeated(post: Post) -> Answer | None:
    """The first answer, where this very post was taken in before. What it says is not asked again: its officer may
    have left since."""
    receipt = IntakeReceipt.objects.filter(**vars(post)).first()
    return Answer(200, receipt.answer) if receipt else None


def answered_before(post: Post) -> Answer | None:
    receipt = IntakeReceipt.objects.filter(key=post.key, idempotency_key=post.idempotency_key).first()
    if receipt is None:
        return None
    if receipt.body_hash != post.body_hash:
        raise Refused(409, Code.KEY_REUSED, field="Idempotency-Key")
    return Answer(200, receipt.answer)


def take_in_first(post: Post, *, facts: CaseFacts, now: datetime) -> Answer:
    known = Case.objects.select_for_update().filter(reference_hash=lookup("reference", facts.reference)).first()
    if known is None:
        return opened(post, facts=facts, now=now)
    if facts.version > known.force_version:
        return updated(known, post, facts=facts, now=now)
    if facts.version < known.force_version:
        raise Refused(409, Code.OLDER_VERSION, field="version")
    return same_version(known, post)


def opened(post: Post, *, facts: CaseFacts, now: datetime) -> Answer:
    """A new case, with all that follows from it, in this one transaction."""
    case = open_case(facts=facts, by=PROGRAM, now=now)
    followed = {"referrals": 0, "message": "none"} if facts.closed else offered_help(case, facts=facts, now=now)
    follow_record(case, closed=facts.closed, by=PROGRAM, now=now)
    body = {**body_of(case), **followed}
    keep_receipt(post, case=case, answer=body, now=now)
    return Answer(201, body)


def offered_help(case: Case, *, facts: CaseFacts, now: datetime) -> dict[str, Any]:
    """Referrals by rule and the first message. Nobody's details go out for a case that is closed already, as when a
    record system sends its old cases for the first time."""
    referrals = refer_by_rules(case=case, person=facts.person, day=due.london_day(now), now=now)
    message = tell_about_help(case, by=PROGRAM, now=now)
    return {"referrals": len(referrals), "message": "queued" if message else "none"}


def updated(case: Case, post: Post, *, facts: CaseFacts, now: datetime) -> Answer:
    """A newer version. A case that arrived closed and is open now is offered what every new case is; one that is
    another crime, or elsewhere, than the record said before is referred by the rules for what it is now."""
    is_reopened = case.state == State.CLOSED and not facts.closed
    is_another = (case.crime_group, case.district) != (facts.crime_group, facts.district)
    take_newer(case, facts=facts, by=PROGRAM, now=now)
    follow_record(case, closed=facts.closed, by=PROGRAM, now=now)
    if is_reopened and not case.support_links.exists():
        offered_help(case, facts=facts, now=now)
    elif is_another and not facts.closed:
        refer_by_rules(case=case, person=facts.person, day=due.london_day(now), now=now)
    body = body_of(case)
    keep_receipt(post, case=case, answer=body, now=now)
    return Answer(200, body)


def same_version(case: Case, post: Post) -> Answer:
    """The version that we hold came again under another key: the first answer, if it says the same."""
    first = IntakeReceipt.objects.filter(case=case, force_version=case.force_version).order_by("id").first()
    if first is None or first.body_hash != post.body_hash:
        raise Refused(409, Code.SAME_VERSION, field="version")
    return Answer(200, first.answer)


def body_of(case: Case) -> dict[str, Any]:
    """What the record system is told: our id, the version we hold and the day contact is due. No words of theirs."""
    due_on = CaseClock.objects.get(case=case).due_on
    return {"case": str(case.public_id), "version": case.force_version, "contact_due_on": due_on and str(due_on)}


def keep_receipt(post: Post, *, case: Case, answer: dict[str, Any], now: datetime) -> None:
    IntakeReceipt.objects.create(**vars(post), case=case, force_version=case.force_version, answer=answer, taken=now)


def note_refusal(*, key: ApiKey | None, status: int, field: str, code: str, now: datetime) -> None:
    """Refused posts are kept and can be counted: which field and why, never what stood in it."""
    IntakeRefusal.objects.create(key=key, status=status, field=field[:60], code=code[:40], refused=now)


def forget_old_receipts(*, now: datetime) -> int:
    """Receipts older than ninety days go, but for the first one of the version that a case holds."""
    old = IntakeReceipt.objects.filter(taken__lt=now - KEEP_RECEIPTS)
    return old.exclude(pk__in=first_receipts()).delete()[0]


def first_receipts() -> Any:
    """The first receipt of the version that each case holds: what a repeat of it is answered with."""
    held = IntakeReceipt.objects.filter(force_version=F("case__force_version"))
    return held.values("case").annotate(first=Min("id")).values("first")
