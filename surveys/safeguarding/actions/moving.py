"""The one door through which a flag changes its state, and who is told of it."""

import json
from typing import Any

from django.core.exceptions import ValidationError

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.notifications import outbox
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.users.roles import Role
from derbyvoice.vault.fields import Sealed
from derbyvoice.vault.sealing import seal_for
from surveys.safeguarding.choices import TRANSITIONS, State, What
from surveys.safeguarding.models import Flag, FlagStep

RAISED, OVERDUE = "safeguarding.raised", "safeguarding.overdue"


def move(flag: Flag, *, to: State, what: What, by: By, **facts: Any) -> Flag:
    """Change the state of a flag that is locked, with the line in its history. Raises `ValidationError`."""
    if to not in TRANSITIONS[flag.state]:
        now, then = flag.get_state_display().lower(), to.label.lower()
        raise ValidationError(f"This cannot be done: it is “{now}”, and cannot become “{then}”.")
    before, flag.state = flag.state, to
    for name, value in facts.items():
        setattr(flag, name, value)
    flag.save(update_fields=["state", *facts])
    note(flag, what, by=by)
    record("moved", flag, by=by, before=before, after=to, what=what)
    return flag


def note(flag: Flag, what: What, *, by: By) -> FlagStep:
    return FlagStep.objects.create(
        flag=flag, at=clock.now(), by=by if isinstance(by, User) else None, what=what, state=flag.state
    )


def locked(flag: Flag) -> Flag:
    return Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)


def sealed(name: str, content: Any) -> Sealed:
    """Words for the leads alone."""
    return seal_for(Flag, name, content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))


def people_with(role: Role) -> list[int]:
    """Who holds this role now, by their ids."""
    held = {"grants__role": role.key, "grants__ended_at": None, "is_active": True}
    return list(User.objects.filter(**held).order_by("pk").values_list("pk", flat=True))


def tell(kind: str, flag_id: int, *, to: Role, stage: str) -> int:
    """A neutral message to everybody with this role; gives how many. The same flag and stage is told once."""
    people = people_with(to)
    for person in people:
        key = f"{kind}:{flag_id}:{stage}:{person}"
        outbox.queue(kind, recipient_ref=f"user:{person}", context_ref=f"flag:{flag_id}", dedupe_key=key)
    return len(people)


def tell_leads(kind: str, flag_id: int, *, stage: str) -> int:
    """Every lead; where nobody is one, office staff, so that it never reaches nobody."""
    leads = tell(kind, flag_id, to=roles.SAFEGUARDING_LEAD, stage=stage)
    return leads or tell(kind, flag_id, to=roles.OFFICE_STAFF, stage=stage)
