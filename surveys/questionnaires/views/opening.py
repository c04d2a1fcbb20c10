"""What every page about a survey begins with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render

from derbyvoice.govuk.typed import typed
from derbyvoice.office import clock
from derbyvoice.users import roles
from surveys.questionnaires.actions import DraftEnded
from surveys.questionnaires.checking import rules_hold
from surveys.questionnaires.comparing import Side
from surveys.questionnaires.definitions import Definition, DefinitionError, parse
from surveys.questionnaires.editing import Raw
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.questionnaires.office_facts import with_office_facts
from surveys.questionnaires.translating import in_language

View = Callable[..., HttpResponse]
WORKERS = (roles.RESEARCHER, roles.OFFICE_STAFF)
DRAFT = "draft"
LONGEST_NUMBER = 5


def survey_at(slug: str) -> Survey:
    wanted = Survey.objects.select_related("current", "service", "cohort", "working_copy__changed_by")
    return get_object_or_404(wanted, slug=slug)


def draft_at(slug: str) -> WorkingCopy:
    """The draft of the survey at this address. Raises `DraftEnded`; no such page if there is no such survey."""
    found = WorkingCopy.objects.select_related("survey__current", "changed_by").filter(survey__slug=slug).first()
    if found is None:
        get_object_or_404(Survey, slug=slug)
        raise DraftEnded(slug)
    return found


def with_draft(view: View) -> View:
    """A page about a draft. If it was published or put away meanwhile, what was typed is given back."""

    @wraps(view)
    def opened(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, slug, *args, **kwargs)
        except DraftEnded as ended:
            if request.method != "POST":
                raise Http404 from ended
            return ended_page(request, slug)

    return opened


def ended_page(request: HttpRequest, slug: str) -> HttpResponse:
    kept = typed(request)
    context = {
        "slug": slug,
        "texts": [field for field in kept if field.is_text],
        "choices": [field for field in kept if not field.is_text],
        "again": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    return render(request, "questionnaires/ended.html", context, status=409)


def data_of(request: HttpRequest) -> Any:
    """What was posted, even if it is nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def definition_on(raw: Raw, day: date) -> Definition | None:
    """The definition with the office's own lists of the day; None if it cannot be read."""
    try:
        return parse(with_office_facts(raw, day=day))
    except DefinitionError:
        return None


@dataclass(frozen=True)
class Edition:
    """A text of a survey to be looked at: its draft, or one of its versions. `which` stands in the address."""

    survey: Survey
    which: str
    raw: Raw

    @property
    def name(self) -> str:
        return "the draft" if self.which == DRAFT else f"version {self.which}"

    @property
    def definition(self) -> Definition:
        return self.definition_in("en")

    def definition_in(self, language: str) -> Definition:
        """In the words of this language, as far as there are any."""
        found = definition_on(in_language(self.raw, language), clock.today())
        if found is None:
            raise Http404
        return found

    @property
    def side(self) -> Side:
        return Side(self.raw, definition_on(self.raw, clock.today()))


def edition_at(slug: str, which: str) -> Edition:
    """The draft or the version with this number; no such page if there is none."""
    survey = survey_at(slug)
    if which == DRAFT:
        return Edition(survey, which, get_object_or_404(WorkingCopy, survey=survey).definition)
    if not (which.isascii() and which.isdigit() and len(which) <= LONGEST_NUMBER):
        raise Http404
    return Edition(survey, which, get_object_or_404(survey.versions, number=int(which)).definition)


def unsound(edition: Edition) -> bool:
    """Whether some rule cannot be followed yet, so that there is no way through."""
    return not rules_hold(edition.definition)
