"""How long things are kept (`ruling`), and letting them go (`sweeping`)."""

from surveys.retention.actions.ruling import all_rules, end_hold, hold, rules_of, set_rule
from surveys.retention.actions.sweeping import held_references, held_surveys, sweep

__all__ = ["all_rules", "end_hold", "held_references", "held_surveys", "hold", "rules_of", "set_rule", "sweep"]
