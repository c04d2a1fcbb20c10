"""What later rooms may know of meetings."""

from datetime import date

from scrutiny.meetings.choices import TO_MEND, State
from scrutiny.meetings.models import Meeting, Paper


def next_meeting(day: date) -> Meeting | None:
    """The next public meeting on this day or after it; one that was cancelled is not held."""
    return Meeting.objects.upcoming(day).exclude(state=State.CANCELLED).with_subject().first()


def latest_record(day: date) -> Meeting | None:
    """The last meeting before this day whose record is published."""
    return Meeting.objects.past(day).filter(state=State.PUBLISHED).with_subject().first()


def neighbours(meeting: Meeting) -> dict[str, Meeting | None]:
    """The public meetings of the series before and after this one."""
    others = Meeting.objects.public().with_subject().filter(series=meeting.series_id)
    return {
        "previous": others.filter(date__lt=meeting.date).order_by("-date").first(),
        "following": others.filter(date__gt=meeting.date).order_by("date").first(),
    }


def taking_questions(day: date) -> Meeting | None:
    """The next meeting that a question can still reach."""
    return Meeting.objects.taking_questions(day).with_subject().first()


def recordings_to_mend() -> int:
    """Recordings of public meetings without captions or a transcript, or where nobody has looked."""
    return Paper.objects.filter(captions__in=TO_MEND).count()
