"""Choosing which figures everybody may see."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.office.links import link_to
from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.forms.figures import PublicFiguresForm
from surveys.insight.releases import Figures
from surveys.insight.views.public import told_of
from surveys.insight.views.results import about, chosen_version, drawn
from surveys.insight.views.roles import PUBLISHERS


@desk("GET", "POST", roles=PUBLISHERS)
def public_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Tick the questions whose figures stand on the public page; below, each as everybody would see it."""
    figures = Figures(chosen_version(slug, request.GET.get("version", "")))
    shown = list(figures.version.public_figures.values_list("question", flat=True))
    form = PublicFiguresForm(figures, request.POST if request.method == "POST" else None, initial={"questions": shown})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["questions"]
        actions.choose_public_figures(version=figures.version, questions=chosen, by=request.user)
        messages.success(request, "Saved. The public page follows within a minute.")
        return redirect(request.get_full_path())
    return render(request, "insight/public_figures.html", context_of(request, figures, form, slug))


def context_of(request: HttpRequest, figures: Figures, form: PublicFiguresForm, slug: str) -> dict[str, Any]:
    tables = [(one.question.text, one.table) for one in figures.alone if one.table] if figures.stand else []
    parts = [drawn(title, table, number) for number, (title, table) in enumerate(tables)]
    seen = link_to("public", "insight_heard_survey", slug) if told_of().filter(slug=slug).exists() else ""
    return {"form": form, "drawn": parts, "seen_url": seen, **about(request, figures)}
