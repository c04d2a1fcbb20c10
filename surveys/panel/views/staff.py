"""The desk's pages of the panel: waves, what came of them, what changed for people, and who is missing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.lib.charts import bar_chart
from derbyvoice.lib.suppression import FigureTable
from derbyvoice.lib.tables import Table, to_csv
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.panel import reports
from surveys.panel.actions import area
from surveys.panel.actions import waves as acts
from surveys.panel.choices import WAVE_TRANSITIONS, WaveState
from surveys.panel.models import AreaCount, Series, Wave
from surveys.panel.reports.members import on_the_panel
from surveys.panel.staff_forms import NEW, FiguresForm, WaveForm

WORKERS = (roles.RESEARCHER, roles.OFFICE_STAFF)
PER_PAGE = 25
WHOLE = ("series__survey", "district", "cohort")
A_YEAR = timedelta(days=366)


@desk("GET", roles=WORKERS)
def waves(request: HttpRequest) -> HttpResponse:
    rows = Wave.objects.select_related(*WHOLE).prefetch_related("topics")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "panel/waves.html", {"page_obj": page, "members": on_the_panel()})


@desk("GET", "POST", roles=WORKERS)
def new_wave(request: HttpRequest) -> HttpResponse:
    """Plan a wave. Nobody is asked before it is opened on its own page, which says how many it would ask."""
    form = WaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("panel_wave", plan_from(dict(form.cleaned_data), request).pk)
        except ValidationError as refused:
            add_errors(form, refused)
    return render(request, "panel/new_wave.html", {"form": form})


def plan_from(told: dict[str, Any], request: HttpRequest) -> Wave:
    chosen, survey, name = told.pop("series"), told.pop("survey"), told.pop("name")
    return acts.plan_in(
        series=None if chosen == NEW else int(chosen), survey=survey, name=name, by=request.user, **told
    )


def add_errors(form: Any, refused: ValidationError) -> None:
    """What an action refused, at its field where the form has one."""
    if not hasattr(refused, "error_dict"):
        return form.add_error(None, refused)
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
    return None


@desk("GET", "POST", roles=WORKERS)
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """One wave: whom it would ask, and then how many answered and where people stopped."""
    found = get_object_or_404(Wave.objects.select_related(*WHOLE), pk=pk)
    context: dict[str, Any] = {"wave": found}
    if request.method == "POST" and request.POST.get("to") in WaveState.values:
        try:
            acts.move(wave=found, to=WaveState(request.POST["to"]), day=clock.today(), by=request.user)
            return redirect("panel_wave", pk)
        except ValidationError as refused:
            context["refused"] = refused.messages
    if found.state == WaveState.PLANNED:
        context["would_ask"] = reports.how_many(found, clock.today())
    else:
        context |= results_of(found)
    context["moves"] = [WaveState(to) for to in sorted(WAVE_TRANSITIONS[found.state], reverse=True)]
    return render(request, "panel/wave.html", context)


def results_of(found: Wave) -> dict[str, Any]:
    rate = reports.response_rate(found)
    stops = [(one, drawn(one.figures, f"stop-{one.version.number}"), one.table) for one in reports.drop_offs(found)]
    return {
        "rate": rate,
        "rate_chart": drawn(rate.figures, "rate"),
        "rate_table": as_table(rate.figures),
        "stops": stops,
    }


def drawn(figures: FigureTable, id_prefix: str) -> str:
    return bar_chart(figures, title=figures.caption, description=f"Bars. {figures.note}", id_prefix=id_prefix)


def as_table(figures: FigureTable) -> Table:
    return Table.from_figures(figures, "What")


@desk("GET", roles=WORKERS)
def wave_csv(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Wave.objects.select_related(*WHOLE), pk=pk)
    tables = [reports.response_rate(found).figures, *(one.figures for one in reports.drop_offs(found))]
    return csv_of([as_table(one) for one in tables], f"wave-{found.pk}")


def csv_of(tables: Iterable[Table], name: str) -> HttpResponse:
    """Tables one below the other, each row beginning with the table's name."""
    rows = [(table.caption, *row) for table in tables for row in table.rows]
    wide = max((len(row) for row in rows), default=1)
    filled = tuple((*row, *[""] * (wide - len(row))) for row in rows)
    heads = ("Table", "What", "People", *[f"Figure {number}" for number in range(2, wide - 1)])[:wide]
    answer = HttpResponse(to_csv(Table(name, heads, filled), bom=True), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@desk("GET", roles=WORKERS)
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed for the same people from the first to the latest wave."""
    found = get_object_or_404(Series.objects.select_related("survey"), pk=pk)
    moved = [
        (one, drawn(one.figures, f"moved-{at}"), as_table(one.figures))
        for at, one in enumerate(reports.travelled(found))
    ]
    rows = found.waves.select_related(*WHOLE).order_by("number")
    return render(request, "panel/series.html", {"series": found, "waves": rows, "moved": moved})


@desk("GET", roles=WORKERS)
def series_csv(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Series, pk=pk)
    return csv_of([as_table(one.figures) for one in reports.travelled(found)], f"series-{found.pk}")


@desk("GET", roles=WORKERS)
def not_heard(request: HttpRequest) -> HttpResponse:
    """Who answered in the last year, beside who lives in the area and the crime recorded there."""
    found = [
        (one, drawn(one.figures, f"by-{one.what.lower()}"), one.table, reports.missing(one))
        for one in reports.compared(waves_of_a_year())
    ]
    may_load = request.user.has_role(roles.OFFICE_STAFF)
    return render(request, "panel/not_heard.html", {"found": found, "may_load": may_load})


def waves_of_a_year() -> list[Wave]:
    began = Wave.objects.exclude(state=WaveState.PLANNED).filter(opens_on__gte=clock.today() - A_YEAR)
    return list(began.select_related(*WHOLE))


@desk("GET", roles=WORKERS)
def not_heard_csv(request: HttpRequest) -> HttpResponse:
    return csv_of([one.table for one in reports.compared(waves_of_a_year())], "not-heard")


@desk("GET", "POST", roles=(roles.OFFICE_STAFF,))
def load_figures(request: HttpRequest) -> HttpResponse:
    """Load how many people live where, and how much crime is recorded, with the source."""
    form = FiguresForm(request.POST if request.method == "POST" else None, auto_id="%s", use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        area.load_counts(rows=form.cleaned_data["table"], by=request.user)
        return redirect("panel_not_heard")
    loaded = AreaCount.objects.select_related("district", "cohort")[:500]
    return render(request, "panel/figures.html", {"form": form, "loaded": loaded})
