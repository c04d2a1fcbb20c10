"""Published questions and answers from a file of facts about a meeting."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.lib.facts import Facts
from derbyvoice.office.models import District
from derbyvoice.users.models import User
from scrutiny.meetings.importing import keep_meeting
from scrutiny.meetings.models import Meeting
from scrutiny.questions import actions
from scrutiny.questions.choices import State
from scrutiny.questions.links import new_reference
from scrutiny.questions.models import AskingRule, AskingTerms, Question


@transaction.atomic
def import_meeting(facts: Facts, *, by: User, today: date, demonstration: bool = False) -> Meeting:
    """A meeting with its questions and answers, in summary. Read again, the same file changes nothing.

    Raises `FactsError` with the name of the field; then nothing of the file is kept."""
    meeting = keep_meeting(facts, by=by, today=today, demonstration=demonstration)
    for item in facts.items("questions"):
        keep_question(item.only("area", "asks", "answer_points"), meeting, by=by, demonstration=demonstration)
    return meeting


def keep_question(item: Facts, meeting: Meeting, *, by: User, demonstration: bool) -> None:
    district = District.objects.filter(name=item.text("area", most=80)).first()
    if district is None:
        item.refuse("area", f"is {item.values['area']!r}, which is not an area known to this office.")
    words = item.text("asks", most=4000)
    points = item.texts("answer_points", most=2000)
    if not points:
        item.refuse("answer_points", "is empty: a published question has an answer.")
    if not meeting.questions.filter(public_words=words, district=district).exists():
        told = {"district": district, "meeting": meeting, "demonstration": demonstration}
        keep_published(words=words, answer="\n".join(f"- {point}" for point in points), by=by, **told)


def keep_published(*, words: str, answer: str, by: User, meeting: Meeting, **facts: Any) -> Question:
    """A question that was answered in public elsewhere takes the same steps as any other, on the day it came out."""
    at = timezone.make_aware(datetime.combine(meeting.published_on or meeting.date, time(12)))
    told = {"asked_at": at, "moved_at": at, "summary": True, "state": State.WAITING, "meeting": meeting, **facts}
    question = Question.objects.create(reference=new_reference(), **told)
    question = actions.accept(question, public_words=words, at=at, by=by)
    question = actions.send_to_force(question, at=at, by=by)
    actions.write_answer(question, words=answer, at=at, by=by, summary=True, is_public=True)
    return actions.publish(question, at=at, by=by)


@transaction.atomic
def import_asking_rules(facts: Facts, *, by: User) -> int:
    """The rules for asking, and the numbers that go with them; gives how many rules.

    Rules are refreshed by their key; none is deleted."""
    facts.only("rules", "terms", "source")
    source = facts.text("source", most=300, needed=False)
    for position, item in enumerate(facts.items("rules"), start=1):
        item.only("key", "sentence", "declined_words")
        told = {"sentence": item.text("sentence", most=200), "declined_words": item.text("declined_words", most=300)}
        keep = {**told, "position": position, "source": source}
        AskingRule.objects.update_or_create(key=item.text("key", most=50), defaults=keep)
    terms = facts.inner("terms")
    numbers = ("confirm_days", "asker_kept_days", "mails_a_day", "answer_days")
    terms.only(*numbers, "valid_from")
    values = {name: int(terms.number(name) or 0) for name in numbers}
    kept, _ = AskingTerms.objects.update_or_create(
        valid_from=terms.day("valid_from"), defaults={**values, "source": source}
    )
    record("asking_rules_loaded", kept, by=by)
    return len(facts.values["rules"])
