"""The codebook: themes, what they mean, and how they changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from surveys.insight import actions
from surveys.insight.choices import ThemeState
from surveys.insight.forms import MergeForm, SplitForm, ThemeForm
from surveys.insight.models import CodebookVersion, Coding, Passage, Theme
from surveys.insight.views.roles import PER_PAGE, READERS
from surveys.insight.views.shown import hidden_from


@desk("GET", roles=READERS)
def codebook(request: HttpRequest) -> HttpResponse:
    """Every theme in use with its definition; a theme below another stands after it."""
    themes = Theme.objects.in_use().with_texts().tree()
    to_decide = Coding.objects.visible_to(request.user).agreed().exclude(passage__in=hidden_from(request.user))
    split = Theme.objects.filter(state=ThemeState.SPLIT, pk__in=to_decide.values("theme"))
    page = Paginator(themes, PER_PAGE * 2).get_page(request.GET.get("page"))
    context = {"page_obj": page, "split": split, "version": CodebookVersion.objects.select_related("made_by").first()}
    return render(request, "insight/codebook.html", context)


@desk("GET", "POST", roles=READERS)
def new_theme(request: HttpRequest) -> HttpResponse:
    form = ThemeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: actions.add_theme(**form.cleaned_data, by=request.user))
        if saved:
            return redirect("insight_theme", saved.pk)
    return render(request, "insight/theme_form.html", {"form": form, "what": "Add a theme"})


def attempt(form: Any, action: Any) -> Any:
    """What the action gives; None when it refused, with the reason at the form."""
    try:
        return action()
    except ValidationError as refused:
        known = hasattr(refused, "error_dict") and set(refused.error_dict) <= set(form.fields)
        form.add_error(None, refused if known else refused.messages)
        return None


@desk("GET", roles=READERS)
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme, and which texts carry it. No words are opened here."""
    found = get_object_or_404(Theme.objects.select_related("parent", "merged_into", "split_from"), pk=pk)
    coded = Coding.objects.visible_to(request.user).agreed().about(found).values("passage")
    texts = Passage.objects.visible_to(request.user).filter(pk__in=coded).exclude(pk__in=hidden_from(request.user))
    page = Paginator(texts.with_source().order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"theme": found, "page_obj": page, "may_change": found.state == ThemeState.IN_USE}
    return render(request, "insight/theme.html", {**context, "became": found.split_into.all()})


@desk("GET", "POST", roles=READERS)
def change_theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Say better what a theme means: a new version of the codebook."""
    found = get_object_or_404(Theme.objects.in_use(), pk=pk)
    form = ThemeForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        anew = Theme.objects.get(pk=pk)
        if attempt(form, lambda: actions.change_theme(theme=anew, **form.cleaned_data, by=request.user)):
            return redirect("insight_theme", pk)
    return render(request, "insight/theme_form.html", {"form": form, "theme": found, "what": "Change a theme"})


@desk("GET", "POST", roles=READERS)
def merge_theme(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Theme.objects.in_use(), pk=pk)
    form = MergeForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        if attempt(form, lambda: actions.merge_theme(theme=found, into=into, by=request.user)):
            return redirect("insight_theme", into.pk)
    return render(request, "insight/theme_form.html", {"form": form, "theme": found, "what": "Make it part of another"})


@desk("GET", "POST", roles=READERS)
def split_theme(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Theme.objects.in_use(), pk=pk)
    form = SplitForm(request.POST if request.method == "POST" else None)
    asked = request.method == "POST" and form.is_valid()
    if asked and attempt(form, lambda: actions.split_theme(theme=found, into=form.into, by=request.user)):
        return redirect("insight_theme", pk)
    return render(request, "insight/theme_form.html", {"form": form, "theme": found, "what": "Split it into two"})


@desk("GET", roles=READERS)
def versions(request: HttpRequest) -> HttpResponse:
    """How the codebook changed, newest first."""
    rows = CodebookVersion.objects.select_related("made_by").defer("themes")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "insight/versions.html", {"page_obj": page})


@desk("GET", roles=READERS)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The codebook as it stood then."""
    row = get_object_or_404(CodebookVersion.objects.select_related("made_by"), number=number)
    return render(request, "insight/version.html", {"version": row})
