"""How many people a wave would ask, as a figure."""

from datetime import date

from derbyvoice.lib.suppression import Figure, figure
from surveys.panel.models import Subscriber, Wave
from surveys.panel.told import ToldBefore


def how_many(wave: Wave, day: date) -> Figure:
    """How many members would be asked today. Whoever told us before is left out where the wave says so."""
    found = Subscriber.objects.may_be_asked(day).meant_by(wave).exclude(invitations__wave=wave)
    if not wave.skip_told:
        return figure(found.count(), wave.protection)
    told = ToldBefore(wave, day)
    return figure(sum(not told.by(seed) for seed in found.values_list("seed", flat=True).iterator()), wave.protection)
