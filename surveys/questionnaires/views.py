"""Staff pages about surveys: which there are, their versions, and how a version reads."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from derbyvoice.users import roles
from derbyvoice.users.access import desk
from surveys.questionnaires.actions import move
from surveys.questionnaires.choices import TRANSITIONS, State
from surveys.questionnaires.models import Survey, Version
from surveys.questionnaires.rule_words import rule_words

WORKERS = (roles.RESEARCHER, roles.OFFICE_STAFF)
PER_PAGE = 25


@desk("GET", roles=WORKERS)
def survey_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Survey.objects.select_related("current", "service"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "questionnaires/list.html", {"page_obj": page})


@desk("GET", "POST", roles=WORKERS)
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """One survey with its versions; POST opens or closes it."""
    found = get_object_or_404(Survey.objects.select_related("current", "service", "cohort"), slug=slug)
    context: dict[str, Any] = {"survey": found}
    if request.method == "POST" and request.POST.get("to") in State.values:
        try:
            move(survey=found, to=State(request.POST["to"]), by=request.user)
            return redirect("questionnaires_survey", slug)
        except ValidationError as refused:
            context["refused"] = refused.messages
    versions = found.versions.select_related("published_by")
    context["page_obj"] = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    context["moves"] = [State(to) for to in sorted(TRANSITIONS[found.state]) if found.current_id]
    return render(request, "questionnaires/survey.html", context)


@desk("GET", roles=WORKERS)
def preview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every question of a version in order, with the rule by which it is shown, in words."""
    version = get_object_or_404(Version.objects.select_related("survey"), survey__slug=slug, number=number)
    definition = version.parsed
    questions = [(question, rule_words(definition, question.show_when)) for question in definition.questions]
    context = {"version": version, "definition": definition, "questions": questions}
    return render(request, "questionnaires/preview.html", context)
