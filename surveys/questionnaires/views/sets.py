"""Sets of questions: which there are, keeping one, putting one into a draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users.access import desk
from surveys.questionnaires import actions
from surveys.questionnaires.choices import Did, QuestionKind
from surveys.questionnaires.editing import SECTION
from surveys.questionnaires.forms.fields import SeenForm
from surveys.questionnaires.forms.settings import InsertForm, SetForm
from surveys.questionnaires.models import QuestionSet
from surveys.questionnaires.sets import inserted, taken_out
from surveys.questionnaires.views.opening import WORKERS, data_of, draft_at, with_draft

PER_PAGE = 25


@desk("GET", roles=WORKERS)
def set_list(request: HttpRequest) -> HttpResponse:
    sets = QuestionSet.objects.select_related("saved_by").order_by("retired", "name")
    page = Paginator(sets, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "questionnaires/sets.html", {"page_obj": page})


@desk("GET", "POST", roles=WORKERS)
def question_set(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions of a set; POST stops offering it, or offers it again."""
    row = get_object_or_404(QuestionSet.objects.select_related("saved_by"), pk=pk)
    if request.method == "POST" and request.POST.get("retired") in ("yes", "no"):
        retired = request.POST["retired"] == "yes"
        actions.retire_set(question_set=row, retired=retired, by=request.user)
        messages.success(request, "It is no longer offered." if retired else "It is offered again.")
        return redirect("questionnaires_sets")
    rows = [(question, QuestionKind(question["kind"]).label) for question in row.content["questions"]]
    return render(request, "questionnaires/set.html", {"set": row, "questions": rows})


@desk("GET", "POST", roles=WORKERS)
@with_draft
def keep_set(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a section or some questions of the draft for other surveys."""
    copy = draft_at(slug)
    form = SetForm(data_of(request), raw=copy.definition)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        content = taken_out(copy.definition, section=told["section"], questions=frozenset(told["questions"]))
        try:
            actions.keep_set(name=told["name"], about=told["about"], content=content, by=request.user)
            messages.success(request, f"“{told['name']}” is kept. Any draft can use it.")
            return redirect("questionnaires_sets")
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "questionnaires/keep_set.html", {"draft": copy, "survey": copy.survey, "form": form})


@desk("GET", "POST", roles=WORKERS)
@with_draft
def insert_set(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a set into the draft. Short names that are taken there get a number."""
    copy = draft_at(slug)
    form = InsertForm(data_of(request), raw=copy.definition)
    if request.method == "POST" and form.is_valid():
        return insert(request, copy, form)
    context: dict[str, Any] = {"draft": copy, "survey": copy.survey, "form": form}
    context["any"] = form.fields["question_set"].queryset.exists()  # type: ignore[attr-defined]
    return render(request, "questionnaires/insert_set.html", context)


def insert(request: HttpRequest, copy: Any, form: SeenForm) -> HttpResponse:
    row: QuestionSet = form.cleaned_data["question_set"]
    section = form.cleaned_data["section"]
    actions.change_draft(
        survey=copy.survey,
        edit=lambda raw: inserted(raw, row.content, section=section),
        did=Did.INSERTED,
        kind=SECTION,
        id=section,
        what=row.name,
        by=request.user,
    )
    messages.success(request, f"“{row.name}” is in the draft now.")
    return redirect("questionnaires_draft", copy.survey.slug)
