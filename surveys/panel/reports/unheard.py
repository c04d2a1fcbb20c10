"""Who are we not hearing? Those who answered, beside the people who live in an area and the crime recorded there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from derbyvoice.lib.suppression import Figure, FigureTable, Protection, protect_counts
from derbyvoice.lib.tables import Cell, Table
from derbyvoice.office.models import Cohort, District
from surveys.panel.choices import NOT_SAID, Kind
from surveys.panel.models import AreaCount, Invitation, Wave
from surveys.panel.places import all_answered
from surveys.panel.profile import key_of
from surveys.panel.pseudonyms import pseudonym_of
from surveys.panel.reports.shares import in_words, share

OTHERS = "Not said"
MEMBERS = "Members who answered"
TOO_FEW = 0.7
"""Missing is who has less than this part of the share of answers that their share of people would give."""


@dataclass(frozen=True)
class Row:
    """One district or cohort: how many answered, and its share of answers, people and recorded crime in per cent."""

    name: str
    answered: Figure
    answers: int | None
    people: int | None
    crime: int | None


@dataclass(frozen=True)
class Comparison:
    """`what` stands above the names: district or group."""

    what: str
    figures: FigureTable
    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    answered: str = MEMBERS

    @property
    def table(self) -> Table:
        """Only what is loaded gets a column; nothing is guessed."""
        named = (("Answers", "answers"), ("People", "people"), ("Recorded crime", "crime"))
        shown = [(label, field) for label, field in named if any(getattr(row, field) is not None for row in self.rows)]
        columns = (self.what, self.answered, *(f"Share of {label.lower()}" for label, _ in shown))
        rows: list[tuple[Cell, ...]] = []
        for row in self.rows:
            rows.append((row.name, row.answered, *(in_words(getattr(row, field)) for _, field in shown)))
        return Table(self.figures.caption, columns, tuple(rows))

    @property
    def has_people(self) -> bool:
        return any(row.people is not None for row in self.rows)

    @property
    def has_crime(self) -> bool:
        return any(row.crime is not None for row in self.rows)


def compared(waves: Sequence[Wave]) -> list[Comparison]:
    """By district and by cohort. Protected as the most careful of the waves asks; heightened without any wave."""
    protection = max((wave.protection for wave in waves), key=lambda one: one.limit, default=Protection.HEIGHTENED)
    counted = zip(NAMED, keys_of_those_who_answered(waves), strict=True)
    return [comparison(field, keyed, protection) for field, keyed in counted]


NAMED = {"district": "District", "cohort": "Group"}


def named_as(field: str) -> list[tuple[str, str]]:
    """Key and name of every district or cohort, by name."""
    rows = (
        District.objects.values_list("code", "name")
        if field == "district"
        else Cohort.objects.values_list("key", "name")
    )
    return sorted(rows, key=lambda pair: pair[1])


def keys_of_those_who_answered(waves: Iterable[Wave]) -> tuple[Counter[str], Counter[str]]:
    """How often each keyed district and cohort stands with a member who answered; each member once."""
    ids = [wave.pk for wave in waves]
    done, seen = all_answered(ids), set()
    districts: Counter[str] = Counter()
    cohorts: Counter[str] = Counter()
    asked = Invitation.objects.filter(wave__in=ids).values_list(
        "subscriber", "subscriber__seed", "wave", "wave__series", "subscriber__district_key", "subscriber__cohort_key"
    )
    for member, seed, wave, series, district, cohort in asked.iterator():
        if member not in seen and (wave, pseudonym_of(seed, series)) in done:
            seen.add(member)
            districts[district] += 1
            cohorts[cohort] += 1
    return districts, cohorts


def comparison(field: str, keyed: Counter[str], protection: Protection) -> Comparison:
    counts = {name: keyed[key_of(field, code)] for code, name in named_as(field)}
    counts[OTHERS] = keyed[""] + keyed[key_of(field, NOT_SAID)]
    caption = f"{MEMBERS}, by {NAMED[field].lower()}"
    return beside(protect_counts(counts, caption=caption, protection=protection), field, MEMBERS)


def beside(figures: FigureTable, field: str, answered: str = "People who answered") -> Comparison:
    """Figures that may be shown, a line for each district or cohort by a name of it, beside people and crime.

    `field` is "district" or "cohort"; a line that is neither, such as one of the silences, gets no share of them."""
    named, plain = named_as(field), dict(Cohort.objects.values_list("plain_name", "name"))
    people, crime = shares_of(Kind.POPULATION, field, named), shares_of(Kind.CRIME, field, named)
    names = [plain.get(label, label) for label in figures.row_labels]
    rows = tuple(
        Row(name, cell, share(cell, figures.total), people.get(name), crime.get(name))
        for name, (cell,) in zip(names, figures.cells, strict=True)
    )
    return Comparison(NAMED[field], figures, rows, sources_of(field), answered)


def shares_of(kind: Kind, field: str, named: list[tuple[str, str]]) -> dict[str, int]:
    """Each one's share in per cent; empty unless there is a count for every one, since shares would be wrong."""
    column = "district__name" if field == "district" else "cohort__name"
    counts = dict(AreaCount.objects.filter(kind=kind, **{f"{field}__isnull": False}).values_list(column, "number"))
    total = sum(counts.values())
    if not total or any(name not in counts for _, name in named):
        return {}
    return {name: round(100 * counts[name] / total) for _, name in named}


def sources_of(field: str) -> tuple[str, ...]:
    rows = AreaCount.objects.filter(**{f"{field}__isnull": False}).order_by("kind", "source")
    pairs = rows.values_list("kind", "source").distinct()
    return tuple(f"{Kind(kind).label}: {source}" for kind, source in pairs)


def missing(found: Comparison) -> list[str]:
    """Sentences that say who is missing, from what may be shown."""
    if not (found.has_people or found.has_crime):
        return []
    named = {name for field in NAMED for _, name in named_as(field)}
    rows = [row for row in found.rows if row.name in named]
    hidden = [row.name for row in rows if row.answers is None]
    said = [sentence for row in rows if (sentence := lacking(row))]
    few = "Few answered there, or so few elsewhere that the number cannot be shown: "
    return [*said, *([f"{few}{', '.join(hidden)}."] if hidden else [])]


def lacking(row: Row) -> str:
    """A sentence for one that gave far less than its share; empty for any other."""
    if row.answers is None:
        return ""
    expected = ((row.people, "people"), (row.crime, "recorded crime"))
    parts = [f"about {part}% of {words}" for part, words in expected if part and row.answers < TOO_FEW * part]
    return f"{row.name} is missing: it has {' and '.join(parts)}, and gave about {row.answers}% of the answers." * bool(
        parts
    )
