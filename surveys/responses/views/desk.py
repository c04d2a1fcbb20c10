"""Staff pages: screens in waiting rooms, and wishes to be named."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.office.links import link_to
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.responses import actions
from surveys.responses.forms import EndingForm, KioskForm
from surveys.responses.models import Kiosk, NamedWish
from surveys.responses.models.afterwards import WISHES_ARE_FOR

MAKERS = (roles.RESEARCHER, roles.OFFICE_STAFF)
PER_PAGE = 25
WHY = "To talk about being named"


@desk("GET", "POST", roles=MAKERS)
def screens(request: HttpRequest) -> HttpResponse:
    """All screens, and a form for a new one. Its link is shown once."""
    form = KioskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kiosk, code = actions.open_kiosk(**form.cleaned_data, by=request.user)
        return once(request, kiosk, code)
    rows = Kiosk.objects.select_related("survey", "opened_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "responses/screens.html", {"form": form, "page_obj": page, "now": clock.now()})


@desk("POST", roles=MAKERS)
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """End a screen at once, or give it a new link: the old one stops."""
    kiosk = get_object_or_404(Kiosk, pk=pk)
    if request.POST.get("go") == "end":
        actions.end_kiosk(kiosk=kiosk, by=request.user)
        return redirect("responses_screens")
    if kiosk.ended_at:
        return redirect("responses_screens")
    return once(request, *actions.renew_kiosk(kiosk=kiosk, by=request.user))


def once(request: HttpRequest, kiosk: Kiosk, code: str) -> HttpResponse:
    link = link_to("public", "responses_kiosk", code)
    return render(request, "responses/screen_link.html", {"kiosk": kiosk, "link": link}, status=201)


@desk("GET", roles=WISHES_ARE_FOR)
def wishes(request: HttpRequest) -> HttpResponse:
    """Who would like to talk about being named; who waited longest first."""
    rows = NamedWish.objects.visible_to(request.user).waiting().select_related("response__version__survey")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "responses/wishes.html", {"page_obj": page})


@desk("GET", "POST", roles=WISHES_ARE_FOR)
def wish(request: HttpRequest, reference: str) -> HttpResponse:
    """One wish with the contact opened; that it was read is written down in the same transaction."""
    rows = NamedWish.objects.visible_to(request.user).waiting().select_related("response__version__survey")
    found = get_object_or_404(rows, reference=reference)
    form = EndingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_wish(wish=found, ending=form.cleaned_data["ending"], by=request.user)
        return redirect("responses_wishes")
    contact = actions.read_contact(wish=found, by=request.user, why=WHY)
    context: dict[str, Any] = {"wish": found, "contact": contact, "form": form}
    return render(request, "responses/wish_one.html", context)
