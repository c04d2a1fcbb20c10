"""Public pages of promises: the table, one promise with what was heard of it, and what changed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from derbyvoice.lib.tables import Table, to_csv
from derbyvoice.office import clock
from derbyvoice.office.context import office_now
from derbyvoice.users.access import anyone
from scrutiny.commitments import reports
from scrutiny.commitments.choices import Owner
from scrutiny.commitments.models import Commitment

PER_PAGE = 25
UPDATES_SHOWN = 50
CSV_COLUMNS = ("number", "promise", "owner", "standing", "time", "evidence", "made at")


@anyone("GET", keep_seconds=60)
def promise_list(request: HttpRequest) -> HttpResponse:
    """All promises; late ones only, when asked. The latest made first would hide the old ones: order is by number."""
    day = clock.today()
    shown = request.GET.get("show", "")
    wanted = {reports.LATE: Commitment.objects.overdue(day), reports.DONE: Commitment.objects.done()}
    rows = wanted.get(shown, Commitment.objects.all()).with_thread()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = reports.promises(page.object_list, day)
    context = {"page_obj": page, "counts": reports.counts(day), "shown": shown if shown in wanted else ""}
    return render(request, "commitments/list.html", context)


@anyone("GET", keep_seconds=60)
def promise_page(request: HttpRequest, number: int) -> HttpResponse:
    commitment = get_object_or_404(Commitment.objects.with_thread(), number=number)
    page = {"promise": reports.promise(commitment, clock.today()), "updates": commitment.updates.all()[:UPDATES_SHOWN]}
    return render(request, "commitments/page.html", page)


@anyone("GET", keep_seconds=60)
def changed(request: HttpRequest) -> HttpResponse:
    """You said, we did: kept promises with their evidence, and what was asked before them."""
    day = clock.today()
    page = Paginator(Commitment.objects.done().with_thread(), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = reports.promises(page.object_list, day)
    return render(request, "commitments/changed.html", {"page_obj": page})


@anyone("GET", keep_seconds=300)
def as_csv(request: HttpRequest) -> HttpResponse:
    rows = reports.promises(Commitment.objects.with_thread()[:1000], clock.today())
    table = Table("Promises", CSV_COLUMNS, tuple(csv_row(row) for row in rows))
    response = HttpResponse(to_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="promises.csv"'
    return response


def csv_row(row: reports.Promise) -> tuple[str | int, ...]:
    office = office_now()
    owner = {Owner.FORCE: office.force_name, Owner.OFFICE: office.name}.get(row.owner, row.partner)
    made_at = row.source or f"Meeting on {row.meeting_date}"
    return row.number, row.what, owner, row.standing_in_words, row.when, row.evidence, made_at
