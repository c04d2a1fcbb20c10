"""What waits to be read, one at a time; passing on, and stopping."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office import clock
from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.care import exposure, unread
from surveys.insight.choices import PassedOn
from surveys.insight.forms import PassOnForm
from surveys.insight.models import HandOver, Redaction, SampleText
from surveys.insight.views.roles import READERS
from surveys.responses.models import Response

PASSED_SHOWN = 20


@desk("GET", "POST", roles=READERS)
def queue(request: HttpRequest) -> HttpResponse:
    """How much waits, how much you read already, and a button for the next one."""
    if request.method == "POST":
        return next_one(request)
    user, now = request.user, clock.now()
    passed = HandOver.objects.waiting_for(user).select_related("passed_by", "response__version__survey")
    context: dict[str, Any] = {"unread": unread(user, now).count(), "exposure": exposure(user, now)}
    context |= {"passed": passed[:PASSED_SHOWN]}
    context |= {"to_confirm": Redaction.objects.visible_to(user).waiting().exclude(proposed_by=user).count()}
    context |= {"to_code": SampleText.objects.to_code(user).count()}
    return render(request, "insight/queue.html", context)


def next_one(request: HttpRequest) -> HttpResponse:
    """Open the oldest one that nobody reads. When it is enough for today, ask first."""
    if exposure(request.user, clock.now()).is_enough and not request.POST.get("on"):
        return redirect("insight_stop")
    if found := actions.take_next(by=request.user):
        return redirect("insight_response", found.reference)
    messages.info(request, "Nothing waits. Everything was read.")
    return redirect("insight_queue")


@desk("GET", "POST", roles=READERS)
def stop(request: HttpRequest) -> HttpResponse:
    """Enough for today: kind words, somebody to ring, and what was kept for this person is let go."""
    if request.method == "POST":
        actions.stop_for_today(by=request.user)
        messages.success(request, "Thank you for today. What is left waits for tomorrow, or for a colleague.")
        return redirect("insight_queue")
    return render(request, "insight/stop.html", {"exposure": exposure(request.user, clock.now())})


@desk("GET", "POST", roles=READERS)
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Pass one to a colleague. Its words are not shown here."""
    found = get_object_or_404(Response.objects.visible_to(request.user), reference=reference)
    form = PassOnForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.pass_on(response=found, to=told["to"], reason=PassedOn(told["reason"]), by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, "Passed on. Thank you for saying so.")
            return redirect("insight_queue")
    return render(request, "insight/pass_on.html", {"form": form, "response": found})


@desk("POST", roles=READERS)
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what a colleague passed on."""
    found = get_object_or_404(HandOver.objects.filter(pk=pk))
    try:
        taken = actions.take_up(hand_over=found, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("insight_queue")
    return redirect("insight_response", taken.reference)
