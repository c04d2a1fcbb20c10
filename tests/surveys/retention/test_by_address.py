"""Somebody asks what is held of them by their address: the answers with which it was left are found too."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.actions import record_reading
from derbyvoice.audit.actors import PERSON
from derbyvoice.audit.models import Event, Reading
from derbyvoice.lib.envelopes import normalise_email
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault import keys
from derbyvoice.vault.sealing import lookup
from surveys.insight.care import unread
from surveys.panel.models import Subscriber
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, make_findable, withdraw
from surveys.responses.models import Recording, Response
from surveys.retention import actions as retention
from surveys.retention.by_address import not_findable
from surveys.safeguarding import actions as leads
from surveys.safeguarding.models import Flag, Rule
from tests.factories import make
from tests.surveys_journey import send

pytestmark = pytest.mark.django_db
ADDRESS = "robin@example.org"
SAID = "Only the heron knows."


@pytest.fixture
def told():
    make(Survey, slug="how-was-it", title="How was it for you?", opened=True)
    make(Rule, phrases="heron knows")
    send(Client(), good_thing=SAID, consents=("count", "read", "contact"), address=f" {ADDRESS} ")
    return Response.objects.get()


@pytest.fixture
def office(client):
    user = make(User, role=roles.OFFICE_STAFF)
    client.force_login(user)
    return user


def look(client, address=ADDRESS):
    """The file that staff get."""
    asked = {"address": address, "why": "They asked by letter", "file": "1"}
    return json.loads(client.post(reverse("retention_person"), asked).content)


@pytest.mark.parametrize("typed", [ADDRESS, "Robin@Example.ORG", "  ROBIN@example.org "])
def test_answers_are_found_however_the_address_is_written(client, office, told, typed):
    (found,) = look(client, typed)["answers"]
    assert found["reference"] == str(told.reference)
    assert {"question": "What is one good thing?", "answer": SAID} in found["what_they_told"]
    assert found["what_they_told"][0]["question"] == "Did you feel heard?"
    assert "You may contact me about what I said" in found["allowed"]


def test_a_look_opens_nothing_before_the_file_is_wanted(client, office, told):
    client.post(reverse("retention_person"), {"address": ADDRESS, "why": "They asked by letter"})
    assert not Reading.objects.filter(subject_type="responses.response").exists()
    look(client)
    assert Reading.objects.filter(subject_type="responses.response", by=office).count() == 1


def test_what_was_put_into_a_file_still_waits_to_be_read(client, office, told):
    reader = make(User, role=roles.RESEARCHER)
    look(client)
    assert list(unread(reader, clock.now())) == [told]
    with transaction.atomic():
        record_reading(told, by=reader, why="To read it")
    assert not unread(reader, clock.now()).exists()


def test_whoever_answers_is_told_that_nobody_checked_whose_address_it_is(client, office, told):
    """Somebody else may have typed it: a partner, a friend, whoever meant well."""
    (found,) = look(client)["answers"]
    assert "Nobody checked whose it is" in found["address"]
    page = client.post(reverse("retention_person"), {"address": ADDRESS, "why": "They asked"}).content.decode()
    assert "Nobody checked whose it is" in page


def test_that_it_was_opened_is_written_down_with_the_reason(client, office, told):
    look(client)
    kinds = dict(Reading.objects.values_list("subject_type", "why"))
    assert kinds["responses.response"] == "They asked by letter"
    assert "robin" not in str(list(Event.objects.values_list("facts", flat=True)))
    assert Event.objects.get(verb="looked for a person").facts["answers"] == 1


def test_the_page_says_what_was_found_and_what_cannot_be(client, office, told):
    asked = {"address": ADDRESS, "why": "They asked"}
    page = client.post(reverse("retention_person"), asked).content.decode()
    assert "This address was left with 1 answer to surveys." in page
    assert SAID not in page
    assert "Answers without an address name nobody" in page
    assert "cannot be searched for" not in page
    nobody = client.post(reverse("retention_person"), {**asked, "address": "wren@example.org"}).content.decode()
    assert "This address was left with no answers." in nobody


def test_what_staff_may_not_read_is_named_and_stays_shut(client, office, told):
    Response.objects.update(may_read=False)
    (found,) = look(client)["answers"]
    assert found["what_they_told"].startswith("Held. They did not let staff read it")
    assert SAID not in json.dumps(found)
    assert not Reading.objects.filter(subject_type="responses.response").exists()


def test_what_was_said_aloud_is_told_as_far_as_it_is_written_down(client, office, told):
    make(Recording, response=told, question="voice", said="It was kind.")
    make(Recording, response=told, question="other")
    rows = look(client)["answers"][0]["what_they_told"]
    assert [row["answer"] for row in rows if row["question"].startswith("A recording")] == [
        "It was kind.",
        "Held, not written down yet.",
    ]


def test_an_address_left_later_is_found_and_one_that_was_removed_is_not(client, office, told):
    change_consents(response=told, consents=frozenset({Consent.READ}), by=PERSON)
    assert look(client)["answers"] == []
    change_consents(response=told, consents=frozenset({Consent.CONTACT}), address="wren@example.org", by=PERSON)
    assert look(client)["answers"] == []
    assert len(look(client, "wren@example.org")["answers"]) == 1


@pytest.mark.parametrize("how", ["taken back", "nameless"])
def test_nobody_is_found_when_the_address_is_destroyed(client, office, told, how):
    if how == "taken back":
        withdraw(response=told, by=PERSON)
    else:
        retention.sweeping.anonymise([told.pk], day=told.submitted_on)
    assert Response.objects.get().address_finder is None
    assert look(client)["answers"] == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.update(address_finder="f" * 64)


def test_flags_are_named_to_those_who_may_see_them_and_nothing_of_them(client, told):
    flag = Flag.objects.get()
    client.force_login(make(User, role=roles.SAFEGUARDING_LEAD))
    flags = look(client)["flags"]
    assert [row["reference"] for row in flags["found"]] == [str(flag.reference)]
    assert "Ask a safeguarding lead before" in flags["first"]
    assert Reading.objects.filter(subject_type="safeguarding.flag", subject_id=str(flag.pk)).exists()
    withdraw(response=told, by=PERSON)
    assert [row["reference"] for row in look(client)["flags"]["found"]] == [str(flag.reference)]
    lead = make(User, role=roles.SAFEGUARDING_LEAD)
    leads.take(flag=flag, by=lead)
    leads.decide(flag=flag, outcome="no_concern", reasons="A bird.", by=lead)
    leads.forget_decided(day=told.submitted_on, now=flag.raised_at)
    assert Flag.objects.get().contact_finder is None
    assert look(client)["flags"] is None


def test_who_sees_no_decided_flags_is_told_to_ask_a_lead(client, office, told):
    lead, flag = make(User, role=roles.SAFEGUARDING_LEAD), Flag.objects.get()
    leads.take(flag=flag, by=lead)
    leads.decide(flag=flag, outcome="no_concern", reasons="A bird.", by=lead)
    held = look(client)
    assert held["flags"] is None
    assert "Only safeguarding leads find flags about danger that are decided" in held["not_searched"]


def test_no_two_rows_can_be_joined_by_what_finds_an_address(told):
    send(Client(), consents=("contact",), address=ADDRESS)
    make(Subscriber, finder=lookup("email", normalise_email(ADDRESS)))
    finders = [
        *Response.objects.values_list("address_finder", flat=True),
        *Flag.objects.values_list("contact_finder", flat=True),
        *Subscriber.objects.values_list("finder", flat=True),
    ]
    assert len(set(finders)) == len(finders) == 4
    assert None not in finders


def test_finding_asks_as_many_questions_however_many_left_one(client, office, told, django_assert_max_num_queries):
    for number in range(12):
        send(Client(), consents=("contact",), address=f"wren-{number}@example.org")
    with django_assert_max_num_queries(45):
        assert len(look(client)["answers"]) == 1


# Addresses from before


@pytest.fixture
def from_before(told):
    Response.objects.update(address_finder=None)
    Flag.objects.update(contact_finder=None)
    return told


def test_old_addresses_become_findable_where_a_key_opens_them(client, office, from_before, capsys):
    held = look(client)
    assert held["answers"] == []
    assert "make_addresses_findable" in held["not_searched"]
    call_command("make_addresses_findable")
    assert "2 addresses can be found now" in capsys.readouterr().out
    assert not_findable() == 0
    held = look(client)
    assert len(held["answers"]) == 1
    assert "make_addresses_findable" not in held["not_searched"]
    lines = Event.objects.filter(verb__startswith="made").count()
    call_command("make_addresses_findable")
    assert "0 addresses can be found now" in capsys.readouterr().out
    assert Event.objects.filter(verb__startswith="made").count() == lines == 2
    assert "robin" not in str(list(Event.objects.values_list("facts", flat=True)))


@pytest.fixture
def with_keys(settings, tmp_path):
    """This process holds the private keys of these purposes alone."""

    def hold(*purposes):
        folder = tmp_path / "-".join(("keys", *purposes))
        folder.mkdir()
        for path in settings.KEYS_DIR.iterdir():
            if path.suffix == ".pub" or path.name == "lookup.key" or path.name.split(".")[0] in purposes:
                (folder / path.name).write_bytes(path.read_bytes())
        settings.KEYS_DIR = folder

    yield hold
    keys.forget_keys()


def test_a_public_process_cannot_make_them_findable(from_before, with_keys):
    with_keys()
    with pytest.raises(CommandError, match="holds no key"):
        call_command("make_addresses_findable")
    assert make_findable(purposes=["contact", "safeguarding"], by=PERSON) == 0
    assert not_findable() == 2


def test_the_worker_opens_addresses_and_leaves_flags_to_staff(from_before, with_keys, capsys):
    with_keys("contact")
    call_command("make_addresses_findable")
    told = capsys.readouterr().out
    assert "1 addresses can be found now" in told
    assert "1 could not be opened here" in told


def test_a_public_process_takes_an_address_that_can_be_found(client, with_keys):
    make(Survey, slug="how-was-it", title="How was it for you?", opened=True)
    with_keys()
    send(Client(), consents=("contact",), address=ADDRESS)
    assert Response.objects.get().address_finder
