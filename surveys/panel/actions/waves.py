"""Planning a wave, opening it, closing it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.panel.choices import BETWEEN, WAVE_TRANSITIONS, Repeat, WaveState
from surveys.panel.models import Invitation, Series, Topic, Wave
from surveys.panel.reports.chosen import how_many
from surveys.questionnaires.models import Survey


@transaction.atomic
def begin_series(*, survey: Survey, name: str, by: User) -> Series:
    """A row of waves of one survey. Raises `ValidationError`."""
    series = Series(survey=survey, name=name, begun_at=clock.now(), begun_by=by)
    series.full_clean()
    series.save()
    record("began", series, by=by, survey=survey.slug)
    return series


@transaction.atomic
def plan(*, series: Series, topics: Iterable[Topic], by: User, **chosen: Any) -> Wave:
    """Plan the next wave of a series. Nobody is asked before it is opened. Raises `ValidationError`."""
    series = Series.objects.select_for_update().get(pk=series.pk)
    number = (series.waves.aggregate(last=Max("number"))["last"] or 0) + 1
    wave = Wave(series=series, number=number, planned_at=clock.now(), planned_by=by, **chosen)
    wave.full_clean()
    check_repeat(wave)
    wave.save()
    wave.topics.set(topics)
    record("planned", wave, by=by, series=series.pk, number=number)
    return wave


@transaction.atomic
def plan_in(*, series: int | None, survey: Survey | None, name: str, by: User, **chosen: Any) -> Wave:
    """Plan a wave in the series with this id, or in a new one. Raises `ValidationError`; then there is neither."""
    if series is not None:
        return plan(series=Series.objects.get(pk=series), by=by, **chosen)
    if survey is None:
        raise ValidationError({"survey": "Choose the survey of the new series."})
    return plan(series=begin_series(survey=survey, name=name, by=by), by=by, **chosen)


def check_repeat(wave: Wave) -> None:
    """A repeat opens so long after the first wave as it says. Raises `ValidationError`."""
    first = wave.series.waves.order_by("number").first()
    if first is None:
        if wave.repeat != Repeat.FIRST:
            raise ValidationError({"repeat": "This series has no wave yet: choose “The first time”."})
        return
    if wave.repeat == Repeat.FIRST:
        raise ValidationError({"repeat": "This series has a first wave: choose how long after it this one opens."})
    low, high = BETWEEN[wave.repeat]
    if not low <= (wave.opens_on - first.opens_on).days <= high:
        days = f"{first.opens_on:%-d %B %Y}"
        raise ValidationError({"opens_on": f"The first wave opened on {days}. This day does not fit what you chose."})


@transaction.atomic
def move(*, wave: Wave, to: WaveState, day: date, by: By) -> Wave:
    """The one door for a wave's state. Who closes it ends its reminders. Raises `ValidationError`."""
    wave = Wave.objects.select_for_update(of=("self",)).select_related("series__survey", "cohort").get(pk=wave.pk)
    if to not in WAVE_TRANSITIONS[wave.state]:
        raise ValidationError(f"This wave is {wave.get_state_display().lower()}; it cannot become {to.label.lower()}.")
    if to == WaveState.OPEN:
        check_opening(wave, day)
    else:
        Invitation.objects.filter(wave=wave).update(due=None)
    record("moved", wave, by=by, before=wave.state, after=to)
    wave.state = to
    wave.save(update_fields=["state"])
    return wave


def check_opening(wave: Wave, day: date) -> None:
    """So few people are never asked that an answer could be laid at somebody's door. Raises `ValidationError`."""
    if wave.closes_on < day:
        raise ValidationError("The last day of this wave is past.")
    if not wave.survey_is_open:
        raise ValidationError("Open the survey first.")
    if how_many(wave, day).hidden:
        raise ValidationError(
            f"Fewer than {wave.protection.limit} people would be asked. Choose a larger group, so that nobody "
            "can be known by their answers."
        )
