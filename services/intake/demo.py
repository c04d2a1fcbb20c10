"""Some forty invented cases, sent as the force's record system sends them, and what officers did since."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from derbyvoice.office.models import District
from derbyvoice.users.models import User
from services.cases import due
from services.cases.actions import Said, Tried, log_attempt, log_contact
from services.cases.choices import About, Result, Way
from services.cases.models import Case
from services.intake.actions import Post, hash_of_body, take_in
from services.intake.choices import Scope
from services.intake.keys import make_key
from services.intake.models import ApiKey
from services.intake.serializers import CaseSerializer
from services.referrals.actions import move
from services.referrals.choices import State
from services.referrals.models import Referral

FIRST = ("Robin", "Sam", "Wren", "Pat", "Rory", "Sage", "Ollie", "Charlie", "Frankie", "Jo")
GROUPS = (
    "burglary-home", "domestic-abuse", "burglary-home", "anti-social-behaviour", "other-violence", "fraud-cyber",
    "robbery", "hate", "burglary-unconnected-building", "stalking-harassment",
)  # fmt: skip
CASES = 40
LATEST_BY_MAIL = 3


def load(*, today: date, by: User) -> None:
    """Days are counted back from today, so that somebody is always due."""
    if ApiKey.objects.exists():
        return
    key, _ = make_key(name="Demonstration", scopes=[Scope.CASES_WRITE], days=365, by=by, now=noon(today))
    for number in range(CASES):
        load_case(number, key=key, today=today)
    for referral in Referral.objects.order_by("id")[:2]:
        worker = referral.service.provider.memberships.first()
        if worker:
            move(referral, to=State.ACCEPTED, by=worker.user, now=noon(today))


def load_case(number: int, *, key: ApiKey, today: date) -> None:
    days_ago = number if number <= LATEST_BY_MAIL else 4 + (number * 7) % 34
    now = noon(today - timedelta(days=days_ago))
    body = body_of(number, now.date())
    serializer = CaseSerializer(data=body, context={"day": now.date()})
    serializer.is_valid(raise_exception=True)
    post = Post(key=key, idempotency_key=f"demonstration-{number:04d}", body_hash=hash_of_body(body))
    take_in(post, facts=serializer.facts(), now=now)
    keep_in_touch(number, Case.objects.order_by("-id")[0], today=today)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=due.LONDON)


def body_of(number: int, day: date) -> dict[str, Any]:
    districts = list(District.objects.order_by("code").values_list("code", flat=True))
    name = f"{FIRST[number % len(FIRST)]} Example {number + 1}"
    return {
        "reference": f"EX{day:%y}{number + 1:06d}",
        "version": 1,
        "reported_on": str(day),
        "crime_group": GROUPS[number % len(GROUPS)],
        "district": districts[number % len(districts)],
        "officer": "X1002" if number % 4 == 3 else "X1001",
        "victim": {"name": name, "email": f"person{number + 1}@example.org", "phone": f"01632 960{300 + number}"},
        "channels": {"email": "safe", "phone": "safe"} if number % 3 == 0 else {},
    }


def keep_in_touch(number: int, case: Case, *, today: date) -> None:
    """Most officers ring in time; some tried, and some are late. Nothing is said of what anybody said."""
    by, ring = case.officer.user, case.clock.due_on
    assert ring is not None  # the case has just come in, so its clock runs
    while ring < today - timedelta(days=number % 5):
        case.refresh_from_db()
        told = Said(Way.PHONE, About.UPDATE if number % 2 else About.NO_NEWS, ring, ring + timedelta(days=10))
        log_contact(case, said=told, seen_edit=case.edit, form_id=uuid.uuid4(), by=by, now=noon(ring))
        ring = told.next_on
    if number % 6 == 5 and ring <= today:
        case.refresh_from_db()
        tried = Tried(Way.PHONE, Result.NO_ANSWER, today)
        log_attempt(case, tried=tried, seen_edit=case.edit, form_id=uuid.uuid4(), by=by, now=noon(today))
