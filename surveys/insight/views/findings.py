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
from surveys.insight.forms import CorrectionForm, DidForm, FindingForm, ResponseFilter, ThemeOfFindingForm
from surveys.insight.models import Finding, Theme
from surveys.insight.reports import evidence_of
from surveys.insight.views.roles import LOOKERS, PER_PAGE, READERS
from surveys.insight.views.shown import number

UNLINKED = "Unlinked. The number of people follows when the figures move."


@desk("GET", roles=LOOKERS)
def finding_list(request: HttpRequest) -> HttpResponse:
    findings = Finding.objects.select_related("survey").order_by("-id")
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
    findings = Finding.objects.select_related("survey", "written_by", "published_by")
    found = get_object_or_404(findings, pk=pk)
    may_change = request.user.has_role(*READERS)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    sent = forms_of(request, found)
    context: dict[str, Any] = {"finding": found, "evidence": evidence_of(found), "may_change": may_change, **sent}
    if request.method == "POST":
        try:
            if change(request, found, **sent):
                return redirect("insight_finding", pk)
        except ValidationError as refused:
            context["refused"] = refused.messages
    context["moves"] = [State(to) for to in sorted(TRANSITIONS[found.state])] if may_change else []
    context["earlier"] = found.earlier if may_change else []
    context["themes"] = Theme.objects.filter(evidence__finding=found).distinct()
    context |= {"quotes": found.quotes.shown(), "form": next((form for form in sent.values() if form.is_bound), None)}
    return render(request, "insight/finding.html", context)


def forms_of(request: HttpRequest, found: Finding) -> dict[str, forms.Form]:
    """The forms of the page; the one that was sent holds what was typed, also when it is drawn again."""
    theme, title, words = (request.POST if name in request.POST else None for name in ("theme", "title", "words"))
    return {
        "theme_form": ThemeOfFindingForm(theme),
        "said_form": CorrectionForm(title, initial={"title": found.title, "summary": found.summary}),
        "did_form": DidForm(words, initial={"words": found.what_we_did}),
    }


def change(
    request: HttpRequest, found: Finding, *, theme_form: forms.Form, said_form: forms.Form, did_form: forms.Form
) -> bool:
    """Do the one thing that was asked; whether what was typed holds. Raises `ValidationError`."""
    if request.POST.get("to") in State.values:
        actions.move(finding=found, to=State(request.POST["to"]), by=request.user)
    elif "unlink" in request.POST:
        unlink_theme(request, found)
    elif theme_form.is_bound and theme_form.is_valid():
        new = actions.link_theme(finding=found, theme=theme_form.cleaned_data["theme"], by=request.user)
        messages.success(request, "Linked." if new else "Nothing new carries this theme.")
    elif said_form.is_bound and said_form.is_valid():
        actions.correct_finding(finding=found, **said_form.cleaned_data, by=request.user)
    elif did_form.is_bound and did_form.is_valid():
        actions.say_what_we_did(finding=found, words=did_form.cleaned_data["words"], by=request.user)
    return not (theme_form.errors or said_form.errors or did_form.errors)


def unlink_theme(request: HttpRequest, found: Finding) -> None:
    """Raises `ValidationError`."""
    rested = Theme.objects.filter(evidence__finding=found).distinct()
    theme = get_object_or_404(rested, pk=number(request.POST["unlink"]))
    gone = actions.unlink_theme(finding=found, theme=theme, by=request.user)
    messages.success(request, UNLINKED if gone else "All of it carries another theme of this finding, and stays.")
