"""Told back to the people who said it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from derbyvoice.users.access import anyone
from surveys.insight.models import Finding, PublicFigure, Quote
from surveys.insight.reports import ShownFigures, evidence_of, shown_to_everybody
from surveys.insight.views.results import Drawn, drawn
from surveys.questionnaires.models import Survey, definition_of

PER_PAGE = 10
MOST = 50
KEEP = 30
"""Seconds that a page may be kept: what is taken back is gone everywhere within a minute."""


@anyone("GET", keep_seconds=KEEP)
def heard(request: HttpRequest) -> HttpResponse:
    """You said, we did: what is published, with how many people said it and, where they allow it, their words."""
    page = Paginator(told_back(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(finding, evidence_of(finding)) for finding in page]
    with_figures = Survey.objects.filter(pk__in=PublicFigure.objects.values("version__survey")).order_by("title")
    return render(request, "insight/heard.html", {"page_obj": page, "rows": rows, "with_figures": with_figures[:MOST]})


def told_back() -> Any:
    """Published findings, each with the quotes that its people allow at this moment."""
    quotes = Prefetch("quotes", Quote.objects.for_everybody().order_by("id"), to_attr="in_their_words")
    found = Finding.objects.published().select_related("survey").prefetch_related(quotes)
    return found.order_by("-published_at", "-id")


@anyone("GET", keep_seconds=KEEP)
def heard_survey(request: HttpRequest, slug: str) -> HttpResponse:
    """We asked, you said, we did: one survey with the figures that staff chose, and what was learned from it."""
    survey = get_object_or_404(told_of(), slug=slug)
    rows = [(finding, evidence_of(finding)) for finding in told_back().filter(survey=survey)[:MOST]]
    asked = definition_of(survey.current_id).questions if survey.current_id else ()
    figures = [as_shown(one) for one in shown_to_everybody(survey)]
    context = {"survey": survey, "rows": rows, "asked": asked, "figures": figures}
    return render(request, "insight/heard_survey.html", context)


def told_of() -> Any:
    """Surveys that have something on a public page."""
    told = Q(findings__in=Finding.objects.published()) | Q(pk__in=PublicFigure.objects.values("version__survey"))
    return Survey.objects.filter(told).distinct()


def as_shown(one: ShownFigures) -> dict[str, Any]:
    """The figures of one version with their charts."""
    parts: list[Drawn] = [
        drawn(question.text, table, f"{one.version.number}-{place}")
        for place, (question, table) in enumerate(one.tables)
    ]
    labels = one.came.row_labels if one.came else ()
    came = [(label, cell) for label, (cell,) in zip(labels, one.came.cells if one.came else (), strict=True)]
    return {"version": one.version, "settled_on": one.settled_on, "drawn": parts, "came": came}
