"""Which surveys there are, and one survey with its versions and its draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from derbyvoice.users.access import desk
from surveys.questionnaires import actions
from surveys.questionnaires.choices import TRANSITIONS, State
from surveys.questionnaires.forms.settings import NewSurveyForm, SettingsForm
from surveys.questionnaires.models import Survey
from surveys.questionnaires.views.opening import WORKERS, data_of, survey_at

PER_PAGE = 25


@desk("GET", roles=WORKERS)
def survey_list(request: HttpRequest) -> HttpResponse:
    surveys = Survey.objects.select_related("current", "service", "cohort", "working_copy__changed_by")
    page = Paginator(surveys, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "questionnaires/list.html", {"page_obj": page, "numbers": numbers()})


def numbers() -> dict[str, int]:
    """What a person who looks after surveys wants to know first."""
    drafts = Q(working_copy__isnull=False)
    return Survey.objects.aggregate(
        open=Count("pk", filter=Q(state=State.OPEN)),
        prepared=Count("pk", filter=Q(state=State.PREPARED)),
        closed=Count("pk", filter=Q(state=State.CLOSED)),
        drafts=Count("pk", filter=drafts),
        to_mend=Count("pk", filter=drafts & Q(working_copy__errors__gt=0)),
        ready=Count("pk", filter=drafts & Q(working_copy__errors=0)),
    )


@desk("GET", "POST", roles=WORKERS)
def new_survey(request: HttpRequest) -> HttpResponse:
    """A survey and its first draft."""
    form = NewSurveyForm(data_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            survey = actions.prepare_survey(**form.told(), by=request.user)
            actions.begin_draft(survey=survey, title=form.cleaned_data["title"], by=request.user)
            return redirect("questionnaires_draft", survey.slug)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "questionnaires/new.html", {"form": form})


@desk("GET", "POST", roles=WORKERS)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    survey = survey_at(slug)
    form = SettingsForm(data_of(request), survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.change_settings(survey=survey, **form.told(), by=request.user)
            messages.success(request, "Saved.")
            return redirect("questionnaires_survey", row.slug)
        except ValidationError as refused:
            form.add_error(None, refused)
    return render(request, "questionnaires/settings.html", {"survey": survey, "form": form})


@desk("GET", "POST", roles=WORKERS)
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """One survey with its versions; POST opens or closes it."""
    found = survey_at(slug)
    context: dict[str, Any] = {"survey": found}
    if request.method == "POST" and request.POST.get("to") in State.values:
        try:
            actions.move(survey=found, to=State(request.POST["to"]), by=request.user)
            return redirect("questionnaires_survey", slug)
        except ValidationError as refused:
            context["refused"] = refused.messages
    versions = found.versions.select_related("published_by")
    context["page_obj"] = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    context["moves"] = [State(to) for to in sorted(TRANSITIONS[found.state]) if found.current_id]
    context["draft"] = getattr(found, "working_copy", None)
    return render(request, "questionnaires/survey.html", context)
