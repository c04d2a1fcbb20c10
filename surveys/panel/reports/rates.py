"""How many answered a wave, and where people stop."""

from collections import Counter
from dataclasses import dataclass

from derbyvoice.lib.suppression import FigureTable, Protection, protect_counts
from derbyvoice.lib.tables import Table
from surveys.panel.models import Carried, Wave
from surveys.panel.reports.shares import in_words, share
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.models import Version, definition_of
from surveys.responses.models import Footfall, Response

ANSWERED, BEFORE, NOT_YET = "Answered", "Used what they told before", "Have not answered"


@dataclass(frozen=True)
class Rate:
    """Who was asked, by what became of it; `share` is that of those who answered, in words."""

    figures: FigureTable
    share: str


def response_rate(wave: Wave) -> Rate:
    """Everybody who was asked, those who left since among them. Answers that were taken back do not count."""
    figures = protect_counts(counts_of(wave), caption="Who was asked", protection=wave.protection)
    return Rate(figures, in_words(share_answered(figures)))


def counts_of(wave: Wave) -> dict[str, int]:
    """The true counts. Who used what they told before, and then answered all the same, answered."""
    asked = wave.invitations.asked().count() + wave.gone
    answered = Response.objects.standing().filter(wave=wave.pk)
    told_again = answered.filter(pseudonym__isnull=False).values("pseudonym")
    anew = answered.count()
    before = Carried.objects.standing().filter(wave=wave).exclude(pseudonym__in=told_again).count()
    return {ANSWERED: anew, BEFORE: before, NOT_YET: max(asked - anew - before, 0)}


def share_answered(figures: FigureTable) -> int | None:
    """Of those who were asked, who did not stay away: worked out from what may be shown."""
    stayed_away = share(figures.cells[2][0], figures.total)
    return None if stayed_away is None else 100 - stayed_away


@dataclass(frozen=True)
class DropOff:
    """Where the people who began one version stopped. Nobody who is still under way is told apart from them."""

    version: Version
    figures: FigureTable

    @property
    def table(self) -> Table:
        """The same with the share of all who began."""
        total = self.figures.total
        rows = tuple(
            (label, cell, in_words(share(cell, total)))
            for label, (cell,) in zip(self.figures.row_labels, self.figures.cells, strict=True)
        )
        last = () if total is None else ((self.figures.total_label, total, ""),)
        return Table(self.figures.caption, ("Where", "People", "Of all who began"), (*rows, *last))


def drop_offs(wave: Wave) -> list[DropOff]:
    """One for each version that people of this wave began."""
    versions = Version.objects.filter(footfall__wave=wave.pk).distinct().order_by("number")
    return [drop_off(version, wave=wave.pk, protection=wave.protection) for version in versions]


def drop_off(version: Version, *, protection: Protection, wave: int = 0) -> DropOff:
    """Where people stopped. `wave` 0: everybody who was not asked in a wave; of those, who only looked at the first
    question is not known. Error: who goes back and answers so that another way opens may count as stopped."""
    into: Counter[int] = Counter()
    out: Counter[int] = Counter()
    rows = Footfall.objects.filter(version=version, wave=wave).values_list("at", "onward", "number")
    for at, onward, number in rows:
        out[at] += number
        into[onward] += number
    stopped = {place: max(max(into[place], out[place]) - out[place], 0) for place in {*into, *out}}
    counts = {label: stopped.get(place, 0) for place, label in places(definition_of(version.pk))}
    counts["Sent their answers"] = into[Footfall.SENT]
    caption = f"Where people stopped, version {version.number}"
    return DropOff(version, protect_counts(counts, caption=caption, protection=protection))


def places(definition: Definition) -> list[tuple[int, str]]:
    asked = [(one.position, f"{one.position + 1}. {one.text}") for one in definition.questions]
    return [*asked, (Footfall.END, "Before sending: what may be done with it")]
