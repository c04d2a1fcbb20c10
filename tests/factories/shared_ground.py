from datetime import UTC, datetime

from derbyvoice.audit.models import DaySeal, Event, Reading
from derbyvoice.notifications.models import DeadAddress, Heartbeat, Message, Step
from derbyvoice.office.models import Cohort, CrimeGroup, District, EmergencyContact, Office, VictimRight
from derbyvoice.users import roles
from derbyvoice.users.models import RoleGrant, SignIn, User
from tests.factories import make, number, recipe

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@recipe(User)
def user(*, role: roles.Role | None = None, **fields):
    n = next(number)
    made = User.objects.create_user(**{"email": f"person{n}@staff.example", "name": f"Person {n}", **fields})
    if role:
        make(RoleGrant, user=made, role=role.key)
    return made


@recipe(RoleGrant)
def role_grant(**fields):
    fields.setdefault("user", None) or fields.update(user=make(User))
    return RoleGrant.objects.create(**{"role": roles.OFFICE_STAFF.key, "granted_at": NOON, **fields})


@recipe(SignIn)
def sign_in(**fields):
    fields.setdefault("user", None) or fields.update(user=make(User))
    facts = {"key_hash": f"{next(number):064d}", "device": "Firefox on Linux"}
    return SignIn.objects.create(**{**facts, "started_at": NOON, "last_seen_at": NOON, **fields})


@recipe(Office)
def office(**fields):
    names = {"name": "Office", "service_name": "Voice", "holder_title": "Holder", "area": "Area", "force_name": "Force"}
    return Office.objects.update_or_create(id=1, defaults={**names, "sender_name": "Voice", **fields})[0]


@recipe(District)
def district(**fields):
    n = next(number)
    return District.objects.create(**{"code": f"E{n:08d}", "name": f"District {n}", **fields})


@recipe(CrimeGroup)
def crime_group(**fields):
    n = next(number)
    return CrimeGroup.objects.create(**{"key": f"group-{n}", "name": f"Group {n}", "plain_name": "It", **fields})


@recipe(Cohort)
def cohort(**fields):
    n = next(number)
    name = fields.get("name", f"Cohort {n}")
    return Cohort.objects.create(**{"key": f"cohort-{n}", "name": name, "plain_name": name, **fields})


@recipe(EmergencyContact)
def emergency_contact(**fields):
    return EmergencyContact.objects.create(**{"name": "Help", "phone": "01632 960001", "words": "Any time.", **fields})


@recipe(Event)
def event(**fields):
    facts = {"at": NOON, "by_kind": "clock", "verb": "made", "subject_type": "office.office", "subject_id": "1"}
    return Event.objects.create(**{**facts, **fields})


@recipe(Reading)
def reading(**fields):
    fields.setdefault("by", None) or fields.update(by=make(User))
    facts = {"at": NOON, "subject_type": "office.office", "subject_id": "1", "why": "To answer"}
    return Reading.objects.create(**{**facts, **fields})


@recipe(DaySeal)
def day_seal(**fields):
    facts = {"day": NOON.date(), "events": 0, "readings": 0, "previous": "0" * 64, "digest": "1" * 64}
    return DaySeal.objects.create(**{**facts, "sealed_at": NOON, **fields})


@recipe(Message)
def message(**fields):
    n = next(number)
    facts = {"kind": "test", "recipient_ref": "nobody:1", "dedupe_key": f"key-{n}", "queued_at": NOON}
    return Message.objects.create(**{**facts, "changed_at": NOON, "next_try_at": NOON, **fields})


@recipe(Step)
def step(**fields):
    fields.setdefault("message", None) or fields.update(message=make(Message))
    return Step.objects.create(**{"at": NOON, "state": "waiting", **fields})


@recipe(Heartbeat)
def heartbeat(**fields):
    return Heartbeat.objects.create(**{"name": f"beat-{next(number)}", "at": NOON, **fields})


@recipe(DeadAddress)
def dead_address(**fields):
    return DeadAddress.objects.create(**{"address_key": f"{next(number):064x}", "since_at": NOON, **fields})


@recipe(VictimRight)
def victim_right(**fields):
    n = next(number)
    facts = {"key": f"right-{n}", "number": n, "name": f"To be told {n}", "plain_name": "To be told"}
    return VictimRight.objects.create(**{**facts, **fields})
