"""One invented focus group."""

from datetime import date, timedelta

from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from surveys.fieldwork.actions import add_participant, note_debrief, record_session, write_note
from surveys.fieldwork.choices import Kind
from surveys.fieldwork.models import Session

TOPIC = "Being kept informed"
SAID = (
    (1, "Every letter had another name at the bottom. I never knew whom to ask."),
    (2, "When the same person rang each time I could breathe."),
    (3, "Tell me on which day you will call, and I can plan to be alone in the house."),
    (5, "I would rather have a short message than wait for a long call."),
    (None, "The room went quiet when P2 spoke; several nodded."),
)


def load(*, today: date, by: User) -> None:
    """Six people, four of whom let their words be read; loaded once."""
    if Session.objects.filter(topic=TOPIC).exists():
        return
    held_on = today - timedelta(days=21)
    session = record_session(kind=Kind.FOCUS_GROUP, topic=TOPIC, held_on=held_on, place="Community centre", by=by)
    cohort = Cohort.objects.filter(key="adults").first()
    reads = {1, 2, 3, 5}
    people = {
        n: add_participant(
            session=session, cohort=cohort, by=by, may_count=True, may_read=n in reads, may_quote=n in {2, 3}
        )
        for n in range(1, 7)
    }
    for number, words in SAID:
        write_note(session=session, words=words, by=by, participant=people[number] if number else None)
    note_debrief(session=session, by=by)
