"""Copies of closed answers, row by row: who asked, asking, deciding, fetching."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.lib.suppression import Figure, figure
from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.actions import extracting
from surveys.insight.choices import ExtractState
from surveys.insight.files import KINDS
from surveys.insight.forms import ExtractForm, RefusalForm
from surveys.insight.models import Extract
from surveys.insight.views.roles import PER_PAGE, PUBLISHERS, READERS


@desk("GET", roles=PUBLISHERS)
def extract_list(request: HttpRequest) -> HttpResponse:
    """Every copy that was asked for, the newest first, with what became of it."""
    rows = Extract.objects.visible_to(request.user).select_related("version__survey", "asked_by", "decided_by")
    page = Paginator(rows.order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_ask": request.user.has_role(*READERS)}
    return render(request, "insight/extracts.html", context)


@desk("GET", "POST", roles=READERS)
def new_extract(request: HttpRequest) -> HttpResponse:
    form = ExtractForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        extract = actions.ask_for_extract(**form.cleaned_data, by=request.user)
        return redirect("insight_extract", extract.reference)
    return render(request, "insight/new_extract.html", {"form": form})


@desk("GET", "POST", roles=PUBLISHERS)
def extract(request: HttpRequest, reference: str) -> HttpResponse:
    """One copy: how far it is; a second person approves or refuses it, and who asked fetches it."""
    found = found_for(request, reference)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decide(request, found, form.cleaned_data["refusal"])
            return redirect("insight_extract", found.reference)
        except ValidationError as refused:
            form.add_error("refusal", refused.messages)
    mine = found.asked_by_id == request.user.pk
    context: dict[str, Any] = {"extract": found, "form": form, "mine": mine, "people": people_in(found)}
    context["may_decide"] = found.state == ExtractState.ASKED and not mine
    return render(request, "insight/extract.html", context)


def people_in(found: Extract) -> Figure:
    """How many are in it, for all who look: only who asked has the file."""
    return figure(found.rows, found.version.survey.small_numbers)


def decide(request: HttpRequest, found: Extract, refusal: str) -> None:
    if request.POST.get("go") == "approve":
        actions.approve_extract(extract=found, by=request.user)
    else:
        actions.refuse_extract(extract=found, why=refusal, by=request.user)


@desk("GET", roles=READERS)
def extract_file(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The file, for whoever asked for it. That it was fetched is written down."""
    found = found_for(request, reference)
    try:
        found = actions.open_extract(extract=found, by=request.user)
    except ValidationError:
        return redirect("insight_extract", found.reference)
    answer = StreamingHttpResponse(extracting.opened(found), content_type=KINDS[found.kind])
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return answer


def found_for(request: HttpRequest, reference: str) -> Extract:
    rows = Extract.objects.visible_to(request.user).select_related("version__survey", "asked_by", "decided_by")
    return get_object_or_404(rows, reference=reference)
