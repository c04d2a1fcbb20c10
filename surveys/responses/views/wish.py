"""Somebody would like their name to stand with their words: a person talks it through, nothing happens by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.users.access import anyone
from surveys.responses import actions
from surveys.responses.browser import BrowserKey
from surveys.responses.forms import WishForm
from surveys.responses.models import Response
from surveys.responses.speaking import speaking
from surveys.responses.views.back import came_back
from surveys.responses.views.way import data_of, gone, within_limits
from surveys.responses.views.words import language_of_receipt


@anyone("GET", "POST")
def after_sending(request: HttpRequest, slug: str) -> HttpResponse:
    key = BrowserKey.of(request)
    receipt = actions.receipt_at(key=key, place=slug) if key else None
    if receipt is None and request.method != "POST":
        return redirect("responses_done", slug)
    with speaking(language_of_receipt(request, receipt)):
        if receipt is None or key is None:
            return gone(request, slug, typed=request.POST.get("contact", ""))
        return ask(
            request,
            receipt.response,
            actions.contents(receipt, key=key)[0],
            whither=reverse("responses_done", args=[slug]),
        )


@anyone("GET", "POST")
@came_back
def after_coming_back(request: HttpRequest, response: Response, key: PersonKey) -> HttpResponse:
    return ask(request, response, key, whither=reverse("responses_sent"))


def ask(request: HttpRequest, response: Response, key: PersonKey, *, whither: str) -> HttpResponse:
    """Say honestly how it is, and take a safe contact, or take the wish back."""
    wish = actions.wish_of(response)
    form = WishForm(data_of(request), auto_id="%s", use_required_attribute=False)
    context = {"form": form, "wish": wish, "back": whither}
    if request.method != "POST":
        return render(request, "responses/wish.html", context)
    if request.POST.get("go") == "take-back":
        actions.take_wish_back(response=response, by=PERSON)
        return redirect(request.path)
    if not form.is_valid():
        return render(request, "responses/wish.html", context)
    if not within_limits(request, "wish", most=10):
        return too_many(request)
    told = {"contact": form.cleaned_data["contact"], "response_key": key}
    actions.ask_to_be_named(response=response, **told, by=PERSON)
    return redirect(request.path)
