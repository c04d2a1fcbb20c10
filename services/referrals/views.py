"""A provider worker's referrals, and what an officer sees of those of their case."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from derbyvoice.vault.sealing import open_words
from services.cases.actions import open_person
from services.cases.models import Case
from services.directory.models import providers_of, providers_open_to
from services.referrals.actions import (
    Details,
    NotAllowed,
    let_go,
    move,
    open_details,
    refer_by_officer,
    ways_to_reach,
)
from services.referrals.choices import FINISHED, WORKING, Basis, State
from services.referrals.forms import MoveForm, OpenForm, ReferForm
from services.referrals.models import Referral, services_that_stopped

WORKERS = (roles.PROVIDER_WORKER,)
OFFICERS = (roles.CASE_OFFICER, roles.SUPERVISOR)
OFFICE = (roles.OFFICE_STAFF,)
PAGE = 25


@desk("GET", roles=WORKERS)
def referral_list(request: HttpRequest) -> HttpResponse:
    """Referrals to the providers that this person works for today; new ones first."""
    day, finished = clock.today(), request.GET.get("show") == "finished"
    rows = Referral.objects.visible_to(request.user, day).with_service()
    rows = rows.filter(state__in=FINISHED if finished else WORKING).order_by("-sent_at", "-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "finished": finished, "providers": providers_open_to(request.user, day)}
    if not context["providers"]:
        context["closed"] = providers_of(request.user, day)
    return render(request, "referrals/list.html", context)


def sent(request: HttpRequest) -> Any:
    """What was sent with this form, even if it was nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def referral_for(request: HttpRequest, public_id: Any) -> Referral:
    """The referral at this address, if it is to a provider of this person today; else there is no such page."""
    mine = Referral.objects.visible_to(request.user, clock.today()).with_service()
    return get_object_or_404(mine, public_id=public_id)


@desk("GET", "POST", roles=WORKERS)
def referral_page(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One referral: where it stands, and what happens next."""
    referral = referral_for(request, public_id)
    form = MoveForm(sent(request), referral=referral)
    if request.method == "POST" and form.is_valid():
        return move_it(request, referral, form)
    return show_referral(request, referral, form)


def move_it(request: HttpRequest, referral: Referral, form: MoveForm) -> HttpResponse:
    to = State(form.cleaned_data["to"])
    try:
        move(referral, to=to, by=request.user, now=clock.now(), reason=form.cleaned_data["reason"])
    except NotAllowed as refusal:
        referral.refresh_from_db()
        form.add_error(None, str(refusal))
        return show_referral(request, referral, form, status=409)
    messages.success(request, f"Saved: {to.label.lower()}.")
    return redirect("referrals_one", public_id=referral.public_id)


def show_referral(
    request: HttpRequest, referral: Referral, form: MoveForm, *, details: Details | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "referral": referral,
        "form": form,
        "details": details,
        "open_form": OpenForm(),
        "steps": referral.steps.select_related("by"),
    }
    return render(request, "referrals/one.html", context, status=status)


@desk("POST", roles=WORKERS)
def person(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The same page with who it is; that this worker looked, and why, is written down."""
    referral, form = referral_for(request, public_id), OpenForm(request.POST)
    moves = MoveForm(referral=referral)
    if not form.is_valid():
        return show_referral(request, referral, moves, status=400)
    try:
        details = open_details(referral, why=form.cleaned_data["why"], by=request.user)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return show_referral(request, referral, moves, status=409)
    return show_referral(request, referral, moves, details=details)


@desk("GET", "POST", roles=OFFICERS)
def of_case(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What help the person of an officer's case was passed to, and the way to pass them to more."""
    case = get_object_or_404(Case.objects.visible_to(request.user).with_people(), public_id=public_id)
    form = ReferForm(sent(request), case=case, day=clock.today())
    if form.is_valid() and refer_it(request, case, form):
        return redirect("referrals_of_case", public_id=case.public_id)
    page = Paginator(case.referrals.with_service(), PAGE).get_page(request.GET.get("page"))
    stopped = set(case.referrals.stopped(clock.today()).values_list("pk", flat=True))
    reference = open_words(case, "reference", purpose="case")
    context = {"case": case, "form": form, "page_obj": page, "reference": reference, "stopped": stopped}
    return render(request, "referrals/of_case.html", context)


def refer_it(request: HttpRequest, case: Case, form: ReferForm) -> bool:
    """Whether they were passed on; where the service stopped this very moment, the form says so."""
    who = open_person(case, why="To pass them to a service", by=request.user)
    details = Details(name=who.name, safe_contact=ways_to_reach(case, who))
    found = {"service": form.cleaned_data["service"], "basis": Basis(form.cleaned_data["basis"])}
    try:
        refer_by_officer(**found, details=details, case=case, by=request.user, now=clock.now())
    except ValidationError as refusal:
        form.add_error("service", refusal)
        return False
    messages.success(request, "Sent. The service sees it now.")
    return True


@desk("POST", roles=OFFICERS)
def let_go_of(request: HttpRequest, public_id: Any, referral_id: Any) -> HttpResponse:
    """The officer talked to the person about a service that stopped: the referral to it is finished."""
    case = get_object_or_404(Case.objects.visible_to(request.user), public_id=public_id)
    referral = get_object_or_404(case.referrals.with_service(), public_id=referral_id)
    try:
        let_go(referral, by=request.user, now=clock.now())
        messages.success(request, "Saved. If they would like other help, pass them on below.")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("referrals_of_case", public_id=case.public_id)


@desk("GET", roles=OFFICE)
def stopped(request: HttpRequest) -> HttpResponse:
    """Services whose workers may open no referral any more, and how many people's officers still have to be heard.

    It names nobody, and says nothing of what happened."""
    page = Paginator(services_that_stopped(clock.today()), PAGE).get_page(request.GET.get("page"))
    return render(request, "referrals/stopped.html", {"page_obj": page})
