"""One page before each meeting: what is late, what waits, what the figures say, and a pack for each contract."""

import re

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.lib.tables import to_csv
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from scrutiny.briefings.downloads import whole_table, workbook
from scrutiny.briefings.pack import Pack, before, pack_of
from scrutiny.commitments import reports as commitments
from scrutiny.measures import reports as measures
from scrutiny.questions import reports as questions
from services.contracts.periods import Quarter, last_finished_quarter, quarter_of
from services.contracts.reports import running_contracts

READERS = (roles.OFFICE_STAFF, roles.COMMISSIONER)
QUARTERS_SHOWN = 8
FIGURES_SHOWN = 6
EARLIEST_YEAR = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk("GET", roles=READERS)
def start(request: HttpRequest) -> HttpResponse:
    """The page to read before a meeting."""
    day = clock.today()
    page = {
        "late": commitments.overdue(day),
        "counts": commitments.counts(day),
        "open": questions.open_questions(day),
        "measures": measures.latest(FIGURES_SHOWN),
        "contracts": running_contracts(day),
        "quarter": last_finished_quarter(day),
    }
    return render(request, "briefings/start.html", page)


@desk("GET", roles=READERS)
def contracts(request: HttpRequest) -> HttpResponse:
    """The contracts that ran in a quarter, the last finished one unless another is chosen."""
    day = clock.today()
    quarters = quarters_to_choose(last_finished_quarter(day))
    quarter = next((one for one in quarters if key_of(one) == request.GET.get("quarter")), quarters[0])
    page = {
        "contracts": running_contracts(quarter.last_day),
        "quarter": quarter,
        "choices": [(key_of(one), str(one)) for one in quarters],
        "chosen": key_of(quarter),
    }
    return render(request, "briefings/contracts.html", page)


def quarters_to_choose(newest: Quarter) -> list[Quarter]:
    """The newest first."""
    found = [newest]
    while len(found) < QUARTERS_SHOWN:
        found.append(before(found[-1]))
    return found


def key_of(quarter: Quarter) -> str:
    return f"{quarter.year}-q{quarter.number}"


@desk("GET", roles=READERS)
def pack(request: HttpRequest, pk: int, year: int, number: int) -> HttpResponse:
    return render(request, "briefings/pack.html", {"pack": wanted(pk, year, number), "today": clock.today()})


@desk("GET", roles=READERS)
def pack_csv(request: HttpRequest, pk: int, year: int, number: int) -> HttpResponse:
    found = wanted(pk, year, number)
    return attached(to_csv(whole_table(found), bom=True).encode(), "text/csv; charset=utf-8", name_of(found, "csv"))


@desk("GET", roles=READERS)
def pack_xlsx(request: HttpRequest, pk: int, year: int, number: int) -> HttpResponse:
    found = wanted(pk, year, number)
    return attached(workbook(found), XLSX, name_of(found, "xlsx"))


def wanted(pk: int, year: int, number: int) -> Pack:
    """The pack of a quarter that has begun."""
    day = clock.today()
    if number not in (1, 2, 3, 4) or year < EARLIEST_YEAR or Quarter(year, number) > quarter_of(day):
        raise Http404
    try:
        return pack_of(pk, Quarter(year, number), day=day)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown


def attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def name_of(found: Pack, ending: str) -> str:
    title = re.sub(r"[^a-z0-9]+", "-", found.contract.title.lower()).strip("-")[:60]
    return f"pack-{title or found.contract.contract_id}-{key_of(found.quarter)}.{ending}"
