"""What pages and later rooms may know of promises."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from scrutiny.commitments.choices import State
from scrutiny.commitments.days import in_words
from scrutiny.commitments.models import Commitment

LATE, OPEN, DONE, DROPPED = "late", "open", "done", "dropped"
WORDS = {LATE: "Late", OPEN: "Not finished", DONE: "Done", DROPPED: "Ended without being done"}


@dataclass(frozen=True)
class Promise:
    """A promise in plain words, as of one day."""

    number: int
    what: str
    owner: str
    partner: str
    post: str
    standing: str
    when: str
    evidence: str
    evidence_kind: str
    evidence_link: str
    source: str
    meeting_address: str
    meeting_date: date | None
    question_reference: str
    question_words: str
    question_place: str
    measure_number: int | None
    measure_name: str
    demonstration: bool

    @property
    def standing_in_words(self) -> str:
        return WORDS[self.standing]


def standing(commitment: Commitment, day: date) -> str:
    return LATE if commitment.is_late(day) else str(commitment.state)


def when(commitment: Commitment) -> str:
    """What can be said about its time: done when, due when, or that no date was given."""
    if commitment.state == State.DONE:
        return f"Done {in_words(commitment.done_on, commitment.done_precision)}"
    due = in_words(commitment.due, commitment.due_precision)
    return f"Due {due}" if due else "No date was given"


def promise(commitment: Commitment, day: date) -> Promise:
    meeting, question, measure = commitment.source_meeting, commitment.question, commitment.measure
    public = question if question and question.state == "published" else None
    return Promise(
        number=commitment.number,
        what=commitment.what,
        owner=commitment.owner,
        partner=commitment.partner,
        post=commitment.post,
        standing=standing(commitment, day),
        when=when(commitment),
        evidence=commitment.evidence,
        evidence_kind=commitment.get_evidence_kind_display() if commitment.evidence_kind else "",
        evidence_link=commitment.evidence_link,
        source=commitment.source,
        meeting_address=meeting.address if meeting else "",
        meeting_date=meeting.date if meeting else None,
        question_reference=public.reference if public else "",
        question_words=public.public_words if public else "",
        question_place=public.district.name if public and public.district else "",
        measure_number=measure.number if measure else None,
        measure_name=measure.name if measure else "",
        demonstration=commitment.demonstration,
    )


def promises(commitments: "QuerySet[Commitment]", day: date) -> list[Promise]:
    return [promise(commitment, day) for commitment in commitments]


def overdue(day: date) -> list[Promise]:
    """Promises whose time has passed without being done, the longest overdue first."""
    return promises(Commitment.objects.overdue(day).with_thread(), day)


def done(most: int | None = None, *, day: date) -> list[Promise]:
    """Kept promises with their evidence, the latest first."""
    return promises(Commitment.objects.done().with_thread()[:most], day)


def of_meeting(meeting_id: int, day: date) -> list[Promise]:
    """Promises made at one meeting."""
    return promises(Commitment.objects.filter(source_meeting=meeting_id).with_thread(), day)


@dataclass(frozen=True)
class Counts:
    """How many promises there are, and how they stand on a day. They are not people, so no number is hidden."""

    total: int
    done: int
    late: int
    open: int
    dropped: int


def counts(day: date) -> Counts:
    late = Q(state=State.OPEN, due__lt=day)
    counted = Commitment.objects.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(state=State.DONE)),
        late=Count("pk", filter=late),
        dropped=Count("pk", filter=Q(state=State.DROPPED)),
    )
    rest = counted["total"] - counted["done"] - counted["late"] - counted["dropped"]
    return Counts(open=rest, **counted)
