"""After erasure nothing is left of what somebody told us, in no table, whoever added it: only ids and days.

A row of every table that leads to a response, over however many tables, is made by the factories; a table that comes
later is among them by itself."""

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from derbyvoice.audit.actors import PERSON
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.actions import remove_words
from surveys.fieldwork.models import Note, Participant, Session
from surveys.insight.models import Evidence
from surveys.panel.actions.own import leave
from surveys.panel.models import Subscriber
from surveys.panel.pseudonyms import pseudonym_of
from surveys.questionnaires.models import Survey
from surveys.responses.actions import withdraw
from surveys.responses.models import Draft, Response
from surveys.retention import actions
from surveys.retention.models import Hold, KeepingRule
from surveys.safeguarding import actions as leads
from surveys.safeguarding.models import Flag
from tests.factories import make

pytestmark = pytest.mark.django_db
MARK = "zebra-mark"
PAPER = frozenset({"audit.Event", "audit.Reading", "retention.Gone"})
"""The record of who did what, and the proof: they name a thing by its number."""


def tree(row):
    """The row and one row of every table that hangs on it, and on those."""
    made, open_ = {label(row): row}, [row]
    while open_:
        parent = open_.pop()
        for relation in parent._meta.get_fields(include_hidden=True):
            model = getattr(relation, "related_model", None)
            if not isinstance(relation, models.ManyToOneRel) or model._meta.auto_created or model._meta.label in made:
                continue
            child = make(model, **{relation.field.name: parent})
            made[label(child)] = child
            open_.append(child)
    return made


def label(row):
    return row._meta.label


def left(made):
    """What is still there of these rows."""
    return {name for name, row in made.items() if type(row)._base_manager.filter(pk=row.pk).exists()}


def naming(*values):
    """Every table with a row in which one of these stands, whole or within something longer."""
    found = set()
    for model in apps.get_models():
        for row in model._base_manager.all():
            held = (str(field.value_from_object(row)) for field in model._meta.fields)
            if any(str(value) in one or str(value).replace("-", "") in one for one in held for value in values):
                found.add(model._meta.label)
    return found


@pytest.fixture
def told():
    """A response with everything that can hang on it, and a decided flag."""
    survey = make(Survey, opened=True)
    long_ago = clock.today() - timedelta(days=2000)
    way_back = {"finder": "f" * 64, "way_back": make(Draft).sealed}
    told = {"concerns": "court", "pseudonym": uuid.uuid4(), "wave": 7, "submitted_on": long_ago}
    row = make(Response, version=survey.current, **told, **way_back)
    made = tree(row)
    lead = make(User, role=roles.SAFEGUARDING_LEAD)
    flag = make(Flag, response=row.reference, survey=survey)
    leads.take(flag=flag, by=lead)
    leads.decide(flag=flag, outcome="no_concern", reasons=MARK, by=lead)
    leads.read(flag=flag, by=lead, why="To see")
    return row, made


def test_the_tree_reaches_every_table_that_can_hold_something(told):
    _, made = told
    expected = {
        *("responses.Words", "responses.Recording", "responses.NamedWish", "responses.Receipt", "responses.Trace"),
        *("insight.Claim", "insight.HandOver", "insight.Passage", "insight.Redaction", "insight.Coding"),
        *("insight.Quote", "insight.Evidence", "insight.SampleText", "insight.Settlement"),
        *("panel.Carried", "fieldwork.Entry"),
    }
    assert expected <= set(made)


def test_taken_back_only_number_and_days_are_left(told, django_capture_on_commit_callbacks):
    row, made = told
    reference, pseudonym = row.reference, row.pseudonym
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(response=row, by=PERSON)
    assert left(made) == {"responses.Response", "fieldwork.Entry"}
    kept = Response.objects.values().get(pk=row.pk)
    days = {"submitted_on", "received_on", "withdrawn_on"}
    plain = {name: value for name, value in kept.items() if value not in (None, "", False)}
    assert set(plain) == {"id", "reference", "version_id", "state", "channel", "teller", "language", *days}
    assert (kept["teller"], kept["language"]) == ("self", "en"), "what stands there for everybody"
    assert naming(reference) <= PAPER | {"responses.Response", "safeguarding.Flag"}
    assert naming(pseudonym) == set()
    assert naming(MARK) == set()
    flag = Flag.objects.get(response=reference)
    assert (flag.sealed, flag.contact, flag.reasons, flag.referred_to) == (None,) * 4
    assert not Flag.objects.exclude(sealed=None).filter(response=reference).exists()


def test_deleted_by_the_clock_only_the_proof_is_left(told):
    row, made = told
    make(KeepingRule, state="done", method="delete", days=30)
    actions.sweep(day=clock.today(), now=clock.now(), by=make(User))
    assert left(made) == {"fieldwork.Entry"}
    assert naming(row.reference) <= PAPER | {"safeguarding.Flag"}
    assert naming(row.pseudonym) == set()


def test_made_nameless_only_closed_answers_are_left_and_lead_to_nobody(told):
    row, made = told
    actions.sweep(day=clock.today(), now=clock.now(), by=make(User))
    assert left(made) == {"responses.Response", "fieldwork.Entry", "insight.Evidence"}
    kept = Response.objects.get(pk=row.pk)
    assert (kept.reference != row.reference, kept.pseudonym, kept.finder, kept.way_back) == (True, None, None, None)
    assert Evidence.objects.get(response=kept).theme is None
    assert made["fieldwork.Entry"].__class__.objects.get(pk=made["fieldwork.Entry"].pk).response is None
    assert naming(row.reference) <= PAPER | {"safeguarding.Flag"}
    assert naming(row.pseudonym) == set()


def test_what_is_held_for_the_law_stays_whole(told):
    row, made = told
    make(Hold, survey=None, response=row.reference)
    actions.sweep(day=clock.today(), now=clock.now(), by=make(User))
    assert left(made) == set(made)


def test_a_draft_goes_with_all_that_hangs_on_it():
    made = tree(make(Draft, used_on=clock.today() - timedelta(days=15)))
    assert "responses.DraftRecording" in made
    actions.sweep(day=clock.today(), now=clock.now(), by=make(User))
    assert left(made) == set()


def test_words_of_a_session_go_with_all_that_hangs_on_them():
    session = make(Session)
    who = make(Participant, session=session)
    made = tree(make(Note, session=session, participant=who))
    assert {"fieldwork.EarlierText", "insight.Quote", "insight.Redaction", "insight.Coding"} <= set(made)
    remove_words(participant=who, by=make(User, role=roles.RESEARCHER))
    assert left(made) == set()


def test_a_member_who_leaves_with_their_answers_leaves_a_number_and_days():
    member = make(Subscriber, safe="yes", district_key="d" * 64)
    made = tree(member)
    invited = made["panel.Invitation"]
    name = pseudonym_of(member.seed, invited.wave.series_id)
    answered = make(Response, wave=invited.wave_id, pseudonym=name)
    hanging = tree(answered)
    make(Message, recipient_ref=str(member.reference), state="waiting")
    leave(subscriber=member, by=PERSON, answers_too=True)
    assert left(made) == {"panel.Subscriber"}
    assert left(hanging) <= {"responses.Response", "responses.Words", "responses.Recording", "fieldwork.Entry"} | {
        name for name in hanging if name.startswith("insight.") and name not in ("insight.Evidence", "insight.Claim")
    }, "texts go as soon as the transaction is over"
    kept = Subscriber.objects.values().get(pk=member.pk)
    assert {name for name, value in kept.items() if value in (None, "")} >= {
        *("address", "finder", "words_finder", "seed", "district_key", "cohort_key", "age_key")
    }
    assert naming(name, member.finder) == set()
    assert not Message.objects.filter(recipient_ref=str(member.reference), state="waiting").exists()


def test_flags_are_kept_as_long_as_the_office_says():
    lead, office = make(User, role=roles.SAFEGUARDING_LEAD), make(User, role=roles.OFFICE_STAFF)
    survey = make(Survey, opened=True)
    flags = [make(Flag, survey=survey), make(Flag, survey=None)]
    for flag in flags:
        leads.take(flag=flag, by=lead)
        leads.decide(flag=flag, outcome="no_concern", reasons=MARK, by=lead)

    def empty_after(days):
        actions.sweep(day=clock.today() + timedelta(days=days), now=clock.now(), by=lead)
        return [Flag.objects.get(pk=flag.pk).sealed is None for flag in flags]

    make(KeepingRule, survey=survey, state="flag", method="delete", days=30)
    actions.set_rule(survey=None, state="flag", method="delete", days=400, by=office)
    assert empty_after(30) == [False, False]
    assert empty_after(31) == [True, False]
    assert empty_after(400) == [True, False]
    assert empty_after(401) == [True, True]
