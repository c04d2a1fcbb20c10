"""What opens from a message: the questions, and the way to leave. Opening a page changes nothing, since scanners do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from derbyvoice.audit.actors import PERSON
from derbyvoice.govuk.views import too_many
from derbyvoice.users.access import anyone
from derbyvoice.users.limits import allow, caller
from surveys.panel.actions import answering, own
from surveys.panel.links import invitation_of, leave_token, subscriber_of
from surveys.panel.models import Invitation, Subscriber
from surveys.panel.spoken import offered, to_member, told_of
from surveys.responses.browser import BrowserKey


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed address is the permission
@anyone("GET", "POST")
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """A button to leave. Pressed again it says the same; only the button is gone once it has worked."""
    subscriber = subscriber_of(token)
    with to_member(request, subscriber):
        return leave_or_ask(request, subscriber) if subscriber else bad_link(request)


def bad_link(request: HttpRequest) -> HttpResponse:
    return render(request, "panel/bad_link.html", offered(), status=404)


def leave_or_ask(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    if request.method == "POST":
        own.leave(subscriber=subscriber, by=PERSON)
        return render(request, "panel/left.html", {})
    if subscriber.state == "left":
        return render(request, "panel/left.html", {}, status=410)
    return render(request, "panel/leave.html", {})


@anyone("GET", "POST")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation: start, use what was told before, or leave."""
    found = invitation_of(token)
    with to_member(request, found[0].subscriber if found else None):
        return start_or_press(request, *found, token) if found else bad_link(request)


def start_or_press(request: HttpRequest, invitation: Invitation, step: int, token: str) -> HttpResponse:
    try:
        answering.check_open(invitation, step)
    except answering.Used:
        return used(request, invitation)
    if request.method == "POST":
        return press(request, invitation, step)
    context = {
        "survey": told_of(invitation.wave.series.survey),
        "told": answering.told_before(invitation),
        "leave": leave_token(invitation.subscriber),
        "token": token,
    }
    return render(request, "panel/invited.html", context)


def press(request: HttpRequest, invitation: Invitation, step: int) -> HttpResponse:
    """Begin, or use what was told before. Where that cannot be used any more, the page tells what is left to do."""
    if not allow("panel-press", caller(request), most=60, seconds=600):
        return too_many(request, wait=600)
    if request.POST.get("go") != "told":
        return into_survey(request, invitation, step)
    try:
        answering.carry(invitation=invitation, step=step, by=PERSON)
    except answering.Used:
        return redirect(request.path)
    return render(request, "panel/carried.html", {})


def into_survey(request: HttpRequest, invitation: Invitation, step: int) -> HttpResponse:
    """Spend the link and go to the survey's first screen."""
    key = BrowserKey.of(request) or BrowserKey.new()
    try:
        slug = answering.start(invitation=invitation, step=step, key=key, by=PERSON)
    except answering.Used:
        return used(request, invitation)
    answer = redirect("responses_start", slug)
    key.put(answer)
    return answer


def used(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """To what was begun in this browser, however often the link is pressed; else the link is done."""
    key = BrowserKey.of(request)
    if key and (slug := answering.begun_here(invitation, key)):
        return redirect("responses_start", slug)
    return render(request, "panel/used.html", {"leave": leave_token(invitation.subscriber)}, status=410)
