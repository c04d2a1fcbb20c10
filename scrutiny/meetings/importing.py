"""A meeting from a file of facts, as the office's web page told of it."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from derbyvoice.lib.facts import Facts
from derbyvoice.users.models import User
from scrutiny.meetings import actions
from scrutiny.meetings.choices import PaperKind, State
from scrutiny.meetings.models import Meeting, Series
from scrutiny.plan.actions import keep_plan, keep_priority
from scrutiny.plan.models import Priority

FIELDS = (
    *("series", "date", "plan", "priority", "place", "question_deadline", "published_on", "papers", "agenda"),
    *("next", "questions"),
)


@transaction.atomic
def keep_meeting(facts: Facts, *, by: User, today: date, demonstration: bool = False) -> Meeting:
    """The meeting that the file tells of, and the next one. Read again, the same file changes nothing.

    Raises `FactsError` with the name of the field; then nothing of the file is kept."""
    facts.only(*FIELDS)
    series = actions.keep_series(name=facts.text("series", most=120), by=by)
    plan = keep_plan(title=facts.text("plan", most=160), by=by, demonstration=demonstration)
    priority = keep_priority(plan, name=facts.text("priority", most=160), by=by)
    known = {"series": series, "by": by, "demonstration": demonstration}
    meeting = one_meeting(facts, priority=priority, **known)
    keep_papers(meeting, facts, by=by)
    if facts.has("next"):
        following = facts.inner("next").only("date", "priority", "place")
        subject = keep_priority(plan, name=following.text("priority", most=160), by=by)
        announce(one_meeting(following, priority=subject, **known), by=by)
    published_on = facts.day("published_on", needed=False)
    if published_on and published_on < meeting.date:
        facts.refuse("published_on", "is before the meeting.")
    return bring_to_its_state(meeting, published_on=published_on, today=today, by=by)


def one_meeting(facts: Facts, *, series: Series, priority: Priority, by: User, demonstration: bool) -> Meeting:
    day = facts.day("date")
    found = Meeting.objects.filter(series=series, date=day).first()
    if found:
        return found
    deadline = facts.day("question_deadline", needed=False)
    if deadline and deadline > day:
        facts.refuse("question_deadline", "is after the meeting.")
    place = facts.text("place", most=200, needed=False)
    told = {"question_deadline": deadline, "place": place, "priority": priority}
    return actions.plan_meeting(series=series, day=day, by=by, demonstration=demonstration, **told)


def keep_papers(meeting: Meeting, facts: Facts, *, by: User) -> None:
    if meeting.papers.exists() or meeting.agenda.exists():
        return
    at = timezone.make_aware(datetime.combine(meeting.date, time(12)))
    for kind in facts.texts("papers", most=20):
        if kind not in PaperKind.values:
            facts.refuse("papers", f"holds {kind!r}; papers are of the kinds {', '.join(PaperKind.values)}.")
        actions.add_paper(meeting, kind=kind, at=at, by=by)
    for title in facts.texts("agenda", most=200):
        actions.add_agenda_item(meeting, title=title, by=by)


def announce(meeting: Meeting, *, by: User) -> Meeting:
    return actions.move(meeting, to=State.ANNOUNCED, by=by) if meeting.state == State.DRAFT else meeting


def bring_to_its_state(meeting: Meeting, *, published_on: date | None, today: date, by: User) -> Meeting:
    """A past meeting was held; one with a day of publication has its record."""
    meeting = announce(meeting, by=by)
    if meeting.state == State.ANNOUNCED and (published_on or meeting.date < today):
        meeting = actions.move(meeting, to=State.HELD, by=by)
    if meeting.state == State.HELD and published_on:
        meeting = actions.move(meeting, to=State.PUBLISHED, published_on=published_on, by=by)
    return meeting
