"""How long things are kept (`ruling`), by two people where it is shorter (`proposing`), and letting them go
(`sweeping`)."""

from surveys.retention.actions.proposing import change_rule, confirm_rule, propose_rule, withdraw_rule
from surveys.retention.actions.ruling import all_rules, end_hold, hold, rules_of, set_rule
from surveys.retention.actions.sweeping import held_references, held_surveys, sweep

__all__ = [
    "all_rules",
    "change_rule",
    "confirm_rule",
    "end_hold",
    "held_references",
    "held_surveys",
    "hold",
    "propose_rule",
    "rules_of",
    "set_rule",
    "sweep",
    "withdraw_rule",
]
