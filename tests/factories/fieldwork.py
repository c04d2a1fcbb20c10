"""Recipes for sessions and what was said in them, for what was typed in, and for devices."""

import secrets
from datetime import timedelta

from derbyvoice.office import clock
from derbyvoice.vault.sealing import seal_for
from surveys.fieldwork.actions.devices import hashed
from surveys.fieldwork.models import Batch, Device, EarlierText, Entry, Note, OwnNote, Participant, Prompt, Session
from surveys.questionnaires.models import Survey, Version
from surveys.responses.models import Response
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON
from tests.factories.surveys import DAY, someone


@recipe(Session)
def session(**fields):
    someone(fields, "recorded_by")
    facts = {"kind": "focus_group", "topic": "Being kept informed", "held_on": DAY, "place": "community"}
    return Session.objects.create(**{**facts, "state": "held", "recorded_at": NOON, **fields})


def within(fields):
    fields.setdefault("session", None) or fields.update(session=make(Session))


@recipe(Prompt)
def prompt(**fields):
    within(fields)
    facts = {"number": fields["session"].prompts.count() + 1, "text": "What helped?"}
    return Prompt.objects.create(**{**facts, **fields})


@recipe(Participant)
def participant(**fields):
    within(fields)
    facts = {"number": fields["session"].participants.count() + 1, "may_read": True, "may_count": True}
    return Participant.objects.create(**{**facts, **fields})


@recipe(Note)
def note(*, said="They rang when they said they would.", **fields):
    someone(fields, "written_by")
    within(fields)
    return Note.objects.create(**{"sealed": seal_for(Note, "sealed", said), "written_at": NOON, **fields})


@recipe(EarlierText)
def earlier_text(*, said="They rang.", **fields):
    someone(fields, "written_by")
    fields.setdefault("note", None) or fields.update(note=make(Note))
    sealed = seal_for(EarlierText, "sealed", said)
    return EarlierText.objects.create(**{"sealed": sealed, "written_at": NOON, **fields})


@recipe(OwnNote)
def own_note(*, said="I slept badly.", **fields):
    someone(fields, "written_by")
    within(fields)
    return OwnNote.objects.create(**{"sealed": seal_for(OwnNote, "sealed", said), "written_at": NOON, **fields})


@recipe(Batch)
def batch(**fields):
    someone(fields, "begun_by")
    fields.setdefault("version", None) or fields.update(version=make(Version))
    facts = {"name": f"Box {next(number)}", "channel": "paper", "sample": 1, "begun_at": NOON}
    return Batch.objects.create(**{**facts, **fields})


@recipe(Entry)
def entry(**fields):
    someone(fields, "entered_by")
    fields.setdefault("batch", None) or fields.update(batch=make(Batch))
    if "response" not in fields:
        fields["response"] = make(Response, version=fields["batch"].version, channel="paper")
    facts = {"number": fields["batch"].entries.count() + 1, "entered_at": NOON}
    return Entry.objects.create(**{**facts, **fields})


@recipe(Device)
def device(*, token="", **fields):
    someone(fields, "made_by")
    fields.setdefault("survey", None) or fields.update(survey=make(Survey, opened=True))
    hashed_token = hashed(token or secrets.token_hex(16))
    facts = {"name": f"Tablet {next(number)}", "token_hash": hashed_token, "until": clock.now() + timedelta(days=7)}
    turns = {"most": 50, "turn_hours": 24, "turn_from": clock.now(), "made_at": clock.now()}
    return Device.objects.create(**{**facts, **turns, **fields})
