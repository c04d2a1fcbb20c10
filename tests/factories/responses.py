"""Recipes for what comes after sending, and for screens in waiting rooms."""

import secrets

from derbyvoice.vault.sealing import seal_for
from surveys.questionnaires.models import Survey
from surveys.responses.models import Kiosk, NamedWish, Response, Trace, WordsByMail
from tests.factories import make, recipe
from tests.factories.shared_ground import NOON
from tests.factories.surveys import DAY, someone


@recipe(Trace)
def trace(**fields):
    fields.setdefault("response", None) or fields.update(response=make(Response))
    return Trace.objects.create(**{"step": "used", "sentence": "People want one person.", "day": DAY, **fields})


@recipe(NamedWish)
def named_wish(*, contact="07700 900123, after six", **fields):
    fields.setdefault("response", None) or fields.update(response=make(Response))
    return NamedWish.objects.create(**{"contact": seal_for(NamedWish, "contact", contact), "asked_on": DAY, **fields})


@recipe(WordsByMail)
def words_by_mail(*, email="robin@example.org", said="apple river stone cloud maple", **fields):
    sealed = {"address": seal_for(WordsByMail, "address", email), "words": seal_for(WordsByMail, "words", said)}
    return WordsByMail.objects.create(**{**sealed, "until": NOON, **fields})


@recipe(Kiosk)
def kiosk(**fields):
    someone(fields, "opened_by")
    fields.setdefault("survey", None) or fields.update(survey=make(Survey, opened=True))
    facts = {"name": "Front desk", "finder": secrets.token_hex(32), "until": NOON, "opened_at": NOON}
    return Kiosk.objects.create(**{**facts, **fields})
