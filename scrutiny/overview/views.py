"""Pages that tie rooms together: the front of scrutiny, and a meeting with its questions and promises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from scrutiny.commitments import reports as commitments
from scrutiny.measures import reports as measures
from scrutiny.meetings import reports as meetings
from scrutiny.meetings.models import Meeting
from scrutiny.plan.reports import current_plan
from scrutiny.questions import reports as questions

FIGURES_SHOWN = 4
QUESTIONS_SHOWN = 2
CHANGES_SHOWN = 3


@anyone("GET", keep_seconds=60)
def index(request: HttpRequest) -> HttpResponse:
    """What the office asks, what the force answers, what the figures say, and what was promised."""
    day = clock.today()
    page = {
        "today": day,
        "next_meeting": meetings.next_meeting(day),
        "latest_meeting": meetings.latest_record(day),
        "questions": questions.latest(QUESTIONS_SHOWN),
        "measures": measures.latest(FIGURES_SHOWN),
        "counts": commitments.counts(day),
        "late": commitments.overdue(day)[:CHANGES_SHOWN],
        "done": commitments.done(CHANGES_SHOWN, day=day),
        "plan": current_plan(),
    }
    return render(request, "overview/index.html", page)


@anyone("GET", keep_seconds=60)
def meeting(request: HttpRequest, address: str) -> HttpResponse:
    """All that came out of one meeting."""
    day = clock.today()
    row = get_object_or_404(
        Meeting.objects.public().with_subject().prefetch_related("papers", "agenda"), address=address
    )
    page = {
        "meeting": row,
        "today": day,
        "questions": questions.of_meeting(row.pk),
        "promises": commitments.of_meeting(row.pk, day),
        **meetings.neighbours(row),
    }
    return render(request, "overview/meeting.html", page)
