"""Joining the panel and coming back to it, without an account."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.languages import in_their_language
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.lib.words import ReturnWordsError
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from surveys.panel.actions import joining, own
from surveys.panel.forms import PLAIN, AddressForm, CodeForm
from surveys.panel.models import Subscriber
from surveys.panel.spoken import offered, spoken_now, to_page
from surveys.responses.browser import BrowserKey
from surveys.responses.forms import ReturnForm
from surveys.responses.views.back import may_try, said_of

WRONG = _("This code does not fit, or it is too old. Check it, or ask for a new one")
NOT_OURS = _("We know nobody by these words. Check each word and their order, then try again")


@anyone("GET", "POST")
@in_their_language
def join(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send it a code. The page says nothing about who is on the panel."""
    form = AddressForm(request.POST if request.method == "POST" else None, **PLAIN)
    if request.method != "POST" or not form.is_valid():
        return render(request, "panel/join.html", {"form": form, **offered()})
    if not may_send(request, form.cleaned_data["email"]):
        return too_many(request, wait=600)
    knock = joining.knock(email=form.cleaned_data["email"], language=spoken_now(), by=PERSON)
    return to_page("panel_code", knock.reference)


def may_send(request: HttpRequest, email: str) -> bool:
    """Three codes an hour to one address, ten from one caller, and a bound for everybody: nobody is mailed to death."""
    to_one = allow("panel-code", normalise_email(email), most=3, seconds=3600)
    from_one = allow("panel-join", caller(request), most=10, seconds=600)
    return to_one and from_one and allow_everybody("panel-join", most=120, seconds=60)


@anyone("GET", "POST")
@in_their_language
def code(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter the code. Who is new chooses next; who was here before sees their own place."""
    if request.method == "POST" and not allow("panel-try", caller(request), most=30, seconds=600):
        return too_many(request, wait=600)
    form = CodeForm(request.POST if request.method == "POST" else None, **PLAIN)
    if request.method == "POST" and form.is_valid():
        try:
            return let_in(request, joining.enter(reference=reference, **form.cleaned_data, by=PERSON))
        except joining.WrongCode:
            form.add_error("code", WRONG)
    known = joining.open_knock(reference) or request.method == "POST"
    return render(request, "panel/code.html", {"form": form, **offered()}) if known else to_page("panel_join")


def let_in(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Open the member's own place in this browser."""
    key = BrowserKey.of(request) or BrowserKey.new()
    own.open_visit(subscriber=subscriber, key=key, by=PERSON)
    answer = redirect("panel_own" if subscriber.topics.exists() else "panel_choose")
    key.put(answer)
    return answer


@anyone("GET", "POST")
@in_their_language
def back(request: HttpRequest) -> HttpResponse:
    """Come back with return words. The same answer, after the same time, whoever they belong to."""
    form = ReturnForm(request.POST if request.method == "POST" else None, **PLAIN)
    if request.method == "POST" and not may_try(request):
        return too_many(request, wait=600)
    if request.method == "POST" and form.is_valid() and (found := find(form)):
        return let_in(request, found)
    return render(request, "panel/back.html", {"form": form, **offered()})


def find(form: ReturnForm) -> Subscriber | None:
    try:
        found = own.find_by_words(form.cleaned_data["return_words"])
    except ReturnWordsError as slip:
        form.add_error("return_words", said_of(slip))
        return None
    if found is None:
        form.add_error("return_words", NOT_OURS)
    return found
