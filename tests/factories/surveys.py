"""Recipes for the rooms where people are heard. `six_questions()` is a definition with one question of each kind."""

import secrets
from copy import deepcopy
from datetime import date

from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.lib.suppression import Protection
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from surveys.insight.models import Evidence, Finding, Release, Stand, Tally
from surveys.panel.models import Knock, Subscriber, Topic
from surveys.questionnaires.choices import State
from surveys.questionnaires.models import Survey, Version
from surveys.responses.models import Draft, DraftRecording, Footfall, Receipt, Recording, Response, Uncounted, Words
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON

DAY = date(2026, 6, 1)
SIX = {
    "title": "How was it for you?",
    "readers": "Researchers who work for the office.",
    "purpose": "We use it to make things better.",
    "minutes": 5,
    "sections": [{"id": "help", "title": "Help", "note": "We ask about a hard time."}],
    "questions": [
        {"id": "heard", "kind": "single", "text": "Did you feel heard?", "section": "help",
         "options": [{"id": "yes", "text": "Yes"}, {"id": "partly", "text": "Partly"}, {"id": "no", "text": "No"}]},
        {"id": "helped_by", "kind": "several", "text": "What helped?",
         "options": [{"id": "call", "text": "A call"}, {"id": "visit", "text": "A visit"},
                     {"id": "info", "text": "Facts"}]},
        {"id": "helpful", "kind": "scale", "text": "How good was it?", "low": 0, "high": 10, "low_label": "Not at all",
         "high_label": "Very", "measures": "satisfaction"},
        {"id": "what_went_wrong", "kind": "text", "text": "What could be better?", "max_length": 2000,
         "show_when": {"op": "at_most", "question": "helpful", "value": 6}},
        {"id": "again", "kind": "single", "text": "Would you ask for help again?",
         "options": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"},
                     {"id": "unsure", "text": "I am not sure"}]},
        {"id": "good_thing", "kind": "text", "text": "What is one good thing?", "max_length": 2000},
    ],
    "consents": ["count", "read", "quote", "publish", "share", "contact", "join"],
}  # fmt: skip


def six_questions(**changes):
    return {**deepcopy(SIX), **changes}


def someone(fields, *names):
    """Fill in the staff who acted."""
    for name in names:
        if fields.get(name) is None:
            fields[name] = make(User)


@recipe(Survey)
def survey(*, opened=False, definition=None, **fields):
    n = next(number)
    facts = {"slug": f"survey-{n}", "title": f"Survey {n}", "readers": "Us", "purpose": "To learn"}
    made = Survey.objects.create(**{**facts, "protection": Protection.STANDARD.value, **fields})
    if opened:
        made.current, made.state = make(Version, survey=made, definition=definition or six_questions()), State.OPEN
        made.save()
    return made


@recipe(Version)
def version(**fields):
    someone(fields, "published_by")
    fields.setdefault("survey", None) or fields.update(survey=make(Survey))
    facts = {"number": fields["survey"].versions.count() + 1, "definition": six_questions(), "published_at": NOON}
    return Version.objects.create(**{**facts, **fields})


@recipe(Draft)
def draft(**fields):
    fields.setdefault("version", None) or fields.update(version=make(Version))
    sealed = seal_for(Draft, "sealed", "{}", person=PersonKey(secrets.token_bytes(32)))
    return Draft.objects.create(**{"token": secrets.token_hex(32), "sealed": sealed, "used_on": DAY, **fields})


@recipe(Response)
def response(**fields):
    fields.setdefault("version", None) or fields.update(version=make(Version))
    facts = {"submitted_on": DAY, "answers": [1, 1, 8, None, 1, -1], "may_read": True, "may_count": True}
    if fields.get("may_contact"):
        facts["address"] = seal_for(Response, "address", "robin@example.org")
    facts = {**facts, **fields}
    return Response.objects.create(**{"received_on": facts["submitted_on"], **facts})


@recipe(Words)
def words(*, said="It was kind.", **fields):
    fields.setdefault("response", None) or fields.update(response=make(Response))
    sealed = seal_for(Words, "sealed", said)
    return Words.objects.create(**{"question": "good_thing", "sealed": sealed, **fields})


@recipe(Uncounted)
def uncounted(**fields):
    fields.setdefault("version", None) or fields.update(version=make(Version))
    return Uncounted.objects.create(**{"month": DAY, "answers": [1, 1, 8, None, 1, -1], **fields})


@recipe(Footfall)
def passage(**fields):
    fields.setdefault("version", None) or fields.update(version=make(Version))
    return Footfall.objects.create(**{"at": 0, "onward": 1, "number": 12, **fields})


@recipe(Receipt)
def receipt(**fields):
    fields.setdefault("response", None) or fields.update(response=make(Response))
    sealed = seal_for(Receipt, "sealed", "{}", person=PersonKey(secrets.token_bytes(32)))
    return Receipt.objects.create(**{"token": secrets.token_hex(32), "sealed": sealed, "until": NOON, **fields})


@recipe(DraftRecording)
def draft_recording(**fields):
    fields.setdefault("draft", None) or fields.update(draft=make(Draft))
    sealed = seal_for(DraftRecording, "sealed", b"sound", person=PersonKey(secrets.token_bytes(32)))
    return DraftRecording.objects.create(**{"question": "voice", "sealed": sealed, "seconds": 5, **fields})


@recipe(Recording)
def recording(*, sound=b"sound", said="", **fields):
    """With `said`, somebody wrote it down, and it is done."""
    fields.setdefault("response", None) or fields.update(response=make(Response))
    if said:
        someone(fields, "written_by")
        written = {"transcript": seal_for(Recording, "transcript", said), "transcript_state": "done"}
        fields = {**written, "written_at": NOON, **fields}
    facts = {"question": "voice", "sealed": seal_for(Recording, "sealed", sound), "seconds": 75}
    return Recording.objects.create(**{**facts, **fields})


@recipe(Tally)
def tally(**fields):
    fields.setdefault("version", None) or fields.update(version=make(Version))
    facts = {"month": DAY.replace(day=1), "position": 0, "code": next(number), "number": 12}
    return Tally.objects.create(**{**facts, **fields})


@recipe(Stand)
def stand(**fields):
    fields.setdefault("version", None) or fields.update(version=make(Version))
    facts = {"number": fields["version"].stands.count() + 1, "people": 40, "settled_on": DAY}
    return Stand.objects.create(**{**facts, **fields})


@recipe(Release)
def release(**fields):
    fields.setdefault("stand", None) or fields.update(stand=make(Stand))
    asked = {"rows": ["q-heard", 0], "columns": None, "filters": [], "without": []}
    facts = {"key": secrets.token_hex(32), "asked": asked, "counts": [[20], [11], [9], [0]], "hidden": [[3, 0]]}
    return Release.objects.create(**{**facts, "released_on": DAY, **fields})


@recipe(Finding)
def finding(**fields):
    someone(fields, "written_by")
    fields.setdefault("survey", None) or fields.update(survey=make(Survey))
    facts = {"title": "People want one person to call", "summary": "Many said so.", "written_at": NOON}
    return Finding.objects.create(**{**facts, **fields})


@recipe(Evidence)
def evidence(**fields):
    someone(fields, "linked_by")
    fields.setdefault("finding", None) or fields.update(finding=make(Finding))
    fields.setdefault("response", None) or fields.update(response=make(Response))
    return Evidence.objects.create(**{"linked_at": NOON, **fields})


@recipe(Topic)
def topic(**fields):
    n = next(number)
    return Topic.objects.create(**{"key": f"topic-{n}", "name": f"Topic {n}", **fields})


@recipe(Subscriber)
def subscriber(*, email="robin@example.org", **fields):
    facts = {"address": seal_for(Subscriber, "address", email), "finder": secrets.token_hex(32)}
    return Subscriber.objects.create(**{**facts, "state": "joined", "joined_on": DAY, **fields})


@recipe(Knock)
def knock(*, code="123456", **fields):
    fields.setdefault("subscriber", None) or fields.update(subscriber=make(Subscriber))
    facts = {"code": seal_for(Knock, "code", code), "code_hash": secrets.token_hex(32), "until": NOON}
    return Knock.objects.create(**{**facts, **fields})
