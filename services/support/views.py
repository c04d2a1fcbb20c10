"""The one-time link. Opening it changes nothing: programs that check mail open every link within seconds."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import anyone, desk
from derbyvoice.users.limits import allow, caller
from services.cases.choices import State
from services.cases.models import Case
from services.directory.models import Service
from services.referrals.actions import Details
from services.support.actions import Spent, ask_for_help, link_of, opened_link, spend, tell_about_help
from services.support.forms import AskForm
from services.support.models import SupportLink

COOKIE = f"{settings.COOKIE_PREFIX}u"
"""A name of its own: somebody may have this page and a page of their own open at once."""
HOUR = 60 * 60
TRIES_A_MINUTE = 20
NO_ADDRESS = "There is no e-mail address."
NO_PAGE = "The office has not written this page for them yet."
TYPED = ("name", "safe_contact", "words")


@anyone("GET", "POST")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A neutral page with one button. GET and HEAD read; the button spends the link and opens the private page."""
    if not allow("support-link", caller(request), most=TRIES_A_MINUTE, seconds=60):
        response = HttpResponse(status=429)
        response["Retry-After"] = "60"
        return response
    try:
        if request.method == "POST":
            return opened(spend(token, now=clock.now()))
        link_of(token, now=clock.now())
    except Spent:
        return redirect("support_choose") if link_in_hand(request) else gone(request)
    return render(request, "support/link.html")


def opened(row: SupportLink) -> HttpResponse:
    """On to the private page, in this browser only, for an hour. The exit control takes the cookie away."""
    response = redirect("support_choose")
    response.set_cookie(
        COOKIE,
        signing.dumps(row.pk, salt="support"),
        max_age=None,
        httponly=True,
        secure=settings.COOKIES_SECURE,
        samesite="Lax",
    )
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """Used, too old, or never there: the same kind page for all three, with other ways to help.

    What was typed while the hour ran out is given back."""
    kept = "\n\n".join(filter(str.strip, (request.POST.get(name, "") for name in TYPED)))
    return render(request, "support/gone.html", {"kept": kept}, status=410)


def link_in_hand(request: HttpRequest) -> SupportLink | None:
    """The link that this browser opened within the last hour and has not answered yet, or has just answered."""
    try:
        pk = signing.loads(request.COOKIES.get(COOKIE, ""), salt="support", max_age=HOUR)
    except signing.BadSignature:
        return None
    return opened_link(pk)


@anyone("GET", "POST")
def choose(request: HttpRequest) -> HttpResponse:
    """What help there is for this person, and the way to ask for it. Shows nothing that they or we know of them."""
    row = link_in_hand(request)
    if row is None:
        return gone(request)
    if row.answered:
        return render(request, "support/thanks.html")
    form = AskForm(request.POST if request.method == "POST" else None, offered=offered_to(row.case))
    if request.method == "POST" and form.is_valid():
        ask(row, form)
    if form.is_bound and form.is_valid():
        return redirect("support_choose")
    return render(request, "support/choose.html", {"form": form, "text": row.text})


def ask(row: SupportLink, form: AskForm) -> None:
    """Ask as they chose; where a service stopped this very moment nothing is sent, and the form says so."""
    found = form.cleaned_data
    details = Details(name=found["name"], safe_contact=found["safe_contact"], words=found["words"])
    try:
        ask_for_help(row, services=list(found["services"]), details=details, now=clock.now())
    except ValidationError as refusal:
        form.add_error("services", refusal)


def offered_to(case: Case) -> Any:
    """Services that people can ask for themselves, for what happened and where."""
    found = Service.objects.taking_people(clock.today()).that_people_can_ask_for().for_crime_group(case.crime_group)
    return found.in_district(case.district) if case.district else found


@desk("POST", roles=(roles.CASE_OFFICER, roles.SUPERVISOR))
def send(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The officer asks for the message to go (again). Whether it is safe is still asked when it is sent."""
    case = get_object_or_404(Case.objects.visible_to(request.user).with_people(), public_id=public_id)
    if case.state != State.OPEN:
        messages.info(request, "This case is closed, so nothing is sent.")
    elif not allow("support-send", str(case.pk), most=3, seconds=24 * HOUR):
        messages.info(request, "This was sent a short while ago. Please wait a day, or tell them yourself.")
    elif tell_about_help(case, by=request.user, now=clock.now()):
        messages.success(request, "It is on its way, if e-mail is safe for them. If not, you get a task.")
    else:
        messages.info(request, f"{NO_PAGE if case.victim.email else NO_ADDRESS} Please tell them yourself.")
    return redirect("referrals_of_case", public_id=case.public_id)
