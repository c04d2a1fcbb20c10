"""What a version takes from the office's own facts on the day it is published: its districts, cohorts, rights and
services.

They are written into the version, so that answers keep their meaning when a district is renamed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from derbyvoice.office.models import Cohort, District, VictimRight
from services.directory.models import Service
from surveys.questionnaires.choices import Measure, QuestionKind
from surveys.questionnaires.compact import MOST_OPTIONS
from surveys.questionnaires.telling import SERVICE

Options = list[dict[str, str]]
ANOTHER_SERVICE = {"id": "other", "text": "Another service, or none"}
ELSEWHERE = {"id": "elsewhere", "text": "Somewhere else"}


def districts(day: date) -> Options:
    rows = District.objects.on(day).order_by("name").values_list("code", "name")
    return [*({"id": id_from(code), "text": name} for code, name in rows), ELSEWHERE]


def cohorts(day: date) -> Options:
    rows = Cohort.objects.on(day).order_by("position", "name").values_list("key", "plain_name")
    return [{"id": id_from(key), "text": name} for key, name in rows]


def services(day: date) -> Options:
    """What is offered on this day, as many as a question can hold, in the order of the directory."""
    rows = Service.objects.on(day).order_by("position", "id").values_list("pk", "name")[: MOST_OPTIONS - 1]
    return [*({"id": f"{SERVICE}{pk}", "text": name} for pk, name in rows), ANOTHER_SERVICE]


def id_from(key: str) -> str:
    """An office's key as the id of an option: `under-18` is `under_18`."""
    return key.lower().replace("-", "_")[:40]


LISTS: dict[str, Callable[[date], Options]] = {
    QuestionKind.DISTRICT.value: districts,
    QuestionKind.COHORT.value: cohorts,
}


def with_office_facts(raw: dict[str, Any], *, day: date) -> dict[str, Any]:
    """The definition with the options of district and cohort questions as the office has them on this day; and those
    of a question about the service, where its maker left them empty.

    What is no definition is given back as it came: the publish check says what is wrong with it."""
    questions = raw.get("questions") if isinstance(raw, dict) else None
    if not isinstance(questions, list):
        return raw
    return {**raw, "questions": [filled_in(question, day) for question in questions]}


def filled_in(question: Any, day: date) -> Any:
    kind = question.get("kind") if isinstance(question, dict) else None
    options = LISTS.get(kind) if isinstance(kind, str) else None
    if isinstance(question, dict) and question.get("measures") == Measure.SERVICE and not question.get("options"):
        options = services
    return {**question, "options": options(day)} if options else question


def rights_on(day: date) -> frozenset[str]:
    """Keys of the rights in the Victims' Code that is in force on this day."""
    return frozenset(VictimRight.objects.on(day).values_list("key", flat=True))


def rights_named(day: date) -> list[tuple[str, str]]:
    """(key, name) of the same rights, in the order of the Code."""
    return [(right.key, str(right)) for right in VictimRight.objects.on(day)]
