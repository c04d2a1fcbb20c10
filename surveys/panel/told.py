"""Tell it once: who told us about the topic of a wave elsewhere, not long ago, and lets staff read it.

Elsewhere is a wave of another series, or the public pages: then it serves a wave of another series since its teller
said, with their return words, that it is about this."""

from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from surveys.panel.choices import Unfit
from surveys.panel.models import Carried, Wave
from surveys.panel.pseudonyms import pseudonym_of
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import definition_of
from surveys.responses.models import Response

DAYS_A_MONTH = 30.4


def not_before(wave: Wave, day: date) -> date:
    """What was told before this day is too old to serve the wave."""
    return day - timedelta(days=round(wave.told_months * DAYS_A_MONTH))


class ToldBefore:
    """Asks the database three times, however many members are asked about."""

    def __init__(self, wave: Wave, day: date) -> None:
        self.wave = wave
        self.since = not_before(wave, day)

    @cached_property
    def waves(self) -> dict[int, int]:
        """Waves about one of the same topics, in other series: (wave, series)."""
        alike = Wave.objects.filter(topics__in=self.wave.topics.all()).exclude(series=self.wave.series_id)
        return dict(alike.values_list("pk", "series").order_by("pk").distinct())

    @cached_property
    def series(self) -> list[int]:
        return sorted(set(self.waves.values()))

    @cached_property
    def pseudonyms(self) -> set[UUID | None]:
        return {
            name for rows in (self.responses(), self.carried()) for name in rows.values_list("pseudonym", flat=True)
        }

    def responses(self):  # type: ignore[no-untyped-def]
        """What was told in those waves and may be read, newest first."""
        found = self.fitting().filter(wave__in=self.waves, pseudonym__isnull=False)
        return found.order_by("-submitted_on", "-id")

    def carried(self):  # type: ignore[no-untyped-def]
        """What was told elsewhere, serves those waves and may be read, newest first."""
        found = Carried.objects.filter(wave__in=self.waves, response__in=self.fitting())
        return found.select_related("response").order_by("-response__submitted_on", "-id")

    def fitting(self):  # type: ignore[no-untyped-def]
        """What may be read, is not too old, and neither answered nor served these questions before: a series asks what
        has changed."""
        own = Wave.objects.filter(series=self.wave.series_id)
        found = Response.objects.allowing(Consent.READ).filter(submitted_on__gte=self.since)
        return found.exclude(wave__in=own).exclude(carried__wave__in=own)

    def by(self, seed: str) -> bool:
        """Whether the member with this seed did. For many members at once."""
        return bool(self.series) and any(pseudonym_of(seed, one) in self.pseudonyms for one in self.series)

    def response_of(self, seed: str) -> Response | None:
        """What the member with this seed told last. For one member."""
        if not self.series:
            return None
        mine = [pseudonym_of(seed, one) for one in self.series]
        told, carried = (rows.filter(pseudonym__in=mine).first() for rows in (self.responses(), self.carried()))
        found = [one for one in (told, carried and carried.response) if one]
        return max(found, key=lambda one: (one.submitted_on, one.pk), default=None)


def unfit(response: Response, wave: Wave, day: date) -> Unfit | None:
    """Why something that was sent does not serve this wave, though its teller says that it is about the same."""
    if response.submitted_on < not_before(wave, day):
        return Unfit.OLD
    served = waves_of(response).get(wave.series_id, set())
    if served - {wave.pk}:
        return Unfit.SAME
    if Consent.READ not in response.consents:
        asked = Consent.READ in definition_of(response.version_id).consents
        return Unfit.NOT_ALLOWED if asked else Unfit.NEVER_READ
    return Unfit.USED if served else None


def waves_of(response: Response) -> dict[int, set[int]]:
    """The waves that a response answers or serves already, by series."""
    found: dict[int, set[int]] = {}
    serves = Carried.objects.filter(response=response).values_list("wave", flat=True)
    for wave, series in Wave.objects.filter(pk__in=[*serves, response.wave or 0]).values_list("pk", "series"):
        found.setdefault(series, set()).add(wave)
    return found
