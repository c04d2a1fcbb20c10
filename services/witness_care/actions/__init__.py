"""What a person and Witness Care may do on a private page."""

from services.witness_care.actions.asking import (
    ask,
    keep_rule,
    load_standard_rules,
    move_request,
    record_court,
    refresh_deadlines,
    withdraw_request,
)
from services.witness_care.actions.space import (
    CodeRefused,
    Offer,
    WordsRefused,
    close_space,
    come_back,
    first_visit,
    hash_of,
    noted,
    offer_space,
)
from services.witness_care.actions.talking import reply, write

__all__ = [
    "CodeRefused",
    "Offer",
    "WordsRefused",
    "ask",
    "close_space",
    "come_back",
    "first_visit",
    "hash_of",
    "keep_rule",
    "load_standard_rules",
    "move_request",
    "noted",
    "offer_space",
    "record_court",
    "refresh_deadlines",
    "reply",
    "withdraw_request",
    "write",
]
