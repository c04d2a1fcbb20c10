"""Witness Care's desk: who waits for an answer, which requests are due, and one page for each person."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.audit.actions import record_reading
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.access import desk
from derbyvoice.vault.sealing import open_words
from services.cases.choices import Channel
from services.cases.models import Case
from services.cases.rules import an_automatic_message_may_go
from services.witness_care import actions
from services.witness_care.choices import Ground, Measure, SpaceState
from services.witness_care.deadlines import deadline_for, rules_on
from services.witness_care.forms import CourtForm, MoveForm, ReplyForm
from services.witness_care.models import CourtFacts, Message, PrivateSpace, Request
from services.witness_care.waiting import NEAR_DAYS, near_on

A_PAGE = 25
LABELS = {
    "measures": "What would help",
    "grounds": "Why an earlier day",
    "why": "In their words",
    "not_wanted": "What they do not want",
    "with_me": "Who should be with them",
    "not_days": "Days on which they cannot come",
}
CHOSEN = {**dict(Measure.choices), **dict(Ground.choices)}


@desk("GET", roles=(roles.WITNESS_CARE,))
def waiting(request: HttpRequest) -> HttpResponse:
    """Messages without an answer and open requests, the most urgent first."""
    today = clock.today()
    unanswered = Message.objects.visible_to(request.user).unanswered().select_related("space").order_by("due_on", "id")
    requests = Request.objects.visible_to(request.user).open().select_related("space")
    ordered = requests.order_by(F("due_on").asc(nulls_first=True), "id")
    page = {
        "messages_page": Paginator(unanswered, A_PAGE).get_page(request.GET.get("messages")),
        "page_obj": Paginator(ordered, A_PAGE).get_page(request.GET.get("page")),
        "today": today,
        "near": near_on(today),
    }
    return render(request, "witness_care/waiting.html", page)


@desk("GET", "POST", roles=(roles.WITNESS_CARE,))
def person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One person's page: what they wrote and asked, the deadlines, an answer. Opening it is logged."""
    spaces = PrivateSpace.objects.visible_to(request.user).select_related("case__district")
    space = get_object_or_404(spaces, public_id=public_id)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and space.state == SpaceState.OPEN and form.is_valid():
        words, form_id = form.cleaned_data["words"], form.cleaned_data["form_id"]
        actions.reply(space, words, form_id=form_id, now=clock.now(), by=request.user)
        return redirect("witness_care_person", public_id=public_id)
    return show_person(request, space, form, CourtForm(instance=facts_of(space), today=clock.today()))


def facts_of(space: PrivateSpace) -> CourtFacts | None:
    return CourtFacts.objects.filter(case=space.case_id).first()


def show_person(request: HttpRequest, space: PrivateSpace, form: ReplyForm, court: CourtForm) -> HttpResponse:
    with transaction.atomic():
        record_reading(space, by=request.user, why="Witness Care answers this person")
        talk = [(row, open_words(row, "words", purpose="case")) for row in space.messages.select_related("sent_by")]
        asked = asked_rows(space)
        reference = open_words(space.case, "reference", purpose="case")
    page = {
        "space": space,
        "reference": reference,
        "form": form,
        "court": court,
        "talk": talk,
        "asked": asked,
        "near_days": NEAR_DAYS,
    }
    return render(request, "witness_care/person.html", page)


def asked_rows(space: PrivateSpace) -> list[dict[str, Any]]:
    """What the person asked for, opened, each with its deadline and the ways it can go."""
    rules, facts = rules_on(clock.today()), facts_of(space)
    rows = []
    for row in space.requests.all():
        deadline = deadline_for(kind=row.kind, came_in=row.asked_on, facts=facts, rules=rules)
        left = deadline.days_left(clock.today())
        rows.append({"row": row, "lines": lines_of(row), "deadline": deadline, "days_left": left, "move": way_on(row)})
    return rows


def lines_of(row: Request) -> list[tuple[str, str]]:
    details = json.loads(open_words(row, "details", purpose="case"))
    return [(LABELS[name], in_words(value)) for name, value in details.items() if value]


def way_on(row: Request) -> MoveForm | None:
    """A form with the ways this request can go; none when it has come to its end."""
    form = MoveForm(request=row)
    return form if form.fields["to"].choices else None


def in_words(value: Any) -> str:
    return "; ".join(CHOSEN[one] for one in value) if isinstance(value, list) else value


@desk("POST", roles=(roles.WITNESS_CARE,))
def court(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    space = get_object_or_404(PrivateSpace.objects.visible_to(request.user).select_related("case"), public_id=public_id)
    form = CourtForm(request.POST, instance=facts_of(space), today=clock.today())
    if form.is_valid():
        try:
            actions.record_court(space.case, at=clock.now(), by=request.user, **form.cleaned_data)
            return redirect("witness_care_person", public_id=public_id)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    return show_person(request, space, ReplyForm(), form)


@desk("POST", roles=(roles.WITNESS_CARE,))
def move(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Request.objects.visible_to(request.user).select_related("space"), pk=pk)
    form = MoveForm(request.POST, request=row)
    try:
        actions.move_request(row, to=chosen(form), at=clock.now(), by=request.user)
        messages.success(request, "Saved. The person is told that there is news.")
    except ValidationError as refused:
        messages.error(request, f"Nothing was changed. {' '.join(refused.messages)}")
    return redirect("witness_care_person", public_id=row.space.public_id)


def chosen(form: MoveForm) -> str:
    """Raises `ValidationError` when nothing was chosen, or something that was possible only before."""
    if not form.is_valid():
        raise ValidationError("Choose what happened. Somebody else may have changed the request a moment before.")
    return str(form.cleaned_data["to"])


@desk("GET", "POST", roles=(roles.CASE_OFFICER, roles.SUPERVISOR))
def offer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A case officer gives a person their private page; the code is shown once, to be said by voice."""
    case = Case.objects.visible_to(request.user).filter(public_id=public_id).first()
    if case is None:
        raise Http404
    if request.method == "POST":
        made = actions.offer_space(case, by=request.user, now=clock.now())
        return render(request, "witness_care/offered.html", {"case": case, "code": made.code, "space": made.space})
    existing = case.private_spaces.exclude(state=SpaceState.CLOSED).first()
    safe = an_automatic_message_may_go(case, Channel.EMAIL)
    return render(request, "witness_care/offer.html", {"case": case, "existing": existing, "safe": safe})
