"""What later rooms may know of questions: published words, and counts of the office's own work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from scrutiny.questions.choices import OPEN, State
from scrutiny.questions.models import Answer, Question

OUTSIDE = "A member of the public"
CURRENT = Prefetch("answers", queryset=Answer.objects.filter(is_current=True), to_attr="current_answers")


@dataclass(frozen=True)
class Exchange:
    """A published question with its answer."""

    reference: str
    place: str
    asked_from: str
    words: str
    answer: str
    is_summary: bool
    published_at: datetime | None
    meeting_address: str
    meeting_date: date | None
    demonstration: bool


def exchange(question: Question) -> Exchange:
    answers = getattr(question, "current_answers", None) or list(question.answers.filter(is_current=True))
    place = question.district.name if question.district else ""
    return Exchange(
        reference=question.reference,
        place=place,
        asked_from=f"Resident from {place}" if place else OUTSIDE,
        words=question.public_words,
        answer=answers[0].words if answers else "",
        is_summary=question.summary,
        published_at=question.published_at,
        meeting_address=question.meeting.address if question.meeting else "",
        meeting_date=question.meeting.date if question.meeting else None,
        demonstration=question.demonstration,
    )


def published() -> "QuerySet[Question]":
    """Published questions with all that a page of them needs, the newest first."""
    return Question.objects.published().with_place().prefetch_related(CURRENT)


def latest(most: int) -> list[Exchange]:
    return exchanges(published()[:most])


def of_meeting(meeting_id: int) -> list[Exchange]:
    """Published questions to one meeting, in the order in which they came."""
    return exchanges(published().filter(meeting=meeting_id).order_by("asked_at", "id"))


def exchanges(questions: Iterable[Question]) -> list[Exchange]:
    return [exchange(question) for question in questions]


@dataclass(frozen=True)
class OpenQuestions:
    """How much of the office's and the force's work with questions is open."""

    waiting: int
    accepted: int
    with_force: int
    answered: int
    overdue: int


def open_questions(day: date) -> OpenQuestions:
    """Counts of open questions by state; overdue are those with the force past the day their answer was due."""
    states = (State.WAITING, State.ACCEPTED, State.WITH_FORCE, State.ANSWERED)
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in states}
    late = Count("pk", filter=Q(state=State.WITH_FORCE, answer_due__lt=day))
    return OpenQuestions(**Question.objects.filter(state__in=OPEN).aggregate(**counts, overdue=late))
