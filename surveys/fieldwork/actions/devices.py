"""Links for devices that are handed round: made, turned, ended; and one person after the other on them."""

import secrets
from datetime import timedelta

from django.db import transaction

from derbyvoice.audit.actions import record, record_change
from derbyvoice.audit.actors import PERSON
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup
from surveys.fieldwork.models import Device
from surveys.questionnaires.models import Survey

TOKEN_BYTES = 24


def hashed(token: str) -> str:
    return lookup("device link", token)


def new_token() -> str:
    """In hexadecimal digits, which spell no word by chance. Codes from before work until they end."""
    return secrets.token_hex(TOKEN_BYTES)


@transaction.atomic
def make_device(*, name: str, survey: Survey, days: int, most: int, turn_hours: int, by: User) -> tuple[Device, str]:
    """A device and the code of its link, which nobody can read again."""
    now, token = clock.now(), new_token()
    facts = {"until": now + timedelta(days=days), "most": most, "turn_hours": turn_hours, "turn_from": now}
    device = Device(name=name, survey=survey, token_hash=hashed(token), made_at=now, made_by=by, **facts)
    device.full_clean()
    device.save()
    record("made device", device, by=by, survey=survey.slug, days=days, most=most)
    return device, token


def locked(device: Device) -> Device:
    return Device.objects.select_for_update().get(pk=device.pk)


@transaction.atomic
def turn(*, device: Device, by: User) -> str:
    """A new link for a device; the one before is worthless at once. Gives its code."""
    device = locked(device)
    token = replace_link(device)
    record("turned link", device, by=by)
    return token


def replace_link(device: Device) -> str:
    token = new_token()
    device.token_hash, device.turn_from = hashed(token), clock.now()
    device.save(update_fields=["token_hash", "turn_from"])
    return token


@transaction.atomic
def end(*, device: Device, by: User) -> Device:
    """The link works no more. What somebody is answering on it just now can still be sent. Twice is once."""
    device = locked(device)
    if device.ended_at is not None:
        return device
    return record_change(device, "ended device", by=by, ended_at=clock.now(), ended_by=by)


# On the device, without a sign-in


def device_with(token: str) -> Device | None:
    """The device whose link this is, if it works now."""
    now = clock.now()
    return Device.objects.in_use(now).holding(hashed(token)).select_related("survey").first()


@transaction.atomic
def sit_down(*, device: Device) -> str:
    """Somebody begins to answer on the device; gives what tells them from the person before. No record: who answers
    when is nobody's business."""
    device = locked(device)
    device.sitting = secrets.token_hex(16)
    device.save(update_fields=["sitting"])
    return device.sitting


@transaction.atomic
def count_sent(*, device_id: int, sitting: str) -> None:
    """One more response from this device; pressing “Send” twice is one."""
    device = Device.objects.select_for_update().filter(pk=device_id).first()
    if device is None or not sitting or device.sitting != sitting:
        return
    device.sitting, device.taken = "", min(device.taken + 1, device.most)
    device.save(update_fields=["sitting", "taken"])


@transaction.atomic
def next_person(*, token: str) -> str | None:
    """The code of the link on which the next person begins: another one if it is time to turn it.

    None when the device works no more, or its link was turned by hand meanwhile."""
    device = Device.objects.select_for_update().filter(token_hash=hashed(token)).first()
    now = clock.now()
    if device is None or not device.works(now):
        return None
    if not device.turn_is_due(now):
        return token
    turned = replace_link(device)
    record("turned link", device, by=PERSON)
    return turned
