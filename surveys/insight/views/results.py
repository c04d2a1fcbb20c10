"""What the closed answers say, as protected figures: pages, and the same figures as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from derbyvoice.lib.charts import Point, bar_chart, line_chart
from derbyvoice.lib.suppression import FigureTable
from derbyvoice.lib.tables import Table
from derbyvoice.users.access import desk
from surveys.insight.files import KINDS, file_of
from surveys.insight.forms.figures import CompareForm, FilterForm
from surveys.insight.releases import Figures, Filters
from surveys.insight.subjects import Subject
from surveys.insight.views.roles import LOOKERS, PUBLISHERS
from surveys.insight.views.standing import everybody, once, people_fields, piece
from surveys.panel.reports import Comparison, beside, missing
from surveys.questionnaires.choices import OF_THE_OFFICE, QuestionKind
from surveys.questionnaires.models import Version

A_PAGE = 8
"""Questions on a page of filtered figures: each is weighed by itself."""
OVER_TIME = ("month", "wave")


@dataclass(frozen=True)
class Drawn:
    """A table as it stands on a page; without `figures` it is kept back."""

    title: str
    figures: FigureTable | None
    charts: tuple[str, ...] = ()

    @property
    def table(self) -> Table | None:
        return Table.from_figures(self.figures, "Answer") if self.figures else None


def drawn(title: str, figures: FigureTable | None, number: int | str, over_time: bool = False) -> Drawn:
    if figures is None:
        return Drawn(title, None)
    charts = lines(figures, number) if over_time else [bars(figures, number)]
    return Drawn(title, figures, tuple(charts))


def bars(figures: FigureTable, number: int | str) -> str:
    title = figures.caption
    return bar_chart(figures, title=title, description=f"Bars. {figures.note}", id_prefix=f"question-{number}")


def lines(figures: FigureTable, number: int | str) -> list[str]:
    """A line for each answer over time."""
    return [
        line_chart(
            [Point(label, cell) for label, cell in zip(figures.column_labels, cells, strict=True)],
            title=answer,
            description=f"{answer}, over time. {figures.note}",
            unit="people",
            id_prefix=f"question-{number}-{place}",
        )
        for place, (answer, cells) in enumerate(zip(figures.row_labels, figures.cells, strict=True))
    ]


@desk("GET", roles=LOOKERS)
def survey_results(request: HttpRequest, slug: str) -> HttpResponse:
    """A chart and the same table for each question; for some people only, if filters were chosen."""
    figures = Figures(chosen_version(slug, request.GET.get("version", "")))
    context = {**about(request, figures), "may_publish": request.user.has_role(*PUBLISHERS)}
    context |= of_everybody(figures) if everybody(request.GET) else of_some(request, figures)
    return render(request, "insight/results.html", context)


def of_everybody(figures: Figures) -> dict[str, Any]:
    """What stands until the figures move on: the same for all who look."""
    return {
        "people": people_fields(figures, lambda: FilterForm(figures, {})),
        "standing": piece("insight/_parts.html", figures, lambda: {"drawn": all_alone(figures)}),
        "unheard": unheard(figures),
    }


def all_alone(figures: Figures) -> list[Drawn]:
    tables = [(one.label, figures.release(one)) for one in by_channel(figures)]
    tables += [(one.question.text, one.table) for one in figures.alone if one.table]
    return [drawn(title, table, number) for number, (title, table) in enumerate(tables)]


def by_channel(figures: Figures) -> list[Subject]:
    """How answers came stands before every analysis."""
    return [figures.subjects["channel"]] if figures.stand else []


def of_some(request: HttpRequest, figures: Figures) -> dict[str, Any]:
    """Each question for the people who were chosen, some questions at a time; for everybody, if nobody was.
    Where what was asked cannot be answered, no figures stand in its place."""
    form = FilterForm(figures, request.GET)
    if not form.is_valid():
        return {"form": form}
    if not (filters := form.filters):
        return {"form": form, "drawn": all_alone(figures), "unheard": unheard(figures)}
    page = Paginator(asked_alone(figures), A_PAGE).get_page(request.GET.get("page"))
    tables = [(one.label, figures.release(one, None, filters)) for one in page]
    parts = [drawn(title, table, number) for number, (title, table) in enumerate(tables)]
    return {"form": form, "said": form.said, "page_obj": page, "drawn": parts, "came": came(figures, filters)}


def came(figures: Figures, filters: Filters) -> Drawn | None:
    """How the answers of those whom a page is about came. Asked last: what was asked for is not kept back for it."""
    tables = [drawn(one.label, figures.release(one, None, filters), "came") for one in by_channel(figures)]
    return next(iter(tables), None)


def unheard(figures: Figures) -> list[tuple[Comparison, list[str]]]:
    """Where a question asks for the district or the group: the answers beside who lives here and recorded crime."""
    found = [beside(table, kind) for table, kind in once("of the office", figures, lambda: of_the_office(figures))]
    return [(one, missing(one)) for one in found]


def of_the_office(figures: Figures) -> list[tuple[FigureTable, QuestionKind]]:
    alone = ((one.table, one.question.kind) for one in figures.alone)
    return [(table, kind) for table, kind in alone if table and kind in OF_THE_OFFICE]


def asked_alone(figures: Figures) -> list[Subject]:
    """All but how answers came, which stands before them."""
    return [one for key, one in figures.subjects.items() if key != "channel" and not key.startswith("satisfied-")]


@desk("GET", roles=LOOKERS)
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two questions laid beside each other; a trend, when one of them is the month or the wave."""
    figures = Figures(chosen_version(slug, request.GET.get("version", "")))
    form = CompareForm(figures, request.GET if "rows" in request.GET else None)
    context: dict[str, Any] = {"form": form, **about(request, figures)}
    if everybody(request.GET):
        context["people"] = people_fields(figures, lambda: FilterForm(figures, {}))
    if form.is_valid():
        title, table = compared(form)
        over_time = form.cleaned_data["columns"] in OVER_TIME
        context |= {"part": drawn(title, table, 0, over_time), "said": form.said}
        context["came"] = None if form.about_channels else came(figures, form.filters)
    return render(request, "insight/compare.html", context)


def compared(form: CompareForm) -> tuple[str, FigureTable | None]:
    rows, columns = (form.figures.subjects[form.cleaned_data[side]] for side in ("rows", "columns"))
    return f"{rows.label} by {columns.label}", form.figures.release(rows, columns, form.filters)


@desk("GET", roles=LOOKERS)
def results_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The figures of a page as a file, with the same filters; never more than the page shows. What cannot be asked is
    said on the page."""
    if kind not in KINDS:
        raise Http404
    figures = Figures(chosen_version(slug, request.GET.get("version", "")))
    page, kind_of_form = ("compare", CompareForm) if "rows" in request.GET else ("results", FilterForm)
    form = kind_of_form(figures, request.GET)
    if not form.is_valid():
        return redirect(f"{reverse(f'insight_{page}', args=[slug])}?{request.GET.urlencode()}")
    content = file_of(kind, figures.version, tables_of(form), form.said)
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="figures-{figures.version.number}.{kind}"'
    return answer


def tables_of(form: FilterForm) -> Sequence[tuple[str, str, FigureTable]]:
    """Id, words and table of everything that the page shows; how answers came is asked last and stands first."""
    figures, filters = form.figures, form.filters
    channels = by_channel(figures)
    if isinstance(form, CompareForm):
        found = [("compared", *compared(form))]
        channels = [] if form.about_channels else channels
    elif filters:
        found = [(one.key, one.label, figures.release(one, None, filters)) for one in asked_alone(figures)]
    else:
        found = [(one.question.id, one.question.text, one.table) for one in figures.alone]
    before = [(one.key, one.label, figures.release(one, None, filters)) for one in channels]
    return [(key, label, table) for key, label, table in (*before, *found) if table]


def about(request: HttpRequest, figures: Figures) -> dict[str, Any]:
    versions = figures.version.survey.versions.order_by("number").values_list("number", flat=True)
    query = request.GET.copy()
    query["version"] = str(figures.version.number)
    query.pop("page", None)
    return {
        "version": figures.version,
        "versions": versions,
        "stand": figures.stand,
        "query": query.urlencode(),
        "kinds": {"csv": "CSV", "xlsx": "Excel", "sav": "SPSS", "json": "JSON"},
    }


def chosen_version(slug: str, number: str) -> Version:
    """The version asked for, else the present one."""
    versions = Version.objects.select_related("survey").filter(survey__slug=slug)
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None
    return get_object_or_404(versions, number=asked) if asked else get_object_or_404(versions, current_of__slug=slug)
