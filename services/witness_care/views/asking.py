"""A person asks for help to give evidence, or for an earlier day, and may take it back."""

import uuid
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.office import clock
from derbyvoice.users.access import anyone
from services.witness_care import actions
from services.witness_care.choices import OPEN_REQUESTS, RequestKind
from services.witness_care.forms import EarlierForm, MeasuresForm, OnceForm
from services.witness_care.views.private import TOO_MANY, may_write, on_a_visit
from services.witness_care.visits import Visit


@anyone("GET", "POST")
@on_a_visit
def measures(request: HttpRequest, visit: Visit) -> HttpResponse:
    return ask_for(request, visit, RequestKind.MEASURES, MeasuresForm(request.POST or None))


@anyone("GET", "POST")
@on_a_visit
def earlier(request: HttpRequest, visit: Visit) -> HttpResponse:
    return ask_for(request, visit, RequestKind.EARLIER, EarlierForm(request.POST or None))


def ask_for(request: HttpRequest, visit: Visit, kind: RequestKind, form: OnceForm) -> HttpResponse:
    status = 200 if request.method != "POST" or may_write(visit) else 429
    if status == 429:
        form.add_error(None, TOO_MANY)
    elif request.method == "POST" and form.is_valid():
        details = {**form.cleaned_data}
        request_id = details.pop("form_id")
        try:
            actions.ask(visit.space, kind=kind, details=details, request_id=request_id, now=clock.now())
            return redirect("witness_care_home")
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    return render(request, f"witness_care/{kind.value}.html", {"form": form}, status=status)


@anyone("GET", "POST")
@on_a_visit
def take_back(request: HttpRequest, visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Asks first; a button takes the request back."""
    row = visit.space.requests.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    if row.state not in OPEN_REQUESTS:
        return redirect("witness_care_home")
    if request.method == "POST":
        with suppress(ValidationError):  # it was decided a moment before: their page shows how
            actions.withdraw_request(row, at=clock.now())
        return redirect("witness_care_home")
    return render(request, "witness_care/take_back.html", {"row": row})
