"""Three invented people with a private page. To open one yourself: as the case officer, give a page to a person whose
e-mail is safe, note the code, and follow the link in the demonstration's mailbox."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from derbyvoice.users import roles
from derbyvoice.users.demo import person
from derbyvoice.users.models import User
from services.cases.models import Case
from services.witness_care import actions
from services.witness_care.choices import Court, Ground, Measure, RequestKind, RequestState
from services.witness_care.models import PrivateSpace

TALKS = (
    ("Can I see the room before the day? I have never been in a building like that.", ""),
    ("Will I have to sit near him? I think about it every night.", "No. You wait in a room of your own. I will ring."),
    ("My bus only comes at nine. Is it bad if I am late?", "That is fine. We can pay for a taxi. I will arrange it."),
)
SCREEN = {"measures": [Measure.SCREEN, Measure.LIVE_LINK], "why": "I cannot speak when he looks at me."}
SUPPORTER = {"measures": [Measure.LIVE_LINK], "with_me": "My aunt, because I am calm with her."}
SOONER = {"grounds": [Ground.HEALTH, Ground.MOVED], "why": "It was moved twice and I do not sleep."}


def load(*, today: date, by: User) -> None:
    """Load once; loading again adds nothing."""
    actions.load_standard_rules(by=by)
    if PrivateSpace.objects.exists():
        return
    mine = Case.objects.filter(officer__user=person(roles.CASE_OFFICER), state="open")
    reachable = mine.filter(channels__channel="email", channels__state="safe").order_by("id")
    for number, case in enumerate(reachable[: len(TALKS)]):
        talk(in_use(case, noon(today, 9)), *TALKS[number], day=today - timedelta(days=number))
    spaces = list(PrivateSpace.objects.select_related("case").order_by("id"))
    for space, request in zip(spaces, ((at_court, SCREEN), (passed_on, SUPPORTER), (earlier, SOONER)), strict=False):
        request[0](space, request[1], today)


def noon(today: date, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days_ago), time(12)))


def in_use(case: Case, at: datetime) -> PrivateSpace:
    """A page whose person has been there and noted their words. Nobody else knows these words, not even we."""
    offer = actions.offer_space(case, by=case.officer.user, now=at)
    actions.first_visit(offer.space, offer.code, now=at)
    offer.space.refresh_from_db()
    actions.noted(offer.space, now=at)
    return offer.space


def talk(space: PrivateSpace, words: str, answer: str, *, day: date) -> None:
    actions.write(space, words, form_id=uuid.uuid4(), now=noon(day, 3))
    if answer:
        by = person(roles.WITNESS_CARE)
        actions.reply(space, answer, form_id=uuid.uuid4(), now=noon(day, 1), by=by)


def at_court(space: PrivateSpace, details: dict[str, Any], today: date) -> None:
    """Court and plea are known, so there is a deadline."""
    ask(space, RequestKind.MEASURES, details, today)
    by = person(roles.WITNESS_CARE)
    actions.record_court(space.case, at=noon(today, 2), by=by, court=Court.CROWN, plea_on=today - timedelta(days=12))


def passed_on(space: PrivateSpace, details: dict[str, Any], today: date) -> None:
    """The court is not known yet; the prosecutor has it already."""
    row = ask(space, RequestKind.MEASURES, details, today)
    actions.move_request(row, to=RequestState.PASSED_ON, at=noon(today, 1), by=person(roles.WITNESS_CARE))


def earlier(space: PrivateSpace, details: dict[str, Any], today: date) -> None:
    ask(space, RequestKind.EARLIER, details, today)


def ask(space: PrivateSpace, kind: RequestKind, details: dict[str, Any], today: date) -> Any:
    return actions.ask(space, kind=kind, details=details, request_id=uuid.uuid4(), now=noon(today, 4))
