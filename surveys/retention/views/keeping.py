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
from surveys.retention.models import Hold, KeepingRule, Proposal
from surveys.retention.reports import gone_by_day, lines, sessions, would_go
from surveys.safeguarding.forms import refuse

KEEPERS = (roles.OFFICE_STAFF,)
PER_PAGE = 15
EVERY = "all"
"""Stands in the address for the rule of all surveys that have none of their own."""


@desk("GET", roles=KEEPERS)
def rules(request: HttpRequest) -> HttpResponse:
    page = Paginator(Survey.objects.order_by("title", "id"), PER_PAGE).get_page(request.GET.get("page"))
    told = actions.all_rules([None, *page])
    of_all = told.pop(None)
    _, session_days = of_all.pop(State.SESSION)
    office = [(State(state), Method(method), days) for state, (method, days) in of_all.items()]
    held = Hold.objects.in_force(clock.today()).select_related("survey", "held_by")[:100]
    context = {"page_obj": page, "lines": lines(told, day=clock.today()), "office_rules": office}
    context["sessions"] = sessions(session_days, day=clock.today())
    context["proposals"] = Proposal.objects.waiting().select_related("survey", "proposed_by")
    return render(request, "retention/rules.html", {**context, "holds": held, "gone": gone_by_day()})


@desk("GET", "POST", roles=KEEPERS)
def rule(request: HttpRequest, slug: str, state: str) -> HttpResponse:
    """How long one state of one survey is kept, or of all surveys without a rule of their own."""
    survey = None if slug == EVERY else get_object_or_404(Survey, slug=slug)
    if state not in (told := actions.rules_of(survey)):
        raise Http404
    method, days = told[state]
    form = RuleForm(state, request.POST if request.method == "POST" else None, initial={"method": method, "days": days})
    if request.method == "POST" and form.is_valid():
        changed = {"method": Method(form.cleaned_data["method"]), "days": form.cleaned_data["days"]}
        try:
            return after(actions.change_rule(survey=survey, state=State(state), **changed, by=request.user))
        except ValidationError as refused:
            refuse(form, refused)
    context = {"form": form, "survey": survey, "state": State(state), "method": Method(method), "days": days}
    waits = Proposal.objects.waiting().filter(survey=survey, state=state).first()
    return render(request, "retention/rule.html", {**context, "waits": waits})


def after(changed: KeepingRule | Proposal) -> HttpResponse:
    """What waits is shown with the number that would go; a rule in force is in the list."""
    if isinstance(changed, Proposal):
        return redirect("retention_proposal", changed.pk)
    return redirect("retention_rules")


@desk("GET", "POST", roles=KEEPERS)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule that waits for a second person, with the number of responses that would go at once."""
    rows = Proposal.objects.select_related("survey", "proposed_by", "confirmed_by", "withdrawn_by")
    found = get_object_or_404(rows, pk=pk)
    problems = decide(request, found) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        return redirect("retention_rules")
    method, days = actions.rules_of(found.survey)[found.state]
    context = {"proposal": found, "problems": problems, "mine": found.proposed_by_id == request.user.pk}
    context |= {"method_now": Method(method), "days_now": days}
    context["would_go"] = would_go(found.survey, found.state, found.method, found.days, day=clock.today())
    return render(request, "retention/proposal.html", context, status=400 if problems else 200)


def decide(request: HttpRequest, found: Proposal) -> list[str]:
    """Do what was pressed; gives what stands against it."""
    act = {"confirm": actions.confirm_rule, "withdraw": actions.withdraw_rule}.get(request.POST.get("go", ""))
    if act is None:
        return ["Choose whether to confirm it or to take it back."]
    try:
        act(proposal=found, by=request.user)
    except ValidationError as refused:
        return refused.messages
    return []


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
