"""Taking out what could show who somebody is, and a second person who confirms it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.actions.redacting import Part, remaining
from surveys.insight.choices import Redacting, SentBack
from surveys.insight.forms import ConfirmForm, RedactForm
from surveys.insight.forms.texts import LONGEST_WORDS
from surveys.insight.models import Passage, Redaction
from surveys.insight.views.asked import asked, data_of
from surveys.insight.views.roles import PER_PAGE, READERS
from surveys.insight.views.shown import pieces

WHY_REDACT = "To take out what could show who it is"
WHY_CONFIRM = "To confirm what was taken out"
DECISIONS = ("confirm", "send_back")


@desk("GET", "POST", roles=READERS)
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out what could show who it is. A proposal of somebody else is looked at and confirmed here."""
    passage = asked(request, pk)
    under_way = passage.redactions.open().select_related("proposed_by").first()
    waits = under_way and under_way.state == Redacting.PROPOSED and under_way.proposed_by_id != request.user.pk
    if waits:
        return second_look(request, passage, under_way)
    return take_out(request, passage, under_way, data_of(request))


def take_out(
    request: HttpRequest, passage: Passage, under_way: Redaction | None, data: Any, words: str = ""
) -> HttpResponse:
    """The page on which words are taken out. `words` stand in its field at first."""
    opened = actions.open_passage(passage=passage, by=request.user, why=WHY_REDACT)
    confirmed = passage.redactions.confirmed().select_related("confirmed_by", "proposed_by").first()
    base = under_way or confirmed
    parts = parts_of(base) if base else actions.suggested(opened.text)
    form = RedactForm(parts, actions.seen_of(opened.text, base), data, initial={"words": words})
    if form.is_bound and form.is_valid():
        try:
            return keep(request, passage, form, opened.text)
        except ValidationError as refused:
            form.add_error("words", refused.messages)
            parts = form.chosen
    context = {"passage": opened.passage, "form": form, "under_way": under_way, "confirmed": confirmed}
    return render(request, "insight/redact.html", {**context, **drawn(opened.text, parts)})


def parts_of(row: Redaction) -> list[Part]:
    return [(start, end, reason) for start, end, reason in row.parts]


def keep(request: HttpRequest, passage: Passage, form: RedactForm, text: str) -> HttpResponse:
    """Keep what was chosen; if asked, propose it to a second person."""
    parts, words = form.chosen, form.cleaned_data["words"]
    if words.strip():
        parts = actions.with_words(text, parts, words, form.why)
    row = actions.keep_parts(passage=passage, parts=parts, by=request.user, seen=form.stamp)
    if request.POST.get("do") == "propose":
        actions.propose(redaction=row, by=request.user)
        messages.success(request, "A second person is asked to look at it.")
    return redirect("insight_redact", passage.pk)


def drawn(text: str, parts: list[Part]) -> dict[str, Any]:
    """The text with what goes, the list of it, and what remains."""
    every = pieces(text, parts)
    keys = (f"{start}-{end}-{reason}" for start, end, reason in parts)
    listed = list(zip(keys, (piece for piece in every if piece.reason), strict=True))
    return {"pieces": every, "parts": listed, "remains": remaining(text, parts)}


def second_look(request: HttpRequest, passage: Passage, row: Redaction) -> HttpResponse:
    """A second person sees what goes and what remains, and decides. Whoever was still taking words out when it was
    proposed is told so, and keeps what they typed."""
    late = request.method == "POST" and request.POST.get("do") not in DECISIONS
    form = ConfirmForm(None if late else data_of(request))
    if form.is_bound and form.is_valid():
        try:
            return decide(request, passage, row, form)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    opened = actions.open_passage(passage=passage, by=request.user, why=WHY_CONFIRM)
    context = {
        "passage": opened.passage,
        "form": form,
        "row": row,
        "seen": stamp(row),
        "late": late,
        "typed": typed_in(request),
        **drawn(opened.text, parts_of(row)),
    }
    return render(request, "insight/confirm.html", context)


def decide(request: HttpRequest, passage: Passage, row: Redaction, form: ConfirmForm) -> HttpResponse:
    if request.POST.get("do") == "confirm":
        actions.confirm(redaction=row, seen=seen_of(request, row), by=request.user)
        messages.success(request, "Confirmed. Parts of it can be quoted now, where the person allows it.")
        return redirect("insight_redact", passage.pk)
    if not form.cleaned_data["why"]:
        raise ValidationError("Say why not yet")
    row = actions.send_back(redaction=row, why=SentBack(form.cleaned_data["why"]), by=request.user)
    messages.success(request, "Sent back. You, or the first person, can change it now.")
    typed = typed_in(request)
    return take_out(request, passage, row, None, typed) if typed else redirect("insight_redact", passage.pk)


def typed_in(request: HttpRequest) -> str:
    """Words to be taken out that somebody typed when a colleague had proposed meanwhile."""
    return request.POST.get("words", "").strip()[:LONGEST_WORDS]


def seen_of(request: HttpRequest, row: Redaction) -> datetime | None:
    """When the proposal that this person saw was made; None if it changed since."""
    return row.proposed_at if request.POST.get("seen") == stamp(row) else None


def stamp(row: Redaction) -> str:
    return row.proposed_at.isoformat() if row.proposed_at else ""


@desk("GET", roles=READERS)
def to_confirm(request: HttpRequest) -> HttpResponse:
    """Texts that wait for a second person, oldest first. No words are opened here."""
    rows = Redaction.objects.visible_to(request.user).waiting().with_source()
    page = Paginator(rows.order_by("proposed_at"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "insight/to_confirm.html", {"page_obj": page})
