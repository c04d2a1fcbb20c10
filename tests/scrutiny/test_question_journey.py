"""From asking to publishing, and what is kept, told and destroyed on the way."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from derbyvoice.audit.models import Event
from derbyvoice.notifications.kinds import Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from scrutiny.questions import actions, links
from scrutiny.questions.choices import TRANSITIONS, State
from scrutiny.questions.models import Answer, Asker, AskingRule, Question
from tests.factories import make
from tests.scrutiny.asking import ADDRESS, CANARY, MAIL_WORDS, NAME, ask, link_in, prepared

pytestmark = pytest.mark.django_db


def test_the_whole_journey(client, terms, high_peak, patient):
    staff, force = make(User, role=roles.OFFICE_STAFF), make(User, role=roles.FORCE_DESK)
    assert ask(client, area=high_peak.code).url == reverse("questions_sent")
    question, message = Question.objects.get(), Message.objects.get()
    assert (question.state, question.district) == ("unconfirmed", high_peak)

    client.post(link_in(message))
    now = clock.now()
    question = actions.accept(question, public_words="How are calls answered?", at=now, by=staff)
    question = actions.send_to_force(question, at=now, by=staff)
    assert question.answer_due == timezone.localdate(now) + timedelta(days=20)

    client.force_login(force)
    assert "How are calls answered?" in client.get(reverse("questions_desk")).content.decode()
    desk = reverse("questions_desk_answer", args=[question.reference])
    assert CANARY not in client.get(desk).content.decode()
    assert client.post(desk, {"answer": "In turn.\n\n- one\n- two"}).status_code == 302
    client.logout()

    page = reverse("questions_page", args=[question.reference])
    assert client.get(page).status_code == 404
    actions.publish(question, at=clock.now(), by=staff)
    shown = client.get(page).content.decode()
    assert "Resident from High Peak" in shown
    assert "<li>one</li><li>two</li>" in shown
    assert CANARY not in shown
    assert NAME not in shown
    news = [row for row in Message.objects.order_by("id") if isinstance(prepared(row), Ready)]
    assert [link_in(row) for row in news] == [page]
    steps = [(step.from_state, step.to_state) for step in question.steps.all()]
    assert steps == [
        ("unconfirmed", "waiting"),
        ("waiting", "accepted"),
        ("accepted", "with_force"),
        ("with_force", "answered"),
        ("answered", "published"),
    ]


def test_every_message_is_neutral_and_carries_none_of_the_words(
    client, terms, patient, django_capture_on_commit_callbacks
):
    ask(client)
    staff, question = make(User, role=roles.OFFICE_STAFF), Question.objects.get()
    letters = [prepared(Message.objects.get())]
    actions.confirm(question, at=clock.now())
    actions.accept(question, public_words="Why?", at=clock.now(), by=staff)
    letters.append(prepared(Message.objects.latest("id")))
    for letter in letters:
        assert letter.address == ADDRESS
        outside = f"{letter.subject}\n{letter.text}"
        assert not MAIL_WORDS.search(outside)
        assert not {word for word in (CANARY, NAME, question.reference) if word in outside.split("http")[0]}
        assert len(re.findall("https?://", letter.text)) == 1
        assert len(letter.subject) <= 60


def test_opening_the_link_changes_nothing_and_the_button_works_once(client, terms, patient):
    ask(client)
    link, question = link_in(Message.objects.get()), Question.objects.get()
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert client.options(link).status_code == 405
    question.refresh_from_db()
    assert question.state == State.UNCONFIRMED
    first, second = client.post(link), client.post(link)
    assert first.url == second.url
    assert client.get(first.url).status_code == 200
    assert question.steps.count() == 1
    used = client.get(link)
    assert (used.status_code, "has reached us already" in used.content.decode()) == (410, True)
    assert isinstance(prepared(Message.objects.get()), Withheld)


def test_a_changed_link_opens_nothing(client, terms, patient):
    ask(client)
    question = Question.objects.get()
    code = links.code_for(links.CONFIRM, question)
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), links.code_for(links.FOLLOW, question), "x"):
        for method in (client.get, client.post):
            answer = method(reverse("questions_confirm", args=[question.reference, wrong]))
            assert answer.status_code == 404
    follow = reverse("questions_follow", args=[question.reference, links.code_for(links.FOLLOW, question)])
    assert client.get(follow).status_code == 404
    assert Question.objects.get().state == State.UNCONFIRMED


def test_the_askers_traces_are_nowhere_to_be_read(client, terms, patient, caplog, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(client)
        client.post(link_in(Message.objects.get()))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = b"".join(
                bytes(x) if isinstance(x, bytes | memoryview) else str(x).encode() for r in cursor for x in r
            )
            for trace in (CANARY, ADDRESS, NAME):
                assert trace.encode() not in kept, table
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert not [trace for trace in (CANARY, ADDRESS, NAME) if trace in logged]
    assert not [trace for trace in (CANARY, ADDRESS, NAME) if trace in str(cache.__dict__)]


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_what_is_not_published_is_nowhere_in_public(state, client):
    question = make(Question, state=state, public_words=CANARY, search_words=CANARY)
    make(Asker, question=question)
    assert client.get(reverse("questions_page", args=[question.reference])).status_code == 404
    for name in ("questions_list", "questions_feed", "overview_index"):
        assert CANARY not in client.get(reverse(name)).content.decode()
    assert CANARY not in client.get(reverse("questions_list"), {"q": "Canary"}).content.decode().split("results")[-1]
    follow = reverse("questions_follow", args=[question.reference, links.code_for(links.FOLLOW, question)])
    assert CANARY not in client.get(follow).content.decode()


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_the_steps_in_the_table_are_taken(before, after):
    question, staff = make(Question, state=before), make(User)
    extra = {"declined_by_rule": make(AskingRule)} if after == State.DECLINED else {}
    extra |= {"merged_into": make(Question, state="accepted")} if after == State.MERGED else {}
    extra |= {"published_at": clock.now(), "published_by": staff} if after == State.PUBLISHED else {}
    if after in TRANSITIONS[before]:
        assert actions.move(question, to=after, at=clock.now(), by=staff, **extra).state == after
        assert Event.objects.filter(verb="question_moved", by=staff).count() == question.steps.count() == 1
    else:
        with pytest.raises(ValidationError):
            actions.move(question, to=after, at=clock.now(), by=staff, **extra)
        question.refresh_from_db()
        assert question.state == before


def test_declining_tells_which_rule_and_nothing_else(client):
    rule = make(AskingRule, declined_words="It is about one case.")
    asker = make(Asker, question=make(Question, state="waiting"))
    actions.decline(asker.question, rule=rule, at=clock.now(), by=make(User))
    assert "It is about one case." in client.get(link_in(Message.objects.get())).content.decode()


def test_those_whose_question_was_merged_hear_of_the_answer(client):
    staff, one = make(User), make(Question, state="answered")
    make(Answer, question=one)
    other = make(Asker, question=make(Question, state="waiting")).question
    actions.merge(other, into=one, at=clock.now(), by=staff)
    assert "There will be one answer for you both" in client.get(link_in(Message.objects.get())).content.decode()
    with pytest.raises(ValidationError):
        actions.merge(one, into=one, at=clock.now(), by=staff)
    actions.publish(one, at=clock.now(), by=staff)
    assert link_in(Message.objects.latest("id")) == reverse("questions_page", args=[one.reference])


def test_whose_question_was_merged_twice_over_hears_of_the_one_answer(client):
    staff, last = make(User), make(Question, state="answered")
    make(Answer, question=last)
    middle = make(Asker, question=make(Question, state="accepted")).question
    first = make(Asker, question=make(Question, state="waiting")).question
    actions.merge(first, into=middle, at=clock.now(), by=staff)
    actions.merge(middle, into=last, at=clock.now(), by=staff)
    first.refresh_from_db()
    assert (first.state, first.merged_into) == ("merged", last)
    Message.objects.all().delete()
    actions.publish(last, at=clock.now(), by=staff)
    told_to = {f"asker:{one.asker.pk}" for one in (first, middle)}
    assert {message.recipient_ref for message in Message.objects.all()} == told_to


def test_a_question_that_others_wait_with_is_not_declined_under_them():
    staff, one = make(User), make(Question, state="accepted")
    other = make(Asker, question=make(Question, state="waiting")).question
    actions.merge(other, into=one, at=clock.now(), by=staff)
    with pytest.raises(ValidationError, match="Other questions are answered together with this one"):
        actions.decline(one, rule=make(AskingRule), at=clock.now(), by=staff)
    actions.reconsider(other, at=clock.now(), by=staff)
    assert actions.decline(one, rule=make(AskingRule), at=clock.now(), by=staff).state == "declined"


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.skipif("sqlite" in str(connection.vendor), reason="needs PostgreSQL")
def test_two_presses_of_the_button_at_once_confirm_once(terms):
    question = make(Asker, question=make(Question, state="unconfirmed")).question
    here, faults = threading.Barrier(4), []

    def press():
        try:
            here.wait()
            actions.confirm(question, at=clock.now())
        except Exception as fault:  # noqa: BLE001 - whatever it was is shown
            faults.append(fault)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert faults == []
    assert question.steps.count() == 1


def test_a_question_taken_down_is_gone_from_every_page(client):
    question = make(Question, state="answered", public_words="Where does it go?")
    make(Answer, question=question)
    staff = make(User)
    question = actions.publish(question, at=clock.now(), by=staff)
    assert "Where does it go?" in client.get(reverse("questions_list")).content.decode()
    actions.take_down(question, at=clock.now(), by=staff)
    assert client.get(reverse("questions_page", args=[question.reference])).status_code == 404
    assert "Where does it go?" not in client.get(reverse("questions_list"), {"q": "Where"}).content.decode()


def test_another_wording_of_an_answer_needs_another_check():
    question = make(Question, state="with_force")
    one, two, force = make(User), make(User), make(User)
    actions.write_answer(question, words="Write to a.b@example.org.", at=clock.now(), by=force)
    actions.check_answer(question, at=clock.now(), by=one)
    actions.write_answer(question, words="Write to c.d@example.org.", at=clock.now(), by=force)
    with pytest.raises(ValidationError):
        actions.publish(question, at=clock.now(), by=two)
    actions.check_answer(question, at=clock.now(), by=one)
    with pytest.raises(ValidationError):
        actions.publish(question, at=clock.now(), by=one)
    question.refresh_from_db()
    assert actions.publish(question, at=clock.now(), by=two).state == State.PUBLISHED
    assert question.answers.count() == 2


def test_an_answer_sent_back_comes_with_a_note(client):
    question = make(Question, state="with_force")
    staff, force = make(User), make(User, role=roles.FORCE_DESK)
    actions.write_answer(question, words="Yes.", at=clock.now(), by=force)
    actions.send_back(question, note="Please say how many.", at=clock.now(), by=staff)
    client.force_login(force)
    page = client.get(reverse("questions_desk_answer", args=[question.reference])).content.decode()
    assert "Please say how many." in page


@pytest.mark.parametrize("role", [roles.OFFICE_STAFF, roles.RESEARCHER, roles.PROVIDER_WORKER])
def test_the_force_desk_is_for_the_force_desk(role, client):
    question = make(Question, state="with_force")
    client.force_login(make(User, role=role))
    assert client.get(reverse("questions_desk")).status_code == 403
    assert client.get(reverse("questions_desk_answer", args=[question.reference])).status_code == 403


@pytest.mark.parametrize("state", ["unconfirmed", "waiting", "accepted", "declined", "merged", "published"])
def test_the_force_sees_only_what_was_sent_to_it(state, client):
    question = make(Question, state=state)
    client.force_login(make(User, role=roles.FORCE_DESK))
    assert client.get(reverse("questions_desk_answer", args=[question.reference])).status_code == 404
