"""Opening, renewing and ending screens in waiting rooms."""

import secrets
from datetime import timedelta

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.responses.kiosks import finder_of
from surveys.responses.models import Kiosk

LINK_LASTS = timedelta(days=7)
"""Then staff give the screen a new link."""


def new_code() -> str:
    """In hexadecimal digits, which spell no word by chance."""
    return secrets.token_hex(16)


@transaction.atomic
def open_kiosk(*, name: str, survey: Survey, by: User) -> tuple[Kiosk, str]:
    """Set a screen up. Gives it and the code of its link, which nobody can find again."""
    code, now = new_code(), clock.now()
    facts = {"finder": finder_of(code), "until": now + LINK_LASTS, "opened_at": now, "opened_by": by}
    kiosk = Kiosk(name=name, survey=survey, **facts)
    kiosk.full_clean()
    kiosk.save()
    record("opened", kiosk, by=by, survey=survey.slug)
    return kiosk, code


@transaction.atomic
def renew_kiosk(*, kiosk: Kiosk, by: User) -> tuple[Kiosk, str]:
    """A new link for another week; the old one stops at once."""
    kiosk = Kiosk.objects.select_for_update(of=("self",)).select_related("survey").get(pk=kiosk.pk)
    code = new_code()
    kiosk.finder, kiosk.until = finder_of(code), clock.now() + LINK_LASTS
    kiosk.save(update_fields=["finder", "until"])
    record("renewed", kiosk, by=by)
    return kiosk, code


@transaction.atomic
def end_kiosk(*, kiosk: Kiosk, by: User) -> Kiosk:
    """Its link stops at once. Ended twice, the first counts."""
    kiosk = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
    if kiosk.ended_at is None:
        kiosk.ended_at, kiosk.ended_by = clock.now(), by
        kiosk.save(update_fields=["ended_at", "ended_by"])
        record("ended", kiosk, by=by)
    return kiosk
