"""The list of meetings, their feed for diaries, and the files that are kept here."""

from datetime import UTC, datetime, time
from pathlib import Path

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.office.links import link_to
from derbyvoice.users.access import anyone
from scrutiny.meetings import calendar
from scrutiny.meetings.choices import PUBLIC, State
from scrutiny.meetings.models import Meeting, Paper

PER_PAGE = 15
FEED_MEETINGS = 100


@anyone("GET", keep_seconds=60)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Coming meetings, the next one first; then past ones, the latest first."""
    day = clock.today()
    past = Paginator(Meeting.objects.past(day).with_subject(), PER_PAGE).get_page(request.GET.get("page"))
    upcoming = Meeting.objects.upcoming(day).with_subject()[:PER_PAGE] if past.number == 1 else []
    return render(request, "meetings/list.html", {"upcoming": upcoming, "page_obj": past, "today": day})


@anyone("GET", keep_seconds=300)
def feed(request: HttpRequest) -> HttpResponse:
    """The latest hundred meetings for a diary."""
    meetings = Meeting.objects.public().with_subject()[:FEED_MEETINGS]
    name = f"{office_now().service_name}: meetings"
    words = calendar.calendar(name, (in_diary(meeting) for meeting in meetings))
    return HttpResponse(words, content_type=calendar.CONTENT_TYPE)


def in_diary(meeting: Meeting) -> list[str]:
    link = link_to("public", "overview_meeting", meeting.address)
    return calendar.event(
        uid=f"{meeting.address}@{link.split('/')[2]}",
        day=meeting.date,
        summary=meeting.series.name,
        place=meeting.place,
        link=link,
        stamp=datetime.combine(meeting.date, time(0), tzinfo=UTC),
        is_cancelled=meeting.state == State.CANCELLED,
    )


@anyone("GET", keep_seconds=300)
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """A paper that is kept here, to be saved and not shown inside our own pages."""
    row = Paper.objects.filter(pk=number, meeting__state__in=PUBLIC).exclude(file="").select_related("meeting").first()
    if row is None:
        raise Http404
    name = f"{row.kind}-{row.meeting.address}{Path(row.file.name).suffix}"
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "sandbox"
    return response
