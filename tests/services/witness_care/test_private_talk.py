"""What a person and Witness Care write to each other: read by these two alone, lost by nobody."""

import logging
import uuid
from datetime import date, timedelta

import pytest
from django.core import management
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.models import Event, Reading
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from services.cases.models import ConflictBlock
from services.witness_care import actions
from services.witness_care.models import Message, Request
from tests.factories import make
from tests.factories.witness_care import opened_space
from tests.services.witness_care.conftest import NOW

pytestmark = pytest.mark.django_db
CANARY = "A canary sang in the hall at half past nine"


def page_of(person):
    return reverse("witness_care_person", args=[person.space.public_id])


def send(person, words=CANARY, form_id=None):
    return person.post("witness_care_home", words=words, form_id=form_id or uuid.uuid4())


def answer(team, person, words="We have it. Do not worry."):
    return team.post(page_of(person), {"words": words, "form_id": uuid.uuid4()})


def test_a_person_writes_witness_care_answers_and_the_person_reads_it_after_coming_back(person, team, worker):
    assert send(person).status_code == 302
    assert CANARY in team.get(page_of(person)).content.decode()
    assert answer(team, person).status_code == 302
    person.post("witness_care_close")
    person.come_back()
    assert "We have it. Do not worry." in person.page()
    written = Message.objects.get(side="person")
    assert (written.answered_by, written.answered_at) == (worker, NOW)


def test_the_answer_is_due_within_the_offices_own_working_days(person):
    send(person)
    assert Message.objects.get().due_on == date(2026, 6, 3)


def test_opening_a_persons_page_at_the_desk_is_written_down(person, team, worker):
    send(person)
    team.get(page_of(person))
    assert Reading.objects.get().by == worker


def test_the_desk_says_which_case_it_is_so_that_somebody_can_act_on_it(person, team):
    reference = open_words(person.space.case, "reference", purpose="case")
    assert reference in team.get(page_of(person)).content.decode()
    assert reference not in team.get(reverse("witness_care_waiting")).content.decode()
    assert reference not in person.page()


def test_an_answer_leaves_a_trace_without_its_words(person, team, worker):
    send(person)
    answer(team, person, "Words that nobody else sees")
    event = Event.objects.get(verb="message answered")
    assert event.by == worker
    assert "nobody else" not in str(event.facts)


def test_the_same_form_sent_twice_is_one_message(person):
    once = uuid.uuid4()
    send(person, form_id=once)
    send(person, form_id=once)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in roles.ROLES.values() if role != roles.WITNESS_CARE], ids=str)
def test_no_other_role_reads_it_not_even_the_officer_of_the_case(person, role):
    send(person)
    browser, user = Client(), person.space.case.officer.user
    if role != roles.CASE_OFFICER:
        user = make(User, role=role)
    browser.force_login(user)
    assert browser.get(page_of(person)).status_code == 403
    assert browser.get(reverse("witness_care_waiting")).status_code == 403


def test_a_worker_who_knows_somebody_in_the_case_sees_nothing_of_it(person, team, worker):
    send(person)
    make(ConflictBlock, case=person.space.case, user=worker)
    assert team.get(page_of(person)).status_code == 404
    assert list(team.get(reverse("witness_care_waiting")).context["messages_page"]) == []
    assert answer(team, person).status_code == 404


def test_one_persons_words_never_show_on_anothers_page(person):
    send(person)
    _, words, token = opened_space(now=NOW)
    other = Client()
    other.post(reverse("witness_care_door", args=[token]), {"return_words": str(words)})
    assert CANARY not in other.get(reverse("witness_care_home")).content.decode()


def test_a_process_without_private_keys_serves_the_persons_whole_page(person, team, without_private_keys):
    send(person)
    answer(team, person)
    without_private_keys()
    fresh = Client()
    assert fresh.post(person.door, {"return_words": person.words}).status_code == 302
    page = fresh.get(reverse("witness_care_home")).content.decode()
    assert CANARY in page
    assert "We have it." in page
    assert fresh.post(reverse("witness_care_home"), {"words": "More", "form_id": uuid.uuid4()}).status_code == 302


def test_neither_the_database_nor_the_logs_hold_what_was_written(person, team, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    send(person)
    person.post("witness_care_measures", form_id=uuid.uuid4(), measures=["s23"], why=f"{CANARY} again", with_me=CANARY)
    answer(team, person, f"{CANARY} too")
    dump = tmp_path / "dump.json"
    management.call_command("dumpdata", output=str(dump), verbosity=0)
    assert Message.objects.count() == 2
    assert Request.objects.count() == 1
    assert "canary sang" not in dump.read_text().lower()
    assert "canary sang" not in caplog.text.lower()
    words = person.words.split()
    for three in zip(words, words[1:], words[2:], strict=False):
        assert " ".join(three) not in dump.read_text()
        assert " ".join(three) not in caplog.text


def test_the_database_alone_opens_nothing_the_persons_key_is_worked_out_from_their_words(person, without_private_keys):
    from derbyvoice.lib.envelopes import EnvelopeError, person_key
    from derbyvoice.vault.sealing import open_as_person

    send(person)
    without_private_keys()
    with pytest.raises(EnvelopeError):
        open_words(Message.objects.get(), "words", purpose="case")
    guess = person_key("apple river cloud button seven", bytes(person.space.salt))
    with pytest.raises(EnvelopeError):
        open_as_person(person.space, "private_key", person=guess)


@pytest.mark.parametrize("words", ["", "   ", "x" * 10001, "a\x00b", "y" * 1_000_000])
def test_what_cannot_be_sent_is_given_back_with_a_message(person, words):
    page = send(person, words)
    assert page.status_code == 200
    assert 'class="govuk-error-summary"' in page.content.decode()
    assert words.strip("\x00 ")[:50].replace("\x00", "")[:1] in page.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "‮gnirts", "🙂" * 500, "{{ 7 }}"])
def test_hostile_words_arrive_as_they_are_and_do_nothing(person, team, words):
    send(person, words)
    assert open_words(Message.objects.get(), "words", purpose="case") == words
    for page in (person.page(), team.get(page_of(person)).content.decode()):
        assert "<script>alert" not in page


def test_more_than_thirty_messages_an_hour_must_wait_and_the_words_stay(person):
    for _ in range(30):
        send(person, "Hello")
    page = send(person, "The last one")
    assert page.status_code == 429
    assert "The last one" in page.content.decode()
    assert Message.objects.count() == 30


def test_nothing_can_be_written_to_a_page_that_is_not_in_use(offer, team):
    address = reverse("witness_care_person", args=[offer.space.public_id])
    assert "has not opened their page yet" in team.get(address).content.decode()
    team.post(address, {"words": "Hello", "form_id": uuid.uuid4()})
    assert not Message.objects.exists()


def test_a_closed_page_can_be_read_at_the_desk_but_not_answered(person, team):
    send(person)
    actions.offer_space(person.space.case, by=make(User), now=NOW)
    assert CANARY in team.get(page_of(person)).content.decode()
    answer(team, person)
    assert Message.objects.count() == 1


def test_late_messages_call_for_attention(person, team, worker, time_machine):
    send(person)
    assert "past its day" not in team.get(reverse("desk_home")).content.decode()
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    browser = Client()
    browser.force_login(worker)
    assert "message past its day" in browser.get(reverse("desk_home")).content.decode()
