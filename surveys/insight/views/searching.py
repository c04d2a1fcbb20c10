"""Looking for words, and for words that stand out. Both are sent in the body: no address and no log holds them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.govuk.views import too_many
from derbyvoice.users.access import desk
from derbyvoice.users.limits import allow
from surveys.insight import actions
from surveys.insight.forms import SearchForm, StandingOutForm
from surveys.insight.views.roles import READERS

MOST, SECONDS = 40, 600
"""Looks of one person in ten minutes."""


def may_look(request: HttpRequest) -> bool:
    return allow("look-through-texts", str(request.user.pk), most=MOST, seconds=SECONDS)


@desk("GET", "POST", roles=READERS)
def search(request: HttpRequest) -> HttpResponse:
    """Look for words in everything that this person may read, a bounded part at a time."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if not may_look(request):
            return too_many(request, wait=SECONDS)
        looked = request.POST.get("looked", "")
        so_far = int(looked) if looked.isascii() and looked.isdigit() and len(looked) < 9 else 0
        last = request.POST.get("last", "")[:20]
        found = actions.search(words=form.cleaned_data["words"], by=request.user, last=last, looked=so_far)
        context |= {"found": found, "words": form.cleaned_data["words"]}
    return render(request, "insight/search.html", context)


@desk("GET", "POST", roles=READERS)
def standing_out(request: HttpRequest) -> HttpResponse:
    """Words that stand out in a survey or a theme. Reckoned when asked; nothing of it is kept."""
    form = StandingOutForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if not may_look(request):
            return too_many(request, wait=SECONDS)
        survey, theme = form.cleaned_data["survey"], form.cleaned_data["theme"]
        by = {"by": request.user}
        rows = actions.words_of_survey(survey=survey, **by) if survey else actions.words_of_theme(theme=theme, **by)
        context |= {"rows": rows, "of": survey or theme}
    return render(request, "insight/standing_out.html", context)
