"""What of contracts waits for the office and for providers, counted for their first page."""

from datetime import datetime

from django.utils import timezone

from derbyvoice.users import roles
from derbyvoice.users.attention import Attention
from derbyvoice.users.models import User
from services.contracts.choices import FOR_THE_PROVIDER
from services.contracts.models import Action, Return


def to_accept(user: User, now: datetime) -> int:
    return int(Return.objects.waiting_for_office().count())


def late_returns(user: User, now: datetime) -> int:
    return int(Return.objects.filter(state__in=FOR_THE_PROVIDER, due_on__lt=timezone.localdate(now)).count())


def overdue_actions(user: User, now: datetime) -> int:
    return int(Action.objects.overdue(timezone.localdate(now)).count())


def to_send(user: User, now: datetime) -> int:
    mine = Return.objects.visible_to(user, timezone.localdate(now))
    return int(mine.filter(state__in=FOR_THE_PROVIDER).count())


OFFICE, PROVIDER = (roles.OFFICE_STAFF,), (roles.PROVIDER_WORKER,)
RETURNS, ACTIONS = "admin:contracts_return_changelist", "admin:contracts_action_changelist"
ITEMS = (
    Attention(
        "contracts.to_accept",
        "returns wait to be accepted",
        to_accept,
        RETURNS,
        50,
        OFFICE,
        "return waits to be accepted",
    ),
    Attention("contracts.late_returns", "returns are late", late_returns, RETURNS, 60, OFFICE, "return is late"),
    Attention(
        "contracts.overdue_actions",
        "actions of contracts are late",
        overdue_actions,
        ACTIONS,
        70,
        OFFICE,
        "action of a contract is late",
    ),
    Attention("contracts.to_send", "returns to send", to_send, "contracts_returns", 40, PROVIDER, "return to send"),
)
