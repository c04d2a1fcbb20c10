"""Pages to read before and after publication: the text, what to mend, every way through, what changed, on paper."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.office import clock
from derbyvoice.users.access import desk
from surveys.questionnaires.checking import ERROR, Finding, findings, rules_hold
from surveys.questionnaires.choices import CONSENT_HINTS, Consent
from surveys.questionnaires.codes import code_of, words_along
from surveys.questionnaires.comparing import compare, shown_when
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.editing import QUESTION, SECTION, WORDS
from surveys.questionnaires.languages import language_of
from surveys.questionnaires.lines import minutes
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.questionnaires.paper import paper_questions
from surveys.questionnaires.paths import Way, Ways, ways_through
from surveys.questionnaires.translating import languages_of
from surveys.questionnaires.views.opening import DRAFT, WORKERS, Edition, definition_on, edition_at, survey_at, unsound

PER_PAGE = 25
MOST_EDITIONS = 100
OTHER_SCREENS = 3
"""What people are told, what they allow, and the check before sending."""
PLACES = {SECTION: "Section", WORDS: "Other languages"}


@desk("GET", roles=WORKERS)
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every question of a version in order, with the rule by which it is shown, in words."""
    found = edition_at(slug, str(number))
    definition = found.definition
    questions = [(question, shown_when(definition, question.show_when)) for question in definition.questions]
    context = {"edition": found, "survey": found.survey, "definition": definition, "questions": questions}
    return render(request, "questionnaires/preview.html", context)


@desk("GET", roles=WORKERS)
def check(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """What to mend and what to think about, each with its way there; and how long the survey is."""
    found = edition_at(slug, which)
    told = findings(found.raw, slug=slug, day=clock.today())
    context: dict[str, Any] = {
        "edition": found,
        "survey": found.survey,
        "draft": WorkingCopy.objects.filter(survey=found.survey).first() if which == DRAFT else None,
        "errors": [(one, where(found, one)) for one in told if one.level == ERROR],
        "warnings": [(one, where(found, one)) for one in told if one.level != ERROR],
    }
    definition = definition_on(found.raw, clock.today())
    if definition and definition.questions and rules_hold(definition):
        context["facts"] = facts(definition, ways_through(definition))
    return render(request, "questionnaires/check.html", context)


def where(found: Edition, finding: Finding) -> str:
    """What a finding is about, for its link."""
    if finding.kind != QUESTION:
        return PLACES.get(finding.kind, "What people are told")
    places = [place for place, question in enumerate(found.raw["questions"], start=1) if question["id"] == finding.id]
    return f"Question {places[0]}" if places else "Question"


def facts(definition: Definition, ways: Ways) -> dict[str, Any]:
    """How long the shortest and the longest way are."""
    times = [minutes(definition, way.asked) for way in ways.ways]
    return {
        "questions": len(definition.questions),
        "fewest": ways.fewest + OTHER_SCREENS,
        "most": ways.most + OTHER_SCREENS,
        "quickest": max(round(min(times)), 1),
        "slowest": max(round(max(times)), 1),
        "ways": len(ways.ways),
        "whole": ways.whole,
    }


@desk("GET", roles=WORKERS)
def paths(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """Every way through the survey that a rule makes different."""
    found = edition_at(slug, which)
    definition = found.definition
    context: dict[str, Any] = {"edition": found, "survey": found.survey, "definition": definition}
    if unsound(found):
        return render(request, "questionnaires/paths.html", {**context, "broken": True})
    ways = ways_through(definition)
    ordered = sorted(ways.ways, key=lambda way: len(way.asked))
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [way_row(definition, way) for way in page.object_list]
    context |= {"page_obj": page, "ways": ways, "facts": facts(definition, ways)}
    context["languages"] = [language_of(key) for key in languages_of(found.raw)][1:]
    context["never"] = [question for question in definition.questions if question.id not in ways.reached]
    return render(request, "questionnaires/paths.html", context)


def way_row(definition: Definition, way: Way) -> dict[str, Any]:
    """A way as the list shows it: its screens, the questions it leaves out, and answers that lead along it."""
    left_out = [question for question in definition.questions if question.id not in way.asked]
    return {
        "screens": len(way.asked) + OTHER_SCREENS,
        "minutes": max(round(minutes(definition, way.asked)), 1),
        "left_out": left_out,
        "answers": words_along(definition, way.answers),
        "first": definition.by_id[way.asked[0]].position + 1 if way.asked else "",
        "code": code_of(definition, way.answers),
    }


@desk("GET", roles=WORKERS)
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Two texts of a survey, and what changed from one to the other."""
    survey = survey_at(slug)
    names = editions_of(survey)
    context: dict[str, Any] = {"survey": survey, "names": [(name, named(name)) for name in names]}
    if len(names) > 1:
        after = pick(request.GET.get("to", ""), names, 0)
        before = pick(request.GET.get("from", ""), names, 1)
        sides = edition_at(slug, before).side, edition_at(slug, after).side
        context |= {"before": before, "after": after, "differences": compare(*sides)}
    return render(request, "questionnaires/changes.html", context)


def editions_of(survey: Survey) -> list[str]:
    """The texts that can be compared, the newest first."""
    numbers = survey.versions.order_by("-number").values_list("number", flat=True)[:MOST_EDITIONS]
    return [*([DRAFT] if hasattr(survey, "working_copy") else []), *map(str, numbers)]


def pick(wanted: str, names: list[str], otherwise: int) -> str:
    return wanted if wanted in names else names[otherwise]


def named(which: str) -> str:
    return "The draft" if which == DRAFT else f"Version {which}"


@desk("GET", roles=WORKERS)
def paper(request: HttpRequest, slug: str, which: str) -> HttpResponse:
    """The survey as a form to print and to post. Names and codes are those of the data."""
    found = edition_at(slug, which)
    definition = found.definition
    context = {
        "edition": found,
        "survey": found.survey,
        "definition": definition,
        "questions": paper_questions(definition),
        "consents": [(one, CONSENT_HINTS[one]) for one in Consent if one in definition.consents],
    }
    return render(request, "questionnaires/paper.html", context)
