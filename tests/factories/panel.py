"""Recipes for the panel: members' visits, waves, invitations, published counts."""

import secrets
import uuid
from datetime import timedelta

from derbyvoice.office import clock
from derbyvoice.office.models import District
from derbyvoice.users.models import User
from surveys.panel.models import AreaCount, Carried, Invitation, Series, Subscriber, Visit, Wave
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON
from tests.factories.surveys import DAY


@recipe(Visit)
def visit(**fields):
    fields.setdefault("subscriber", None) or fields.update(subscriber=make(Subscriber))
    return Visit.objects.create(**{"token": secrets.token_hex(32), "until": NOON, **fields})


@recipe(Series)
def series(**fields):
    fields.setdefault("survey", None) or fields.update(survey=make(Survey, opened=True))
    fields.setdefault("begun_by", None) or fields.update(begun_by=make(User))
    return Series.objects.create(**{"name": f"Series {next(number)}", "begun_at": NOON, **fields})


@recipe(Wave)
def wave(*, topics=(), **fields):
    """Open from today on for four weeks."""
    fields.setdefault("series", None) or fields.update(series=make(Series))
    fields.setdefault("planned_by", None) or fields.update(planned_by=make(User))
    today = clock.today()
    facts = {"number": fields["series"].waves.count() + 1, "opens_on": today, "planned_at": NOON, "state": "open"}
    made = Wave.objects.create(**{**facts, "closes_on": today + timedelta(days=28), **fields})
    made.topics.set(topics)
    return made


@recipe(Invitation)
def invitation(**fields):
    fields.setdefault("wave", None) or fields.update(wave=make(Wave))
    fields.setdefault("subscriber", None) or fields.update(subscriber=make(Subscriber, safe="yes"))
    return Invitation.objects.create(**{"asked_on": DAY, "mails": 1, **fields})


@recipe(Carried)
def carried(**fields):
    fields.setdefault("wave", None) or fields.update(wave=make(Wave))
    fields.setdefault("response", None) or fields.update(response=make(Response))
    return Carried.objects.create(**{"pseudonym": uuid.uuid4(), "carried_on": DAY, **fields})


@recipe(AreaCount)
def area_count(**fields):
    if not fields.get("cohort"):
        fields.setdefault("district", None) or fields.update(district=make(District))
    return AreaCount.objects.create(**{"kind": "population", "number": 100_000, "source": "ONS", **fields})
