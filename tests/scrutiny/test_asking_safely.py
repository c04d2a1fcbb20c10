"""Asking in public: limits, traps, bad input, and what becomes of the asker."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from derbyvoice.audit.models import Event
from derbyvoice.notifications.kinds import Withheld, kind_of
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup
from scrutiny.questions import actions, forms, links, tasks
from scrutiny.questions.models import Answer, Asker, Question
from tests.factories import make
from tests.scrutiny.asking import ADDRESS, CANARY, ask, link_in, prepared

pytestmark = pytest.mark.django_db


def test_one_address_gets_few_messages_a_day_however_often_it_is_named(client, terms, patient):
    for place in range(50):
        assert ask(Client(REMOTE_ADDR=f"192.0.2.{place}"), email=ADDRESS.upper()).url == reverse("questions_sent")
    assert Message.objects.count() == 3
    ask(client, email="another@example.org")
    assert Message.objects.count() == 4


def test_too_many_from_one_place_are_asked_to_wait_and_keep_their_text(client, terms, patient):
    answers = [ask(client, email=f"a{n}@example.org") for n in range(8)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 2
    assert CANARY in answers[-1].content.decode()
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert Question.objects.count() == 6


def test_traps_for_programs_keep_the_text_and_store_nothing(client, terms):
    for fields in ({"website": "http://spam.example"}, {"opened": ""}, {"opened": "forged"}, {}):
        opened = forms.signing.dumps(int(timezone.now().timestamp()), salt=forms.SALT)
        page = ask(client, **{"opened": opened, **fields})
        assert page.status_code == 200
        assert CANARY in page.content.decode()
    assert not Question.objects.exists()


HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "link": '"><a href="javascript:alert(1)">x</a>',
    "template": "{{ 7|add:7 }} {% now %} %s ${7*7}",
    "turned": "right\u202eto left\u202c and \u200bunseen",
    "other letters": "مرحبا שלום ñ 漢字 👩‍👩‍👧",
    "sql": "'; DROP TABLE questions_question; --",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_stay_words(words, client, terms, patient):
    assert ask(client, question=words).status_code == 302
    staff = make(User)
    question = actions.confirm(Question.objects.get(), at=clock.now())
    question = actions.accept(question, public_words=forms.plain(words), at=clock.now(), by=staff)
    question = actions.send_to_force(question, at=clock.now(), by=staff)
    actions.write_answer(question, words=words, at=clock.now(), by=staff)
    actions.ask_for_second_person(question, by=staff)
    actions.check_answer(question, at=clock.now(), by=make(User))
    actions.publish(question, at=clock.now(), by=staff)
    for page in (reverse("questions_page", args=[question.reference]), reverse("questions_list"), "/scrutiny/"):
        shown = client.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert 'href="javascript:' not in shown
        assert "7*7" in shown or "template" not in words
    feed = client.get(reverse("questions_feed"))
    assert feed.status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", "a\x00b"),
        ("question", "x" * 1_000_000),
        ("question", "   \u200b "),
        ("question", ""),
        ("email", "nobody"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("email", "a" * 300 + "@example.org"),
        ("area", "E99999999"),
        ("area", ""),
        ("name", "x" * 101),
        ("name", "a\x00"),
    ],
)
def test_bad_input_is_named_at_its_field_and_keeps_nothing(field, value, client, terms, patient):
    page = ask(client, **{field: value})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {field}
    assert not Question.objects.exists()


def test_nothing_is_asked_while_no_terms_are_in_force(client):
    assert "not taking questions" in client.get(reverse("questions_ask")).content.decode()
    page = ask(client)
    assert CANARY in page.content.decode()
    assert not Question.objects.exists()


def test_the_asker_cannot_be_joined_with_other_rooms_by_the_look_up(client, terms, patient):
    ask(client)
    assert Asker.objects.get().email_hash != lookup("email", ADDRESS)


def test_what_nobody_confirms_is_destroyed(client, terms, patient):
    ask(client)
    link = link_in(Message.objects.get())
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert tasks.destroy_unconfirmed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=7, hours=1)):
        assert tasks.destroy_unconfirmed() == 1
        assert tasks.destroy_unconfirmed() == 0
    assert not Question.objects.exists()
    assert not Asker.objects.exists()
    assert client.get(link).status_code == 404
    assert isinstance(prepared(Message.objects.get()), Withheld)


def test_who_waits_for_an_answer_to_another_question_is_not_forgotten_before_it_comes(terms):
    staff, into = make(User), make(Question, state="answered")
    make(Answer, question=into)
    waiting = make(Asker, question=make(Question, state="waiting")).question
    actions.merge(waiting, into=into, at=clock.now(), by=staff)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert tasks.forget_askers() == 0
        actions.publish(into, at=clock.now(), by=staff)
        assert tasks.forget_askers() == 0
    with time_machine.travel(timezone.now() + timedelta(days=182)):
        tasks.forget_askers()
    assert not Asker.objects.filter(question=waiting).exists()


def test_askers_are_forgotten_some_days_after_the_end_and_the_answer_stays(client, terms):
    staff = make(User)
    question = make(Question, state="answered", public_words="Why is it so?")
    make(Answer, question=question)
    make(Asker, question=question)
    open_one = make(Asker).question
    question = actions.publish(question, at=clock.now(), by=staff)
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert tasks.forget_askers() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert tasks.forget_askers() == 1
        assert tasks.forget_askers() == 0
    question.refresh_from_db()
    assert question.own_words is None
    assert list(Asker.objects.values_list("question", flat=True)) == [open_one.pk]
    follow = reverse("questions_follow", args=[question.reference, links.code_for(links.FOLLOW, question)])
    assert client.get(follow).status_code == 404
    assert client.get(reverse("questions_page", args=[question.reference])).status_code == 200
    assert isinstance(prepared(Message.objects.get()), Withheld)


def test_an_address_that_takes_no_mail_is_left_alone(client, terms, patient):
    ask(client)
    message = Message.objects.get()
    kind_of(message).on_failure(message)
    actions.confirm(Question.objects.get(), at=clock.now())
    actions.accept(Question.objects.get(), public_words="Why?", at=clock.now(), by=make(User))
    assert Message.objects.count() == 1
    assert Event.objects.filter(verb="asker_not_reached").exists()


def test_the_public_process_seals_and_cannot_open(client, terms, patient, monkeypatch):
    """Asking and confirming open nothing: they work where no private key is."""
    from derbyvoice.lib.keys import KeyNotHere, Keyring

    def refuse(*args, **kwargs):
        raise KeyNotHere("no private key here")

    monkeypatch.setattr(Keyring, "only", refuse)
    assert ask(client).status_code == 302
    question = Question.objects.get()
    link = reverse("questions_confirm", args=[question.reference, links.code_for(links.CONFIRM, question)])
    follow = client.post(link).url
    assert client.get(follow).status_code == 200


def test_a_meeting_that_takes_questions_gets_them(client, terms, patient):
    from scrutiny.meetings.models import Meeting

    soon = clock.today() + timedelta(days=30)
    meeting = make(Meeting, date=soon, question_deadline=soon - timedelta(days=7), state="announced")
    make(Meeting, date=soon - timedelta(days=9), question_deadline=date(2020, 1, 1), state="announced")
    ask(client)
    assert Question.objects.get().meeting == meeting


def test_no_word_of_ours_stands_in_the_way_of_the_lock_screen():
    """Public addresses of this wing hold none of the telling words."""
    words = "abus domestic violen victim survivor rape sexual assault stalk testimon crime police pcc refuge harass"
    source = "".join(path.read_text() for path in Path("scrutiny").glob("*/urls.py"))
    public = re.findall(r'path\("([^"]+)"', source)
    assert public
    assert not [word for word in [*words.split(), "perpetrator", "safeguard"] if any(word in one for one in public)]
