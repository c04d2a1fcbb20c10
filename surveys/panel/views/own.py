"""A member's own place: their questions, what they chose, a pause, the way back, leaving."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html_join
from django.utils.translation import gettext

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.languages import as_asked
from derbyvoice.govuk.views import too_many
from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from surveys.panel.actions import answering, own
from surveys.panel.choices import PAUSE, Age, Day, Part
from surveys.panel.forms import PLAIN, AboutForm, ChooseForm, LeaveForm, PauseForm, about, about_choices, chosen_bits
from surveys.panel.models import Subscriber, Topic, Visit
from surveys.panel.spoken import of_the_office, own_name, to_member, to_page, told_of
from surveys.panel.views.invited import into_survey
from surveys.responses.browser import BrowserKey
from surveys.responses.views.way import within_limits

View = Callable[..., HttpResponse]


def member(view: View) -> View:
    """Give the view this browser's visit, and speak the member's language; without one, ask for the way back."""

    @wraps(view)
    def with_visit(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = BrowserKey.of(request)
        visit = own.visit_of(key) if key else None
        with to_member(request, visit.subscriber if visit else None):
            return view(request, visit, *args, **kwargs) if visit else to_page("panel_join")

    return with_visit


@anyone("GET")
@member
def place(request: HttpRequest, visit: Visit) -> HttpResponse:
    row, key = visit.subscriber, BrowserKey.of(request)
    context = {
        "member": row,
        "rows": rows_of(row),
        "no_topic": Topic.objects.exists() and not row.topics.exists(),
        "about": about_rows(row),
        "invitations": [(one, state, told_of(one.wave.series.survey)) for one, state in answering.own_list(row)],
        "paused": row.paused_until and row.paused_until > clock.today(),
        "words": own.words_of(visit, key) if key else "",
    }
    return render(request, "panel/own.html", context)


def rows_of(row: Subscriber) -> list[tuple[str, str]]:
    """What the member chose, in words."""
    topics = [(of_the_office(topic.name),) for topic in row.topics.all()]
    return [
        (gettext("Topics"), format_html_join(", ", "{}", topics) or gettext("None yet")),
        (gettext("How often"), row.get_how_often_display()),
        (gettext("Safe to write to you"), row.get_safe_display()),
        (gettext("Days"), named(row.days, Day)),
        (gettext("Times"), named(row.parts, Part)),
        (gettext("Language"), own_name(row.language)),
    ]


def named(mask: int, choices: Any) -> str:
    chosen = chosen_bits(mask, choices.values)
    everything = len(chosen) == len(choices.values)
    words = [str(choices(int(number)).label) for number in chosen]
    return gettext("Any") if everything else "; ".join(words)


def about_rows(row: Subscriber) -> list[tuple[str, str]]:
    places, groups = about_choices()
    words = {"district": dict(places), "cohort": dict(groups), "age": dict(Age.choices)}
    said = about(row)
    asked = (
        ("district", gettext("Where you live")),
        ("cohort", gettext("What fits you")),
        ("age", gettext("Your age")),
    )
    return [(label, words[what].get(said[what], gettext("Not said"))) for what, label in asked]


@anyone("GET", "POST")
@member
def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = ChooseForm(visit.subscriber, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        own.choose(subscriber=visit.subscriber, **form.cleaned_data, by=PERSON)
        return redirect("panel_joined")
    return render(request, "panel/choose.html", {"form": form})


@anyone("GET")
@member
def joined(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render(request, "panel/joined.html", {"member": visit.subscriber})


@anyone("GET", "POST")
@member
def describe(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say something about oneself, or take it back."""
    nothing = {"district": "", "cohort": "", "age": ""}
    if request.method == "POST" and request.POST.get("forget"):
        own.describe(subscriber=visit.subscriber, **nothing, by=PERSON)
        return redirect("panel_own")
    form = AboutForm(visit.subscriber, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        own.describe(subscriber=visit.subscriber, **form.cleaned_data, by=PERSON)
        return redirect("panel_own")
    return render(request, "panel/about.html", {"form": form})


@anyone("GET", "POST")
@member
def pause(request: HttpRequest, visit: Visit) -> HttpResponse:
    if request.method == "POST" and request.POST.get("end"):
        own.pause(subscriber=visit.subscriber, until=None, by=PERSON)
        return redirect("panel_own")
    form = PauseForm(request.POST if request.method == "POST" else None, **PLAIN)
    if request.method == "POST" and form.is_valid():
        until = clock.today() + PAUSE[form.cleaned_data["length"]]
        own.pause(subscriber=visit.subscriber, until=until, by=PERSON)
        return redirect("panel_own")
    return render(request, "panel/pause.html", {"form": form})


@anyone("POST")
@member
def words(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give return words, or note that the member has them."""
    key = BrowserKey.of(request)
    if request.POST.get("noted"):
        own.noted(visit=visit, by=PERSON)
    elif not within_limits(request, "panel-words", most=30):
        return too_many(request)
    elif key:
        own.give_words(visit=visit, key=key, by=PERSON)
    return redirect("panel_own")


@anyone("GET", "POST")
@member
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Leave and have everything destroyed. There is no undo, and the page says so."""
    form = LeaveForm(request.POST if request.method == "POST" else None, **PLAIN)
    if request.method == "POST" and form.is_valid():
        own.leave(subscriber=visit.subscriber, **form.cleaned_data, by=PERSON)
        return render(request, "panel/left.html", {})
    return render(request, "panel/leave_all.html", {"form": form})


@anyone("POST")
def close(request: HttpRequest) -> HttpResponse:
    """Done looking."""
    if key := BrowserKey.of(request):
        own.end_visit(key=key, by=PERSON)
    with as_asked(request):
        return to_page("panel_join")


@anyone("POST")
@member
def answer(request: HttpRequest, visit: Visit, reference: UUID) -> HttpResponse:
    """Open one's own invitation from the list; works again where a link was used and the answers were lost."""
    found = answering.own_invitation(visit.subscriber, reference)
    if found is None:
        raise Http404
    return into_survey(request, found, answering.ANEW)
