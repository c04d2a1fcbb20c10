"""Public pages of figures, and the same as open data."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from derbyvoice.lib.tables import to_csv
from derbyvoice.users.access import anyone
from scrutiny.measures import drawing, reports
from scrutiny.measures.models import Comparator, Measure, Value

MOST = 200


@anyone("GET", keep_seconds=60)
def measure_list(request: HttpRequest) -> HttpResponse:
    return render(request, "measures/list.html", {"measures": reports.latest(MOST)})


@anyone("GET", keep_seconds=60)
def measure_page(request: HttpRequest, number: int) -> HttpResponse:
    """One figure: its latest value, a drawing with its table, what it means, and what it may be compared with."""
    measure = reports.one(number)
    if measure is None:
        raise Http404
    page = {"measure": measure, "drawing": drawing.drawing_of(measure), "table": measure.table()}
    return render(request, "measures/page.html", page)


@anyone("GET", keep_seconds=300)
def one_as_csv(request: HttpRequest, number: int) -> HttpResponse:
    measures = list(reports.with_values().filter(number=number))
    if not measures:
        raise Http404
    return as_csv(measures, f"figure-{number}.csv")


@anyone("GET", keep_seconds=300)
def all_as_csv(request: HttpRequest) -> HttpResponse:
    return as_csv(reports.with_values()[:MOST], "figures.csv")


def as_csv(measures: Iterable[Measure], name: str) -> HttpResponse:
    response = HttpResponse(to_csv(reports.open_table(measures)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@anyone("GET", keep_seconds=300)
def all_as_json(request: HttpRequest) -> HttpResponse:
    """Figures with their values, what they mean and what they may be compared with. Numbers are decimal texts."""
    measures: list[Measure] = list(reports.with_values()[:MOST])
    return JsonResponse({"figures": [as_data(measure) for measure in measures]})


def as_data(measure: Measure) -> dict[str, object]:
    told = ("number", "name", "unit", "up_is_good", "area", "definition", "source", "limits", "demonstration")
    return {
        **{name: getattr(measure, name) for name in told},
        "comparison": {"allowed": measure.comparator_allowed, "why": measure.comparator_reason},
        "values": [value_data(value) for value in measure.current],  # type: ignore[attr-defined]
        "comparators": [comparator_data(row) for row in measure.comparators.all()],
    }


def value_data(value: Value) -> dict[str, object]:
    told = ("approximate", "period_words", "period_start", "period_end", "reported")
    return {"value": f"{value.value.normalize():f}", **{name: getattr(value, name) for name in told}}


def comparator_data(row: Comparator) -> dict[str, object]:
    told = ("area", "period_words", "definition", "source", "is_sound")
    return {"value": f"{row.value.normalize():f}", **{name: getattr(row, name) for name in told}}
