import secrets
import uuid
from datetime import date, timedelta

from derbyvoice.lib.envelopes import new_pair
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words, seal_for
from services.cases.models import Case
from services.witness_care import actions
from services.witness_care.models import CourtFacts, DeadlineRule, Message, PrivateSpace, Request, RequestStep
from tests.factories import make, recipe
from tests.factories.contracts import needs
from tests.factories.shared_ground import NOON

DAY = NOON.date()


@recipe(PrivateSpace)
def private_space(**fields):
    facts = {"token_hash": secrets.token_hex(32), "salt": secrets.token_bytes(16), "public_key": in_use()}
    days = {"offered_at": NOON, "offer_ends_on": DAY + timedelta(days=28)}
    return PrivateSpace.objects.create(**{**facts, **days, **needs(fields, case=Case, offered_by=User)})


def in_use():
    return new_pair("space").public.raw


def opened_space(case=None, *, now=NOON):
    """A page in use, its return words and the token of its link, as the person would have come by them."""
    offer = actions.offer_space(case or make(Case), by=make(User), now=now)
    token = open_words(offer.space, "token", purpose="contact")
    words, _ = actions.first_visit(offer.space, offer.code, now=now)
    offer.space.refresh_from_db()
    actions.noted(offer.space, now=now)
    offer.space.refresh_from_db()
    return offer.space, words, token


@recipe(Message)
def message(*, words="Hello", **fields):
    facts = {"side": "person", "words": seal_for(Message, "words", words), "sent_at": NOON, "form_id": uuid.uuid4()}
    if fields.get("side") == "team":
        fields.setdefault("sent_by", None) or fields.update(sent_by=make(User))
    else:
        facts["due_on"] = DAY
    return Message.objects.create(**{**facts, **needs(fields, space=PrivateSpace)})


@recipe(Request)
def request(**fields):
    facts = {"public_id": uuid.uuid4(), "kind": "measures", "asked_on": DAY}
    words = seal_for(Request, "details", '{"measures": ["s23"], "why": ""}')
    return Request.objects.create(**{**facts, "details": words, **needs(fields, space=PrivateSpace)})


@recipe(RequestStep)
def request_step(**fields):
    return RequestStep.objects.create(**{"at": NOON, "state": "received", **needs(fields, request=Request)})


@recipe(CourtFacts)
def court_facts(**fields):
    facts = {"court": "crown", "recorded_at": NOON}
    return CourtFacts.objects.create(**{**facts, **needs(fields, case=Case, recorded_by=User)})


@recipe(DeadlineRule)
def deadline_rule(**fields):
    facts = {"kind": "measures", "court": "", "working_days": 10, "counted_from": "plea", "words": "Apply by then."}
    return DeadlineRule.objects.create(**{**facts, "valid_from": date(2020, 1, 1), "source": "Test", **fields})
