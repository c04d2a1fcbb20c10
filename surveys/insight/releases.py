"""The one door through which figures leave: pages, files, briefings and the public page all ask here."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from django.db.models import Sum

from derbyvoice.lib.releases import Asked
from derbyvoice.lib.subtraction import rounded
from derbyvoice.lib.suppression import Figure, FigureTable, entry
from derbyvoice.lib.worlds import ALL, Seat, entries
from derbyvoice.lib.worlds import Release as Known
from surveys.insight.alone import Alone, Frame, alone
from surveys.insight.ledger import Ledger
from surveys.insight.models import PEOPLE, Stand, Tally
from surveys.insight.subjects import Subject, asked_of, closed_subjects, subjects_of
from surveys.questionnaires.definitions import Question
from surveys.questionnaires.models import Version, definition_of

Filters = tuple[tuple[Subject, frozenset[int]], ...]


def release(
    version: Version, rows: str, columns: str = "", filters: Iterable[tuple[str, Iterable[int]]] = ()
) -> FigureTable | None:
    """A table that may be published as it stands, by the keys of its subjects. `filters`: any of the places, all of the
    subjects. None when it is kept back because a small number could be reckoned from it. Raises `KeyError`."""
    figures = Figures(version)
    chosen = tuple((figures.subjects[key], frozenset(places)) for key, places in filters)
    return figures.release(figures.subjects[rows], figures.subjects[columns] if columns else None, chosen)


class Figures:
    """The figures of one version as they stand now."""

    def __init__(self, version: Version) -> None:
        self.version, self.protection = version, version.survey.small_numbers

    @cached_property
    def stand(self) -> Stand | None:
        """None before the first ten people are in, and when so many went that nobody is."""
        last = Stand.objects.filter(version=self.version).order_by("-number").first()
        return last if last and last.people else None

    @cached_property
    def months(self) -> tuple[int, int] | None:
        """The months of the first and of the last answers that are in, as year * 12 + month - 1."""
        return self.stand.months if self.stand else None

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """All that tables can be about, by key."""
        return subjects_of(self.stand) if self.stand else closed_subjects(self.version.pk)

    @cached_property
    def counted(self) -> dict[int, Counter[int]]:
        """True counts of everybody by position and code."""
        found: dict[int, Counter[int]] = {}
        rows = Tally.objects.filter(version=self.version).order_by()
        for position, code, number in rows.values_list("position", "code").annotate(Sum("settled")):
            found.setdefault(position, Counter())[code] = number
        return found

    @cached_property
    def alone(self) -> list[Alone]:
        """Each question's own table, for everybody."""
        people = self.counted.get(PEOPLE, Counter())[0]
        frame = Frame(people, self.stand.number if self.stand else 0, self.protection)
        return [
            alone(question, self.of(question), self.counted.get(question.position, Counter()), frame)
            for question in definition_of(self.version.pk).questions
        ]

    def of(self, question: Question) -> list[Subject]:
        """What a question can be tabulated by: nothing for words, several things for a matrix."""
        closed = closed_subjects(self.version.pk)
        return [one for key, one in closed.items() if one.question == question.id and key.startswith("q-")]

    @cached_property
    def ledger(self) -> Ledger:
        assert self.stand is not None
        return Ledger(self.stand, self.subjects, self.alone, self.protection)

    def release(self, rows: Subject, columns: Subject | None = None, filters: Filters = ()) -> FigureTable | None:
        """A table that may be published as it stands; None when it is kept back, or when nobody is counted yet."""
        return self.told_by(Ledger.ask, rows, columns, filters)

    def standing(self, rows: Subject) -> FigureTable | None:
        """The table as it went out before at this stand. Looking at it weighs nothing and writes nothing."""
        return self.told_by(Ledger.standing, rows, None, ())

    def told_by(
        self, asking: Callable[[Ledger, Asked], Known | None], rows: Subject, columns: Subject | None, filters: Filters
    ) -> FigureTable | None:
        if self.stand is None:
            return None
        known: dict[tuple[int, int], Known] = {}
        for i, part in enumerate(rows.parts):
            for j, across in enumerate(columns.parts if columns else [None]):
                if not (found := asking(self.ledger, asked_of(part, across, filters))):
                    return None
                known[i, j] = found
        return self.assembled(rows, columns, known)

    def satisfied(self, question: Question, months: frozenset[int] | None) -> tuple[int, int] | None:
        """How many were satisfied and how many were not, in these months; None when the ledger hides one of them.

        Rounded: what is put together from these numbers tells nothing that they do not tell by themselves."""
        filters = () if months is None else ((self.subjects["month"], months),)
        asked = asked_of(self.subjects[f"satisfied-{question.id}"].parts[0], None, filters)
        known = self.ledger.ask(asked) if self.stand else None
        if known is None or known.hidden & {(0, 0), (1, 0)}:
            return None
        (others,), (satisfied,), *_ = known.counts
        return rounded(satisfied), rounded(others)

    def assembled(self, rows: Subject, columns: Subject | None, known: dict[tuple[int, int], Known]) -> FigureTable:
        """The parts of a table put together. Totals stand where the answers on that side add up."""
        down = places_of(rows)
        across = places_of(columns) if columns else [(0, 0, "Number")]
        by_row, by_column = bool(columns and columns.exclusive), rows.exclusive
        j0 = across[0][0]

        def figure(i: int, j: int, seat: Seat) -> Figure:
            one = known[i, j]
            return entry(dict(entries(one.counts))[seat], hidden=seat in one.hidden, protection=self.protection)

        return FigureTable(
            caption=f"{rows.label} by {columns.label}" if columns else rows.label,
            row_labels=tuple(label for _, _, label in down),
            column_labels=tuple(label for _, _, label in across),
            cells=tuple(tuple(figure(i, j, (place, other)) for j, other, _ in across) for i, place, _ in down),
            row_totals=tuple(figure(i, j0, (place, ALL)) for i, place, _ in down) if by_row else (),
            column_totals=tuple(figure(0, j, (ALL, other)) for j, other, _ in across) if by_column else (),
            total=figure(0, j0, (ALL, ALL)) if by_row or by_column else None,
            protection=self.protection,
        )


def places_of(subject: Subject) -> Sequence[tuple[int, int, str]]:
    """Part, place and label of everything that a table shows of a subject."""
    return [(number, place, label) for number, part in enumerate(subject.parts) for place, label in part.shown]
