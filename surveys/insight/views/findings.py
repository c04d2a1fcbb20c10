"""What was learned, and publishing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.office.links import link_to
from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.choices import TRANSITIONS, State
from surveys.insight.forms import DidForm, FindingForm, ResponseFilter, ThemeOfFindingForm
from surveys.insight.models import Finding, Theme
from surveys.insight.reports import evidence_of
from surveys.insight.views.roles import LOOKERS, PER_PAGE, READERS


@desk("GET", roles=LOOKERS)
def finding_list(request: HttpRequest) -> HttpResponse:
    findings = Finding.objects.with_evidence_count().select_related("survey").order_by("-id")
    page = Paginator(findings, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(finding, evidence_of(finding)) for finding in page]
    context = {"page_obj": page, "rows": rows, "heard_url": link_to("public", "insight_heard")}
    return render(request, "insight/findings.html", {**context, "may_write": request.user.has_role(*READERS)})


@desk("GET", "POST", roles=READERS)
def new_finding(request: HttpRequest) -> HttpResponse:
    named = ResponseFilter(request.GET)
    asked = {"survey": named.cleaned_data.get("survey") if named.is_valid() else None}
    form = FindingForm(request.POST if request.method == "POST" else None, initial=asked)
    if request.method == "POST" and form.is_valid():
        finding = actions.write_finding(**form.cleaned_data, by=request.user)
        return redirect("insight_finding", finding.pk)
    return render(request, "insight/new_finding.html", {"form": form})


@desk("GET", "POST", roles=LOOKERS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: what it rests on, what was done, and quotes; researchers change it and publish it."""
    findings = Finding.objects.with_evidence_count().select_related("survey", "written_by", "published_by")
    found = get_object_or_404(findings, pk=pk)
    may_change = request.user.has_role(*READERS)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    context: dict[str, Any] = {"finding": found, "evidence": evidence_of(found), "may_change": may_change}
    if request.method == "POST":
        try:
            change(request, found)
            return redirect("insight_finding", pk)
        except ValidationError as refused:
            context["refused"] = refused.messages
    context["moves"] = [State(to) for to in sorted(TRANSITIONS[found.state])] if may_change else []
    context |= {"themes": Theme.objects.filter(evidence__finding=found).distinct(), "theme_form": ThemeOfFindingForm()}
    context |= {"did_form": DidForm(initial={"words": found.what_we_did}), "quotes": found.quotes.shown()}
    return render(request, "insight/finding.html", context)


def change(request: HttpRequest, found: Finding) -> None:
    """The one thing that was asked. Raises `ValidationError`."""
    if request.POST.get("to") in State.values:
        actions.move(finding=found, to=State(request.POST["to"]), by=request.user)
    elif "theme" in request.POST:
        theme = checked(ThemeOfFindingForm(request.POST))["theme"]
        new = actions.link_theme(finding=found, theme=theme, by=request.user)
        messages.success(request, "Linked." if new else "Nothing new carries this theme.")
    elif "words" in request.POST:
        actions.say_what_we_did(finding=found, words=checked(DidForm(request.POST))["words"], by=request.user)


def checked(form: forms.Form) -> dict[str, Any]:
    """What was typed, if it holds. Raises `ValidationError` with what does not."""
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
    return form.cleaned_data
