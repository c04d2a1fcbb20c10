"""Contracts that pay for support, what providers report, and the meetings at which both are looked at."""

from services.contracts.models.contract import (
    BreakOff,
    BudgetLine,
    Contract,
    ContractAccess,
    Funder,
    Kpi,
    SubProvider,
    Variation,
)
from services.contracts.models.monitoring import Action, AgendaItem, MonitoringMeeting
from services.contracts.models.returns import Return, ReturnFigure, ReturnStep

__all__ = [
    "Action",
    "AgendaItem",
    "BreakOff",
    "BudgetLine",
    "Contract",
    "ContractAccess",
    "Funder",
    "Kpi",
    "MonitoringMeeting",
    "Return",
    "ReturnFigure",
    "ReturnStep",
    "SubProvider",
    "Variation",
]
