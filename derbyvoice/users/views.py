"""The desk of one's own: what waits, what one may do, and where one is signed in."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users import sign_in
from derbyvoice.users.access import signed_in
from derbyvoice.users.attention import waiting_for
from derbyvoice.users.roles import ROLES

PER_PAGE = 20


@signed_in("GET")
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person now."""
    mine = [role for role in ROLES.values() if role.key in request.user.role_keys]
    waiting = waiting_for(request.user, now=clock.now()) if mine else []
    return render(request, "desk/home.html", {"waiting": waiting, "roles": mine})


@signed_in("GET")
def role_list(request: HttpRequest) -> HttpResponse:
    """Every role with its sentence, and which of them this person has."""
    return render(request, "desk/roles.html", {"roles": ROLES.values(), "mine": request.user.role_keys})


@signed_in("GET")
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Where this person is signed in now, this browser first in the list of facts."""
    live = request.user.sign_ins.live(now=clock.now())
    page = Paginator(live, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/sign_ins.html", {"page_obj": page, "this": request.sign_in})


@signed_in("POST")
def end_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sign-ins."""
    row = get_object_or_404(request.user.sign_ins, pk=pk)
    sign_in.end(row, by=request.user)
    return redirect("desk_sign_ins")


@signed_in("POST")
def end_other_sign_ins(request: HttpRequest) -> HttpResponse:
    """End all of one's own sign-ins but this one."""
    sign_in.end_others(request.sign_in, by=request.user)
    return redirect("desk_sign_ins")
