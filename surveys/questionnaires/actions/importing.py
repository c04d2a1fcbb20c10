"""A form that was made elsewhere becomes a draft here."""

from typing import Any

from django.db import transaction

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from services.directory.models import Service
from surveys.questionnaires.actions.drafts import begin_draft, change_draft
from surveys.questionnaires.actions.publishing import prepare_survey
from surveys.questionnaires.choices import Did
from surveys.questionnaires.editing import tidy
from surveys.questionnaires.models import Survey, WorkingCopy

WHAT = "all of it, brought in from a spreadsheet"


@transaction.atomic
def bring_in_form(
    *,
    definition: dict[str, Any],
    slug: str,
    by: User,
    protection: Protection = Protection.HEIGHTENED,
    service: Service | None = None,
    cohort: Cohort | None = None,
) -> WorkingCopy:
    """A new survey whose draft is this definition. Raises `ValidationError`, as a survey that is begun by hand."""
    survey = prepare_survey(slug=slug, protection=protection, service=service, cohort=cohort, by=by)
    return replace_draft(survey=survey, definition=definition, by=by)


@transaction.atomic
def replace_draft(*, survey: Survey, definition: dict[str, Any], by: User) -> WorkingCopy:
    """Put this definition in the place of a survey's draft. What stood there stays in the list of changes."""
    begin_draft(survey=survey, title=definition["title"], by=by)
    return change_draft(survey=survey, edit=lambda _: tidy(definition), did=Did.CHANGED, kind="form", what=WHAT, by=by)
