"""The officer's pages: who is due today, and one screen to say what happened."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from derbyvoice.vault.sealing import open_words
from services.cases import due, rules
from services.cases.actions import (
    Said,
    Stale,
    Tried,
    block,
    finish_task,
    log_attempt,
    log_contact,
    open_person,
    reassign,
    record_channel,
    unblock,
)
from services.cases.choices import State
from services.cases.facts import Person
from services.cases.forms import BlockForm, ChannelsForm, FindForm, HandOverForm, LogForm, OpenForm
from services.cases.models import Case, Officer, OfficerTask
from services.cases.reports import overdue_by_team
from services.cases.showing import log_of, masked_email, masked_phone, row_of

OFFICERS = (roles.CASE_OFFICER, roles.SUPERVISOR)
PAGE = 25
CLOSED = "The case is closed, so no next contact is due."


@desk("GET", roles=OFFICERS)
def due_list(request: HttpRequest) -> HttpResponse:
    """Whom to contact today, the longest overdue first; `?show=all` shows every case, by due day."""
    return show_due(request, FindForm())


def show_due(request: HttpRequest, find: FindForm, *, status: int = 200) -> HttpResponse:
    today, show_all = clock.today(), request.GET.get("show") == "all"
    of_team = request.GET.get("whose") == "team"
    mine = Case.objects.visible_to(request.user)
    mine = mine if of_team else mine.filter(officer__user=request.user)
    cases = mine.open().by_due_day() if show_all else mine.to_contact(today)
    page = Paginator(cases.with_people().with_last_contact(), PAGE).get_page(request.GET.get("page"))
    page.object_list = [row_of(case, today) for case in page.object_list]
    tasks = OfficerTask.objects.visible_to(request.user).waiting().filter(case__in=mine).select_related("case")[:PAGE]
    context = {
        "page_obj": page,
        "tasks": [(task, open_words(task.case, "reference", purpose="case")) for task in tasks],
        "form": find,
        "show_all": show_all,
        "of_team": of_team,
    }
    return render(request, "cases/due.html", context, status=status)


@desk("POST", roles=OFFICERS)
def find(request: HttpRequest) -> HttpResponse:
    """To the case with this reference. Posted, so that no reference stands in an address, a history or a log."""
    form = FindForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data["reference"]
        if case := Case.objects.visible_to(request.user).with_reference(wanted).first():
            return redirect("cases_case", public_id=case.public_id)
        form.add_error("reference", "No case of yours has this reference. Write it whole")
    return show_due(request, form)


def sent(request: HttpRequest) -> Any:
    """What was sent with this form, even if it was nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def case_for(request: HttpRequest, public_id: Any) -> Case:
    """The case at this address, if this person may see it; else there is no such page."""
    visible = Case.objects.visible_to(request.user).with_people().with_last_contact()
    return get_object_or_404(visible, public_id=public_id)


@desk("GET", "POST", roles=OFFICERS)
def case_page(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One case on one screen: how to reach them, what happened, what was before."""
    case = case_for(request, public_id)
    form = log_form(case, sent(request))
    if request.method == "POST" and form.is_valid():
        return log_it(request, case, form)
    return show_case(request, case, form)


def log_form(case: Case, data: Any = None) -> LogForm:
    today = clock.today()
    return LogForm(data, case=case, today=today, policy=due.policy_for(case.crime_group_id, today))


def log_it(request: HttpRequest, case: Case, form: LogForm) -> HttpResponse:
    told, by, now = form.told(), request.user, clock.now()
    seen = {"seen_edit": form.cleaned_data["edit"], "form_id": form.cleaned_data["form_id"]}
    try:
        if isinstance(told, Said):
            log_contact(case, said=told, **seen, by=by, now=now)
        else:
            log_attempt(case, tried=told, **seen, by=by, now=now)
    except Stale:
        return show_both(request, case, form)
    messages.success(request, noted(case, told))
    return redirect("cases_due")


def noted(case: Case, told: Said | Tried) -> str:
    """What was saved, and when they are due now; a closed case is never due."""
    is_open = case.state == State.OPEN
    if isinstance(told, Said):
        when = f"Next contact: {told.next_on.day} {told.next_on:%B}."
        return f"Saved. They were contacted. {when if is_open else CLOSED}"
    return f"Saved. {'They are still due.' if is_open else CLOSED}"


def show_case(
    request: HttpRequest, case: Case, form: LogForm, *, person: Person | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    details = {name: open_words(case.victim, name, purpose="case") for name in ("email", "phone")}
    context = {
        "case": case,
        "row": row_of(case, clock.today()),
        "form": form,
        "person": person,
        "masked": {"email": masked_email(details["email"]), "phone": masked_phone(details["phone"])},
        "open_form": OpenForm(),
        "channels": case.channels.all(),
        "rights": case.enhanced_rights.all(),
        "entries": log_of(case, with_notes=person is not None),
        "may_decide": rules.may_decide_who_holds(request.user),
        **more,
    }
    return render(request, "cases/case.html", context, status=status)


def show_both(request: HttpRequest, case: Case, form: LogForm) -> HttpResponse:
    """Somebody else was quicker: what stands there now, and what this person wrote, ready to be saved after all."""
    case = case_for(request, case.public_id)
    fresh = log_form(case, request.POST.copy())
    fresh.data["edit"], fresh.data["form_id"] = case.edit, fresh.initial["form_id"]  # type: ignore[index]
    entries = log_of(case, with_notes=False)
    return show_case(request, case, fresh, status=409, stale=True, latest=entries[0] if entries else None)


@desk("POST", roles=OFFICERS)
def person(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The same page with name and numbers on it; that this person looked, and why, is written down."""
    case = case_for(request, public_id)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return show_case(request, case, log_form(case), status=400)
    opened = open_person(case, why=form.cleaned_data["why"], by=request.user)
    return show_case(request, case, log_form(case), person=opened)


@desk("GET", "POST", roles=OFFICERS)
def channels(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Which ways to reach them are safe, as they said themselves."""
    case = case_for(request, public_id)
    form = ChannelsForm(sent(request), case=case)
    if request.method == "POST" and form.is_valid():
        for channel, state in form.told().items():
            record_channel(case, channel=channel, state=state, by=request.user, now=clock.now())
        messages.success(request, "Saved which ways are safe.")
        return redirect("cases_case", public_id=case.public_id)
    return render(request, "cases/channels.html", {"case": case, "form": form, "row": row_of(case, clock.today())})


@desk("POST", roles=OFFICERS)
def task_done(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(OfficerTask.objects.visible_to(request.user).select_related("case"), pk=pk)
    finish_task(task, by=request.user, now=clock.now())
    messages.success(request, "Done.")
    return redirect("cases_due")


@desk("GET", roles=(roles.SUPERVISOR,))
def overdue(request: HttpRequest) -> HttpResponse:
    """Who of the team is behind, and the cases that have waited longest."""
    today = clock.today()
    team = Officer.objects.filter(user=request.user).values("team")
    late = Case.objects.visible_to(request.user).filter(team__in=team, clock__due_on__lt=today)
    page = Paginator(late.to_contact(today).with_people().with_last_contact(), PAGE).get_page(request.GET.get("page"))
    page.object_list = [row_of(case, today) for case in page.object_list]
    table = overdue_by_team(request.user, day=today)
    return render(request, "cases/overdue.html", {"page_obj": page, "table": table, "today": today})


def number(typed: Any) -> int:
    """A row's number as it was sent; nought, which no row has, for anything else."""
    return int(typed) if str(typed).isascii() and str(typed).isdigit() and len(str(typed)) < 18 else 0


def acting(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": clock.now()}


@desk("GET", "POST", roles=(roles.SUPERVISOR,))
def hand_over(request: HttpRequest, public_id: Any) -> HttpResponse:
    """A supervisor gives the case to another officer, or keeps somebody from it."""
    case = case_for(request, public_id)
    kind = request.POST.get("kind")
    to = HandOverForm(request.POST if kind == "hand_over" else None, case=case, prefix="to")
    keep = BlockForm(request.POST if kind == "block" else None, case=case, day=clock.today(), prefix="keep")
    if not rules.may_decide_who_holds(request.user):
        raise PermissionDenied
    if kind == "unblock":
        return let_see_again(request, case)
    if to.is_bound and to.is_valid():
        reassign(case, to=to.cleaned_data["officer"], **acting(request))
        return saved(request, "The due day stays as it was.")
    if keep.is_bound and keep.is_valid():
        block(case, user=keep.cleaned_data["person"], **acting(request))
        return saved(request, "They do not see this case any more.")
    blocks = case.conflicts.in_force().select_related("user")
    context = {"case": case, "row": row_of(case, clock.today()), "to": to, "keep": keep, "blocks": blocks}
    return render(request, "cases/hand_over.html", context)


def let_see_again(request: HttpRequest, case: Case) -> HttpResponse:
    """End one conflict of interest; the supervisor stays on the page."""
    unblock(get_object_or_404(case.conflicts.in_force(), pk=number(request.POST.get("block"))), **acting(request))
    messages.success(request, "Saved. They may see this case again.")
    return redirect("cases_hand_over", public_id=case.public_id)


def saved(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, f"Saved. {words}")
    return redirect("cases_overdue")
