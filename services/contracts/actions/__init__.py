"""What may be done with contracts. Every verb names who does it and writes its own audit event."""

from services.contracts.actions.access import agree_access
from services.contracts.actions.contract import (
    add_budget_line,
    add_contract,
    add_kpi,
    add_variation,
    break_off,
    change,
    change_contract,
    keep_sub_provider,
)
from services.contracts.actions.monitoring import (
    add_action,
    add_agenda_item,
    agree_minutes,
    finish_action,
    hold_meeting,
    write_minutes,
)
from services.contracts.actions.returns import (
    ReturnChanged,
    accept_return,
    keep_figures,
    move_return,
    open_returns,
    send_back,
    send_return,
)

__all__ = [
    "ReturnChanged",
    "accept_return",
    "add_action",
    "add_agenda_item",
    "add_budget_line",
    "add_contract",
    "add_kpi",
    "add_variation",
    "agree_access",
    "agree_minutes",
    "break_off",
    "change",
    "change_contract",
    "finish_action",
    "hold_meeting",
    "keep_figures",
    "keep_sub_provider",
    "move_return",
    "open_returns",
    "send_back",
    "send_return",
    "write_minutes",
]
