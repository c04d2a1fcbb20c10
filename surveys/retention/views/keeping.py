"""How long things are kept, what is held and why, what is due next, and what is gone."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.questionnaires.models import Survey
from surveys.retention import actions
from surveys.retention.choices import Method, State
from surveys.retention.forms import HoldForm, RuleForm
from surveys.retention.models import Hold
from surveys.retention.reports import gone_by_day, lines
from surveys.safeguarding.forms import refuse

KEEPERS = (roles.OFFICE_STAFF,)
PER_PAGE = 15
EVERY = "all"
"""Stands in the address for the rule of all surveys that have none of their own."""


@desk("GET", roles=KEEPERS)
def rules(request: HttpRequest) -> HttpResponse:
    page = Paginator(Survey.objects.order_by("title", "id"), PER_PAGE).get_page(request.GET.get("page"))
    told = actions.all_rules([None, *page])
    office = [(State(state), Method(method), days) for state, (method, days) in told.pop(None).items()]
    held = Hold.objects.in_force(clock.today()).select_related("survey", "held_by")[:100]
    context = {"page_obj": page, "lines": lines(told, day=clock.today()), "office_rules": office}
    return render(request, "retention/rules.html", {**context, "holds": held, "gone": gone_by_day()})


@desk("GET", "POST", roles=KEEPERS)
def rule(request: HttpRequest, slug: str, state: str) -> HttpResponse:
    """How long one state of one survey is kept, or of all surveys without a rule of their own."""
    survey = None if slug == EVERY else get_object_or_404(Survey, slug=slug)
    if state not in State.values:
        raise Http404
    method, days = actions.rules_of(survey)[state]
    form = RuleForm(state, request.POST if request.method == "POST" else None, initial={"method": method, "days": days})
    if request.method == "POST" and form.is_valid():
        told = {"method": Method(form.cleaned_data["method"]), "days": form.cleaned_data["days"]}
        try:
            actions.set_rule(survey=survey, state=State(state), **told, by=request.user)
            return redirect("retention_rules")
        except ValidationError as refused:
            refuse(form, refused)
    return render(request, "retention/rule.html", {"form": form, "survey": survey, "state": State(state)})


@desk("GET", "POST", roles=KEEPERS)
def new_hold(request: HttpRequest) -> HttpResponse:
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and held(form, request):
        return redirect("retention_rules")
    return render(request, "retention/hold.html", {"form": form})


def held(form: HoldForm, request: HttpRequest) -> bool:
    told = dict(form.cleaned_data)
    slug = told.pop("survey")
    survey = Survey.objects.filter(slug=slug).first() if slug else None
    if slug and survey is None:
        form.add_error("survey", "There is no survey with this address")
        return False
    try:
        actions.hold(**told, survey=survey, by=request.user)
    except ValidationError as refused:
        refuse(form, refused)
        return False
    return True


@desk("POST", roles=KEEPERS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_hold(hold=get_object_or_404(Hold, pk=pk), by=request.user)
    return redirect("retention_rules")
