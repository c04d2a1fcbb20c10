"""The private page: its door, the return words, and the talk with Witness Care."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, allow_everybody, caller
from derbyvoice.vault.sealing import open_with
from services.witness_care import actions
from services.witness_care.choices import OPEN_REQUESTS, SpaceState
from services.witness_care.forms import CodeForm, TalkForm, WordsForm
from services.witness_care.models import PrivateSpace
from services.witness_care.visits import Visit, forget, remember, visit_of

HOUR = 3600
TOO_MANY = "This was sent very often. Please wait an hour. What you wrote is still here."
TYPED = ("words", "why", "not_wanted", "with_me", "not_days")


@anyone("GET", "POST")
def door(request: HttpRequest, token: str) -> HttpResponse:
    """The link from the message. Opening it changes nothing; it asks for the code, or later for the words."""
    space = PrivateSpace.objects.holding(actions.hash_of(token)).first()
    if space is None:
        return render(request, "witness_care/gone.html", status=410)
    first = space.state == SpaceState.OFFERED
    form = (CodeForm if first else WordsForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not may_try(request, space):
        return too_many(request, form, first)
    if request.method == "POST" and form.is_valid():
        return enter_first(request, space, form) if first else enter_again(request, space, form)
    return render(request, "witness_care/door.html", {"form": form, "first": first})


def may_try(request: HttpRequest, space: PrivateSpace) -> bool:
    """Ten tries an hour for this page, thirty for this network address, and a thousand for everybody together.

    Who is refused alone does not count for everybody: one person cannot shut all other pages."""
    return (
        allow("private-space", str(space.pk), most=10, seconds=HOUR)
        and allow("private-caller", caller(request), most=30, seconds=HOUR)
        and allow_everybody("private", most=1000, seconds=HOUR)
    )


def too_many(request: HttpRequest, form: Form, first: bool) -> HttpResponse:
    form.add_error(None, "There were too many tries. Please wait an hour, then try again.")
    answer = render(request, "witness_care/door.html", {"form": form, "first": first}, status=429)
    answer.headers["Retry-After"] = str(HOUR)
    return answer


def enter_first(request: HttpRequest, space: PrivateSpace, form: CodeForm) -> HttpResponse:
    try:
        words, key = actions.first_visit(space, form.cleaned_data["code"], now=clock.now())
    except actions.CodeRefused:
        form.add_error("code", "This code does not open the page. Check it, or ask the person who gave it to you.")
        return render(request, "witness_care/door.html", {"form": form, "first": True})
    answer = render(request, "witness_care/words.html", {"words": list(words)})
    return remember(answer, Visit(space, key))


def enter_again(request: HttpRequest, space: PrivateSpace, form: WordsForm) -> HttpResponse:
    try:
        key = actions.come_back(space, form.cleaned_data["return_words"])
    except actions.WordsRefused:
        form.add_error("return_words", "These words do not open this page. Check each word and their order.")
        return render(request, "witness_care/door.html", {"form": form, "first": False})
    return remember(redirect("witness_care_home"), Visit(space, key))


def on_a_visit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages behind the door: gives them the visit, keeps it alive, or says plainly that it has ended."""

    @wraps(view)
    def with_visit(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visit = visit_of(request, SpaceState.OPEN)
        if visit is None:
            return ended(request)
        return remember(view(request, visit, *args, **kwargs), visit)

    return with_visit


def ended(request: HttpRequest) -> HttpResponse:
    """There is no visit any more. What was typed is given back, so that no word is lost."""
    kept = "\n\n".join(filter(str.strip, (request.POST.get(name, "") for name in TYPED)))
    return forget(render(request, "witness_care/ended.html", {"kept": kept}, status=403))


def may_write(visit: Visit) -> bool:
    """Thirty messages and requests an hour: more than a person writes, and few enough to read."""
    return allow("private-writing", str(visit.space.pk), most=30, seconds=HOUR)


@anyone("POST")
def words_noted(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request, SpaceState.OFFERED, SpaceState.OPEN)
    if visit is None:
        return ended(request)
    actions.noted(visit.space, now=clock.now())
    return remember(redirect("witness_care_home"), visit)


@anyone("GET", "POST")
@on_a_visit
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The talk, what was asked for, and what to do next."""
    form = TalkForm(request.POST or None)
    status = 200 if request.method != "POST" or may_write(visit) else 429
    if status == 429:
        form.add_error(None, TOO_MANY)
    elif request.method == "POST" and form.is_valid():
        actions.write(visit.space, form.cleaned_data["words"], form_id=form.cleaned_data["form_id"], now=clock.now())
        return redirect("witness_care_home")
    private = visit.private
    talk = [(row, open_with(row, "words", private=private)) for row in visit.space.messages.all()]
    requests = list(visit.space.requests.all())
    page = {"form": form, "talk": talk, "requests": requests, "open_states": OPEN_REQUESTS}
    return render(request, "witness_care/home.html", page, status=status)


@anyone("POST")
def leave_page(request: HttpRequest) -> HttpResponse:
    """Close the page on this device. What was written stays."""
    return forget(redirect("witness_care_left"))


@anyone("GET")
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "witness_care/left.html")
