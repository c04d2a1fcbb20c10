"""Surveys for the demonstration: one published as any other, one still being written."""

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from services.directory.models import Service
from surveys.questionnaires.actions import begin_draft, change_draft, keep_set, prepare_survey, publish
from surveys.questionnaires.choices import Did, Measure
from surveys.questionnaires.editing import QUESTION, SECTION, added
from surveys.questionnaires.models import Survey
from surveys.questionnaires.office_facts import services
from surveys.questionnaires.sets import taken_out

SLUG = "how-was-it"
OWN_WORDS, INFORMED = "in-your-words", "kept-informed"
IN_PROGRESS = "after-the-first-call"
FOLDER = Path(__file__).parent / "demo_data"
FILE = FOLDER / f"{SLUG}.json"
WORDS = FOLDER / f"{SLUG}.words.json"
"""The first survey in each other language; to be read by somebody who grew up with it before it is used in earnest."""
PARTS = json.loads((FOLDER / f"{IN_PROGRESS}.json").read_text(encoding="utf-8"))
"""What is added to the new draft, one by one."""


def load(*, today: date, by: User) -> None:
    """Prepare and publish the survey; loaded again, nothing changes."""
    survey = Survey.objects.filter(slug=SLUG).first() or prepare_survey(
        slug=SLUG,
        protection=Protection.STANDARD,
        service=Service.objects.on(today).order_by("position", "id").first(),
        cohort=Cohort.objects.filter(key="adults").first(),
        by=by,
    )
    publish(survey=survey, definition=in_every_language(), by=by)
    for slug in (OWN_WORDS, INFORMED):
        other = Survey.objects.filter(slug=slug).first() or prepare_survey(
            slug=slug, protection=Protection.HEIGHTENED, by=by
        )
        publish(survey=other, definition=definition_of_file(slug, today), by=by)
    begin_something_new(by=by)


def in_every_language() -> dict[str, Any]:
    """The first survey, which everybody can read in their own language from its first page."""
    definition, words = (json.loads(file.read_text(encoding="utf-8")) for file in (FILE, WORDS))
    return {**definition, "translations": words}


def definition_of_file(slug: str, today: date) -> dict[str, Any]:
    """The definition in its file; where it asks about a service, with the services of this day."""
    definition = json.loads((FOLDER / f"{slug}.json").read_text(encoding="utf-8"))
    for question in definition["questions"]:
        if question.get("measures") == Measure.SERVICE:
            question["options"] = services(today)
    return definition


def begin_something_new(*, by: User) -> None:
    """A draft in progress, with something left to mend; and a set that other surveys can use."""
    if Survey.objects.filter(slug=IN_PROGRESS).exists():
        return
    survey = prepare_survey(slug=IN_PROGRESS, title="After the first call", protection=Protection.HEIGHTENED, by=by)
    begin_draft(survey=survey, title=survey.title, by=by)
    for section in PARTS["sections"]:
        change_draft(survey=survey, edit=partial(added, kind=SECTION, piece=section), did=Did.ADDED, kind=SECTION,
                     id=section["id"], what=section["title"], by=by)  # fmt: skip
    for question in PARTS["questions"]:
        change_draft(survey=survey, edit=partial(added, kind=QUESTION, piece=question), did=Did.ADDED, kind=QUESTION,
                     id=question["id"], what=question["text"], by=by)  # fmt: skip
    content = taken_out(PARTS, section="told")
    keep_set(
        name="Being told what is going on", about="Ask it in every survey, in these words.", content=content, by=by
    )
