"""What the force's record says of a case, on its way to being sealed. Held in memory only."""

from dataclasses import dataclass, field
from datetime import date

from derbyvoice.office.models import Cohort, CrimeGroup, District
from services.cases.models import Officer


@dataclass(frozen=True, repr=False)
class Person:
    """Who was harmed and how to reach them. Empty text where the record has nothing. It has no readable form."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, repr=False)
class CaseFacts:
    """One version of the force's record of a case."""

    reference: str
    version: int
    crime_group: CrimeGroup
    district: District | None
    officer: Officer
    reported_on: date
    person: Person
    cohorts: tuple[Cohort, ...] = ()
    enhanced: tuple[str, ...] = ()
    closed: bool = False
    channels: dict[str, str] = field(default_factory=dict)
