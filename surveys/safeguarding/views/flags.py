"""The leads' desk: flags by their clock, one flag with what was written, and the decision."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.safeguarding import actions
from surveys.safeguarding.choices import Outcome, State
from surveys.safeguarding.forms import DecisionForm, refuse
from surveys.safeguarding.models import Flag

LEADS = (roles.SAFEGUARDING_LEAD,)
BOTH = (roles.SAFEGUARDING_LEAD, roles.OFFICE_STAFF)
PER_PAGE = 25
WHY = "To decide whether somebody needs help"


@desk("GET", roles=BOTH)
def flag_list(request: HttpRequest) -> HttpResponse:
    """What is open, the most pressing first; with `?show=decided` what was decided, the newest first."""
    flags = Flag.objects.visible_to(request.user).select_related("survey", "taken_by", "decided_by")
    decided = request.GET.get("show") == "decided"
    chosen = flags.filter(state=State.DECIDED).order_by("-decided_at") if decided else flags.open().order_by("due_at")
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    may_open = request.user.has_role(*LEADS)
    context = {"page_obj": page, "decided": decided, "may_open": may_open, "now": clock.now()}
    return render(request, "safeguarding/list.html", context)


@desk("GET", "POST", roles=LEADS)
def flag(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One flag, opened; that it was read is written down. POST decides it."""
    found = one(request, reference)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "outcome": Outcome(form.cleaned_data["outcome"])}
        try:
            actions.decide(flag=found, **told, by=request.user)
            return redirect("safeguarding_flag", reference)
        except ValidationError as refused:
            refuse(form, refused)
    return render(request, "safeguarding/flag.html", {"form": form, "typed": typed(form), **opened(request, found)})


def typed(form: DecisionForm) -> str:
    """What a lead wrote: given back where a colleague took the flag over, or decided it, meanwhile."""
    written = (form.data.get(name, "").strip() for name in ("referred_to", "reasons"))
    return "\n\n".join(words for words in written if words)


def opened(request: HttpRequest, found: Flag) -> dict[str, Any]:
    others = Flag.objects.visible_to(request.user).filter(response=found.response).exclude(pk=found.pk)
    return {
        "flag": found,
        "rules": found.rules.all(),
        "opened": actions.read(flag=found, by=request.user, why=WHY),
        "steps": found.steps.select_related("by"),
        "mine": found.state == State.LOOKED_AT and found.taken_by_id == request.user.pk,
        "others": others[:20] if found.response else (),
        "now": clock.now(),
    }


def one(request: HttpRequest, reference: UUID) -> Flag:
    visible = Flag.objects.visible_to(request.user).select_related("survey", "taken_by", "raised_by", "decided_by")
    return get_object_or_404(visible, reference=reference)


@desk("POST", roles=LEADS)
def take(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Look at it oneself, or with `back` have somebody else look at it."""
    found, act = one(request, reference), actions.put_back if request.POST.get("back") else actions.take
    try:
        act(flag=found, by=request.user)
    except ValidationError as refused:
        form = DecisionForm()
        context = opened(request, one(request, reference))
        return render(request, "safeguarding/flag.html", {"form": form, **context, "refused": refused.messages})
    return redirect("safeguarding_flag", reference)
