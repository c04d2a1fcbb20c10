"""What can be done: look at what is sent, raise a flag, look at it, decide it; keep the rules; let the clock tell."""

from surveys.safeguarding.actions.deciding import decide, no_contact, put_back, read, take, taken_back
from surveys.safeguarding.actions.findable import make_findable
from surveys.safeguarding.actions.moving import OVERDUE, RAISED, move
from surveys.safeguarding.actions.raising import look_at, raise_by_hand
from surveys.safeguarding.actions.reaching import new_contact
from surveys.safeguarding.actions.ruling import keep_deadline, keep_rule, load_standard
from surveys.safeguarding.actions.sweeping import escalate, forget_decided

__all__ = [
    "OVERDUE", "RAISED", "decide", "escalate", "forget_decided", "keep_deadline", "keep_rule", "load_standard",
    "look_at", "make_findable", "move", "new_contact", "no_contact", "put_back", "raise_by_hand", "read",
    "take", "taken_back",
]  # fmt: skip
