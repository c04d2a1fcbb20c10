"""A survey for the demonstration, published as any other."""

import json
from datetime import date
from pathlib import Path

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from services.directory.models import Service
from surveys.questionnaires.actions import prepare_survey, publish
from surveys.questionnaires.models import Survey

SLUG = "how-was-it"
FILE = Path(__file__).parent / "demo_data" / f"{SLUG}.json"


def load(*, today: date, by: User) -> None:
    """Prepare and publish the survey; loaded again, nothing changes."""
    survey = Survey.objects.filter(slug=SLUG).first() or prepare_survey(
        slug=SLUG,
        protection=Protection.STANDARD,
        service=Service.objects.on(today).order_by("position", "id").first(),
        cohort=Cohort.objects.filter(key="adults").first(),
        by=by,
    )
    publish(survey=survey, definition=json.loads(FILE.read_text(encoding="utf-8")), by=by)
