"""Messages between a person and Witness Care."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import PERSON
from derbyvoice.notifications.outbox import queue
from derbyvoice.users.models import User
from derbyvoice.vault.fields import Sealed
from derbyvoice.vault.sealing import seal_for
from services.witness_care.actions.space import public_key_of
from services.witness_care.choices import RuleKind, Side
from services.witness_care.deadlines import deadline_for, rules_on
from services.witness_care.models import Message, PrivateSpace

NEWS = "witness_care.news"


@transaction.atomic
def write(space: PrivateSpace, words: str, *, form_id: uuid.UUID, now: datetime) -> Message:
    """The person writes to Witness Care. The same form sent twice is one message."""
    day = timezone.localdate(now)
    due = deadline_for(kind=RuleKind.MESSAGE, came_in=day, facts=None, rules=rules_on(day))
    message, is_new = Message.objects.get_or_create(
        form_id=form_id,
        defaults={
            "space": space,
            "side": Side.PERSON,
            "words": sealed(space, words),
            "sent_at": now,
            "due_on": due.due_on or day,
        },
    )
    if is_new:
        record("message written", message, by=PERSON)
    return message


@transaction.atomic
def reply(space: PrivateSpace, words: str, *, form_id: uuid.UUID, now: datetime, by: User) -> Message:
    """Witness Care answers: what the person wrote until now counts as answered, and they hear that there is news."""
    message, is_new = Message.objects.get_or_create(
        form_id=form_id,
        defaults={"space": space, "side": Side.TEAM, "words": sealed(space, words), "sent_at": now, "sent_by": by},
    )
    if is_new:
        Message.objects.unanswered().filter(space=space).update(answered_at=now, answered_by=by)
        record("message answered", message, by=by)
        tell_of_news(space, f"message:{message.pk}")
    return message


def tell_of_news(space: PrivateSpace, cause: str) -> None:
    """A neutral message that there is something new. Whether it is safe is asked when it is sent."""
    queue(NEWS, recipient_ref=f"case:{space.case_id}", context_ref=f"space:{space.pk}", dedupe_key=f"news:{cause}")


def sealed(space: PrivateSpace, words: str) -> Sealed:
    return seal_for(Message, "words", words, also=[public_key_of(space)])
