"""Writing, publishing, opening and closing of surveys."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from derbyvoice.audit.actions import record, record_change
from derbyvoice.lib.suppression import Protection
from derbyvoice.office import clock
from derbyvoice.office.models import Cohort
from derbyvoice.users.models import User
from services.directory.models import Service
from surveys.questionnaires.checking import refusals
from surveys.questionnaires.choices import TRANSITIONS, State
from surveys.questionnaires.models import Survey, Version
from surveys.questionnaires.office_facts import with_office_facts
from surveys.questionnaires.telling import asks_the_young
from surveys.questionnaires.wording import problem_of_address

TOO_LITTLE = "This is about people of whom counts below 10 are never shown."


@transaction.atomic
def prepare_survey(
    *,
    slug: str,
    protection: Protection,
    by: User,
    title: str = "",
    service: Service | None = None,
    cohort: Cohort | None = None,
) -> Survey:
    """A survey without questions yet; it takes its title and purpose from what is published.

    Raises `ValidationError` for an address that cannot be, and for small numbers that would be shown of people who
    need more protection."""
    if problem := problem_of_address(slug):
        raise ValidationError({"slug": problem})
    if protection is not Protection.HEIGHTENED and must_be_careful(service, cohort):
        raise ValidationError({"protection": TOO_LITTLE})
    survey = Survey(slug=slug, title=title or slug, protection=protection.value, service=service, cohort=cohort)
    survey.readers = survey.purpose = "Not yet published"
    survey.full_clean()
    survey.save()
    record("prepared", survey, by=by, slug=slug)
    return survey


@transaction.atomic
def change_settings(
    *,
    survey: Survey,
    slug: str,
    protection: Protection,
    by: User,
    service: Service | None = None,
    cohort: Cohort | None = None,
) -> Survey:
    """Say anew where the survey stands, whom it is about, and how small numbers are protected.

    Raises `ValidationError`: once published, its address stays and its protection can only grow, since people have
    answered under it."""
    row = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if protection is not Protection.HEIGHTENED and must_be_careful(service, cohort):
        raise ValidationError({"protection": TOO_LITTLE})
    if row.current_id and protection is not Protection.HEIGHTENED and row.small_numbers is Protection.HEIGHTENED:
        raise ValidationError({"protection": "People have answered under this protection. It can only grow."})
    if row.current_id and slug != row.slug:
        raise ValidationError({"slug": "The address was given out when the survey was published. It stays."})
    told = {"slug": slug, "protection": protection.value, "service": service, "cohort": cohort}
    return record_change(row, "changed settings", by=by, **told)


def must_be_careful(service: Service | None, cohort: Cohort | None) -> bool:
    """Whether a survey about this service and these people needs the higher limit: it does if any of them may."""
    if cohort and cohort.heightened:
        return True
    if service is None:
        return False
    heightened = Q(crime_groups__heightened=True) | Q(cohorts__heightened=True)
    return Service.objects.filter(heightened, pk=service.pk).exists()


@transaction.atomic
def publish(*, survey: Survey, definition: dict[str, Any], by: User) -> Version:
    """Make this definition the survey's next version, with the office's districts and groups of this day in it, and
    open it. Answers under way keep their version.

    Raises `ValidationError` with a sentence for each thing that is not right. The same definition is not published
    twice in a row: then the present version is given back."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("current").get(pk=survey.pk)
    if found := refusals(definition, slug=survey.slug, day=clock.today()):
        raise ValidationError(found)
    definition = with_office_facts(definition, day=clock.today())
    if survey.current and survey.current.definition == definition and survey.state == State.OPEN:
        return survey.current
    number = survey.versions.count() + 1
    version = Version.objects.create(
        survey=survey, number=number, definition=definition, published_at=clock.now(), published_by=by
    )
    survey.current = version
    if asks_the_young(version.parsed):
        survey.protection = Protection.HEIGHTENED.value
    survey.title, survey.readers, survey.purpose = (definition[name] for name in ("title", "readers", "purpose"))
    survey.full_clean(exclude=["current", "state"])
    survey.save(update_fields=["current", "protection", "title", "readers", "purpose"])
    record("published", version, by=by, survey=survey.slug, number=number)
    if survey.state != State.OPEN:
        move(survey=survey, to=State.OPEN, by=by)
    return version


@transaction.atomic
def move(*, survey: Survey, to: State, by: User) -> Survey:
    """The one door through which a survey changes its state. Raises `ValidationError`."""
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if to not in TRANSITIONS[survey.state]:
        raise ValidationError(
            f"A survey that is {survey.get_state_display().lower()} cannot become {to.label.lower()}."
        )
    if to == State.OPEN and not survey.current_id:
        raise ValidationError("Publish the survey before opening it.")
    record("moved", survey, by=by, before=survey.state, after=to)
    survey.state = to
    survey.save(update_fields=["state"])
    return survey
