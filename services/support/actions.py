"""A message with a one-time link goes to a person; they open it, choose, and are passed to the services they chose."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import PERSON, By
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.outbox import queue
from derbyvoice.vault.sealing import seal_for
from services.cases import due
from services.cases.actions import leave_task
from services.cases.choices import TaskKind
from services.cases.models import Case
from services.directory.models import Service
from services.referrals.actions import Details, refer_self
from services.referrals.models import Referral
from services.support.models import SupportLink, SupportText

INFORMATION = "support.information"
TOKEN_BYTES = 24  # 192 bits


class Spent(RuntimeError):
    """The link was used, or its time is over."""


@transaction.atomic
def tell_about_help(case: Case, *, by: By, now: datetime) -> Message | None:
    """Queue the message that help exists, with a fresh one-time link. Whether it is safe is asked when it is sent.

    Nothing goes where no text is in force. Without an e-mail address the officer is asked to tell them."""
    day = due.london_day(now)
    text = SupportText.objects.on(day).for_case(crime_group=case.crime_group, district=case.district).first()
    if text is None:
        return None
    if case.victim.email is None:
        leave_task(case, kind=TaskKind.NO_ADDRESS, dedupe_key=f"no-address:{case.pk}", day=day)
        return None
    link = make_link(case, text=text, now=now)
    record("queued_support", case, by=by, link=link.pk)
    return queue(
        INFORMATION, recipient_ref=f"case:{case.pk}", context_ref=f"link:{link.pk}", dedupe_key=f"support:{link.pk}"
    )


def make_link(case: Case, *, text: SupportText, now: datetime) -> SupportLink:
    """A fresh link. Its token is kept hashed, and sealed to the sender alone, who needs it once."""
    token = secrets.token_hex(TOKEN_BYTES)
    return SupportLink.objects.create(
        case=case,
        text=text,
        token_hash=hash_of(token),
        token=seal_for(SupportLink, "token", token),
        made_on=due.london_day(now),
        expires=now + timedelta(days=text.link_days),
    )


def hash_of(token: str) -> str:
    """The token is long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def link_of(token: str, *, now: datetime) -> SupportLink:
    """The unspent link with this token. Changes nothing. Raises `Spent` for every other token, known or not."""
    link = SupportLink.objects.filter(token_hash=hash_of(token), opened=None, expires__gt=now).first()
    if link is None:
        raise Spent
    return link


@transaction.atomic
def spend(token: str, *, now: datetime) -> SupportLink:
    """Somebody pressed the button: the link works no more. Of two presses at once only one gets through."""
    link = link_of(token, now=now)
    if not SupportLink.objects.filter(pk=link.pk, opened=None).update(opened=now, token=None):
        raise Spent
    record("opened_link", link, by=PERSON)
    link.refresh_from_db()
    return link


def opened_link(pk: int) -> SupportLink | None:
    """The link that a browser proves it opened, with what the private page needs."""
    rows = SupportLink.objects.select_related("case__crime_group", "case__district", "text")
    return rows.filter(pk=pk, opened__isnull=False).first()


@transaction.atomic
def ask_for_help(link: SupportLink, *, services: list[Service], details: Details, now: datetime) -> list[Referral]:
    """Pass the person to each service they chose. Sent twice it is done once."""
    made = [
        refer_self(service=one, details=details, case=link.case, dedupe_key=f"link:{link.pk}:{one.pk}", now=now)
        for one in services
    ]
    SupportLink.objects.filter(pk=link.pk, answered=None).update(answered=now)
    return made


@transaction.atomic
def save_text(text: SupportText, *, by: By) -> SupportText:
    """Add or change the words of the private page. Raises ValidationError that names the field."""
    new = text.pk is None
    text.full_clean()
    text.save()
    record("added" if new else "changed", text, by=by, link_days=text.link_days)
    return text
