"""Tell it once: who told us about the topic of a wave in another series, not long ago, and lets staff read it."""

from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from surveys.panel.models import Wave
from surveys.panel.pseudonyms import pseudonym_of
from surveys.questionnaires.choices import Consent
from surveys.responses.models import Response

DAYS_A_MONTH = 30.4


class ToldBefore:
    """Asks the database twice, however many members are asked about."""

    def __init__(self, wave: Wave, day: date) -> None:
        self.wave = wave
        self.since = day - timedelta(days=round(wave.told_months * DAYS_A_MONTH))

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
        return set(self.responses().values_list("pseudonym", flat=True))

    def responses(self):  # type: ignore[no-untyped-def]
        """What was told in those waves and may be read, newest first."""
        found = Response.objects.allowing(Consent.READ).filter(wave__in=self.waves, pseudonym__isnull=False)
        return found.filter(submitted_on__gte=self.since).order_by("-submitted_on", "-id")

    def by(self, seed: str) -> bool:
        """Whether the member with this seed did. For many members at once."""
        return bool(self.series) and any(pseudonym_of(seed, one) in self.pseudonyms for one in self.series)

    def response_of(self, seed: str) -> Response | None:
        """What the member with this seed told last. For one member."""
        if not self.series:
            return None
        mine = [pseudonym_of(seed, one) for one in self.series]
        return self.responses().filter(pseudonym__in=mine).first()
