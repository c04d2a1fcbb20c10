"""The monitoring pack: one contract's quarter, composed of what the other wings report. Nothing is counted here."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from derbyvoice.lib import charts
from derbyvoice.lib.suppression import Protection
from derbyvoice.lib.tables import Table
from services.contracts.periods import Quarter, quarter_of
from services.contracts.reports import ContractQuarter, MoneyLine, contract_quarter, money
from services.outcomes.reports import OutcomeLine, improvement
from surveys.insight.reports import Satisfaction, satisfaction

log = logging.getLogger(__name__)
QUARTERS_BACK = 3
T = TypeVar("T")


@dataclass(frozen=True)
class Heard:
    """What people said of one service: this quarter, the three before it, and the one that runs now."""

    service: str
    now: Satisfaction
    so_far: Satisfaction | None
    table: Table
    chart: str


@dataclass(frozen=True)
class Pack:
    """Everything that is laid on the table at a monitoring meeting. A part that could not be made is None."""

    contract: ContractQuarter
    quarter: Quarter
    heard: tuple[Heard, ...] | None
    outcomes: tuple[OutcomeLine, ...] | None
    money: tuple[MoneyLine, ...] | None

    @property
    def missing(self) -> bool:
        return None in (self.heard, self.outcomes, self.money)


def pack_of(contract_id: int, quarter: Quarter, *, day: date) -> Pack:
    """The pack as it stands on this day. Raises `ObjectDoesNotExist` for an unknown contract.

    A report that fails leaves its own part out and nothing else, so that the meeting still has the rest."""
    contract = contract_quarter(contract_id, quarter, day=day)
    return Pack(
        contract=contract,
        quarter=quarter,
        heard=made("satisfaction", lambda: tuple(heard(contract, quarter, day))),
        outcomes=made("outcomes", lambda: tuple(outcomes(contract))),
        money=made("money", lambda: tuple(money(contract_id))),
    )


def made(part: str, make: Callable[[], T]) -> T | None:
    try:
        return make()
    except Exception:
        log.exception("A part of a pack could not be made: %s", part)
        return None


def outcomes(contract: ContractQuarter) -> list[OutcomeLine]:
    """Protected as strictly as there is, because a provider helps people of every kind."""
    if contract.provider_id is None:
        return []
    period = {"since": contract.since, "until": contract.until}
    return improvement(provider_id=contract.provider_id, protection=Protection.HEIGHTENED, **period)


def heard(contract: ContractQuarter, quarter: Quarter, day: date) -> list[Heard]:
    return [heard_of(key, name, quarter, day) for key, name in contract.services]


def heard_of(service_key: int, name: str, quarter: Quarter, day: date) -> Heard:
    found = {one: asked(service_key, one) for one in quarters_around(quarter, day)}
    rows = [(words_of(one, day), said) for one, said in found.items()]
    table = Table(
        f"Satisfied with “{name}”",
        ("Quarter", "Satisfied", "People who answered", "Surveys counted"),
        tuple((label, said.percentage, said.answered, surveys_in(said)) for label, said in rows),
    )
    so_far = found.get(quarter_of(day)) if quarter_of(day) > quarter else None
    return Heard(name, found[quarter], so_far, table, drawn(name, rows, service_key))


def surveys_in(said: Satisfaction) -> str:
    """Quarters can rest on different surveys: where a number is too small to be shown, the answers are left out."""
    return f"{said.counted} of {len(said.surveys)}"


def asked(service_key: int, quarter: Quarter) -> Satisfaction:
    return satisfaction(service_key=service_key, since=quarter.first_day, until=quarter.last_day)


def drawn(name: str, rows: list[tuple[str, Satisfaction]], service_key: int) -> str:
    """A line over the quarters; nothing where not one of them may be shown."""
    if all(said.percentage.hidden for _, said in rows):
        return ""
    points = [charts.Point(label, said.percentage) for label, said in rows]
    what = "The share of people who were satisfied, quarter by quarter. The table below holds the same numbers."
    title = f"People satisfied with “{name}”"
    return charts.line_chart(points, title=title, description=what, unit="%", id_prefix=f"heard-{service_key}")


def quarters_around(quarter: Quarter, day: date) -> list[Quarter]:
    """Three before it, itself, and the one that runs now, oldest first."""
    back = [quarter]
    for _ in range(QUARTERS_BACK):
        back.append(before(back[-1]))
    return [*reversed(back), *([quarter_of(day)] if quarter_of(day) > quarter else [])]


def before(quarter: Quarter) -> Quarter:
    return Quarter(quarter.year, quarter.number - 1) if quarter.number > 1 else Quarter(quarter.year - 1, 4)


def words_of(quarter: Quarter, day: date) -> str:
    return f"{quarter.short}{', so far' if quarter == quarter_of(day) else ''}"
