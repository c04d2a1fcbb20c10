"""Joining the panel and leaving it, without an account."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from surveys.panel import actions
from surveys.panel.forms import AddressForm, CodeForm
from surveys.panel.leaving import subscriber_of

WRONG = "This code does not fit, or it is too old. Check it, or ask for a new one"


@anyone("GET", "POST")
def join(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send it a code. The page says nothing about who is on the panel."""
    form = AddressForm(request.POST if request.method == "POST" else None, auto_id="%s", use_required_attribute=False)
    if request.method != "POST" or not form.is_valid():
        return render(request, "panel/join.html", {"form": form})
    if not may_send(request, form.cleaned_data["email"]):
        return too_many(request, wait=600)
    knock = actions.knock(email=form.cleaned_data["email"], by=PERSON)
    return redirect("panel_code", knock.reference)


def may_send(request: HttpRequest, email: str) -> bool:
    """Three codes an hour to one address, ten from one caller, and a bound for everybody: nobody is mailed to death."""
    to_one = allow("panel-code", normalise_email(email), most=3, seconds=3600)
    from_one = allow("panel-join", caller(request), most=10, seconds=600)
    return to_one and from_one and allow_everybody("panel-join", most=120, seconds=60)


@anyone("GET", "POST")
def code(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter the code and choose topics."""
    if request.method == "POST" and not allow("panel-try", caller(request), most=30, seconds=600):
        return too_many(request, wait=600)
    form = CodeForm(request.POST if request.method == "POST" else None, auto_id="%s", use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter(reference=reference, **form.cleaned_data, by=PERSON)
            return redirect("panel_joined")
        except actions.WrongCode:
            form.add_error("code", WRONG)
    known = actions.open_knock(reference) or request.method == "POST"
    return render(request, "panel/code.html", {"form": form}) if known else redirect("panel_join")


@anyone("GET")
def joined(request: HttpRequest) -> HttpResponse:
    return render(request, "panel/joined.html", {})


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed address is the permission
@anyone("GET", "POST")
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button to leave; opening the page changes nothing, since scanners open every link."""
    subscriber = subscriber_of(token)
    if subscriber is None:
        return render(request, "panel/bad_link.html", {}, status=404)
    if request.method == "POST":
        actions.leave(subscriber=subscriber, by=PERSON)
        return render(request, "panel/left.html", {})
    return render(request, "panel/leave.html", {})
