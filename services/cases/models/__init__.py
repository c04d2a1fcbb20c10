"""A reported crime with a person who has rights to be kept informed, and the clock that sees to it."""

from services.cases.models.case import Case, CaseQuerySet, CaseStep, ConflictBlock, EnhancedRight
from services.cases.models.clock import CaseClock, CaseClockQuerySet, ContactPolicy, DigestRun, Reminder
from services.cases.models.contact import Attempt, Contact, OfficerTask
from services.cases.models.people import Officer, Team
from services.cases.models.victim import ChannelSafety, Victim

__all__ = [
    "Attempt",
    "Case",
    "CaseClock",
    "CaseClockQuerySet",
    "CaseQuerySet",
    "CaseStep",
    "ChannelSafety",
    "ConflictBlock",
    "Contact",
    "ContactPolicy",
    "DigestRun",
    "EnhancedRight",
    "Officer",
    "OfficerTask",
    "Reminder",
    "Team",
    "Victim",
]
