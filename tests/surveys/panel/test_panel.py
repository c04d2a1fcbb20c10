"""Joining the panel, coming back to it, and leaving with one tap."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.notifications.kinds import Later, Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.panel.actions import joining, own
from surveys.panel.links import leave_token
from surveys.panel.models import Knock, Subscriber, Topic, Visit
from surveys.questionnaires.wording import telling_words
from tests.factories import make
from tests.notifications.test_words import readable
from tests.surveys.panel.steps import CHOSEN, enter, knock, prepared

pytestmark = pytest.mark.django_db


def test_somebody_joins_chooses_and_leaves_with_one_tap(client):
    topic = make(Topic)
    enter(client, "Robin@Example.org")
    assert client.post("/list/choose/", {**CHOSEN, "topics": [topic.key]})["Location"] == "/join/done/"
    subscriber = Subscriber.objects.get()
    assert (subscriber.state, list(subscriber.topics.all()), subscriber.safe) == ("joined", [topic], "yes")
    mail = prepared("panel.welcome")
    link = re.search(r"http\S+", mail.text)[0]
    assert mail.headers["List-Unsubscribe"] == f"<{link}>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = link.split("/", 3)[3]
    client.get(f"/{page}")
    client.head(f"/{page}")
    assert Subscriber.objects.joined().exists()
    outside = Client(enforce_csrf_checks=True)
    assert outside.post(f"/{page}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.address, subscriber.finder, subscriber.seed) == ("left", None, None, "")
    assert outside.post(f"/{page}").status_code == 200
    assert outside.get(f"/{page}").status_code == 410
    assert isinstance(prepared("panel.welcome"), Withheld)
    assert client.get("/list/")["Location"] == "/join/"


@pytest.mark.parametrize("safe", ["no", "unknown"])
def test_who_does_not_say_that_it_is_safe_is_not_written_to(client, safe):
    enter(client)
    client.post("/list/choose/", {**CHOSEN, "safe": safe})
    assert not Message.objects.filter(kind="panel.welcome").exists()
    assert "we will not write" in client.get("/join/done/").content.decode()


def test_what_became_unsafe_before_it_was_sent_is_not_sent(client):
    enter(client)
    client.post("/list/choose/", CHOSEN)
    client.post("/list/choose/", {**CHOSEN, "safe": "unknown"})
    assert isinstance(prepared("panel.welcome"), Withheld)


def test_messages_say_nothing_to_a_stranger(client):
    enter(client)
    client.post("/list/choose/", CHOSEN)
    ready = prepared("panel.welcome")
    assert isinstance(ready, Ready)
    assert telling_words(ready.subject + readable(ready.text)) == []
    assert all("robin" not in repr(vars(message)) for message in Message.objects.all())


def test_a_known_address_gets_the_same_page_and_keeps_one_row(client):
    for _ in range(2):
        enter(client)
        client.post("/list/choose/", {**CHOSEN, "topics": [make(Topic).key]})
    assert Subscriber.objects.count() == 1
    assert Message.objects.filter(kind="panel.welcome").count() == 1
    address, code = knock(client)
    assert client.post(address, {"code": code})["Location"] == "/list/"


def test_the_same_is_asked_of_the_database_for_a_known_and_an_unknown_address():
    make(Topic)

    def asked(email):
        with CaptureQueriesContext(connection) as seen:
            page = Client().post("/join/", {"email": email})
        return re.sub(r"[0-9a-f-]{36}", "", page["Location"]), [query["sql"].split('"s')[0][:40] for query in seen]

    asked("warm@example.org")
    first = asked("robin@example.org")
    assert asked("robin@example.org") == first == asked("nobody@example.org")


def test_five_tries_and_the_code_is_dead(client):
    address, code = knock(client)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        assert "does not fit" in client.post(address, {"code": wrong}).content.decode()
    assert "does not fit" in client.post(address, {"code": code}).content.decode()
    assert not Subscriber.objects.joined().exists()


def test_a_code_grows_old(client, time_machine_at):
    address, code = knock(client)
    time_machine_at(minutes=31)
    assert "does not fit" in client.post(address, {"code": code}).content.decode()
    assert isinstance(prepared("panel.code"), Withheld)
    assert joining.forget_knocks(by=CLOCK) == 1
    assert not Subscriber.objects.exists()
    assert client.get(address)["Location"] == "/join/"


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b\r\nBcc: c@d.example", "\x00@example.org", "x" * 300 + "@example.org"]
)
def test_what_is_no_address_is_said(client, email):
    page = client.post("/join/", {"email": email})
    assert page.status_code == 200
    assert "email-error" in page.content.decode()
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("code", ["", "x" * 30, "\x00", "12345"])
def test_what_is_no_code_is_said(client, code):
    address, _ = knock(client)
    page = client.post(address, {"code": code})
    assert page.status_code == 200
    assert "-error" in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"topics": ["none"]}, {"days": []}, {"days": ["9"]}, {"parts": ["x"]}, {"safe": ""}, {"how_often": "daily"},
     {"language": "xx"}],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said_and_nothing_changes(client, wrong):
    enter(client)
    page = client.post("/list/choose/", {**CHOSEN, **wrong})
    assert "error-summary" in page.content.decode()
    assert Subscriber.objects.get().safe == "unknown"


def test_nobody_is_mailed_to_death(client):
    for _ in range(3):
        assert client.post("/join/", {"email": "robin@example.org"}).status_code == 302
    refused = client.post("/join/", {"email": "ROBIN@example.org"})
    assert refused.status_code == 429
    assert Message.objects.count() == 3


@pytest.mark.parametrize("token", ["x", "a.b", "", "a" * 400, "00-1.a"])
@pytest.mark.parametrize("page", ["leave-list", "q"])
def test_a_forged_link_does_nothing(client, page, token):
    make(Subscriber)
    assert client.post(f"/{page}/{token}/").status_code == 404
    assert Subscriber.objects.joined().exists()


def test_the_link_says_nothing_of_the_address():
    assert "robin" not in leave_token(make(Subscriber, email="robin@example.org"))


def test_leaving_is_possible_before_the_code_was_used(client):
    subscriber = joining.knock(email="robin@example.org", by=PERSON).subscriber
    assert own.leave(subscriber=subscriber, by=PERSON).state == "left"
    assert not Knock.objects.exists()


def test_the_admin_lists_no_addresses_and_refuses_telling_topics(client):
    client.force_login(make(User, role=roles.OFFICE_STAFF, is_staff=True))
    row = make(Subscriber)
    for page in ("/admin/panel/subscriber/", f"/admin/panel/subscriber/{row.pk}/change/"):
        shown = client.get(page).content.decode()
        assert str(row.reference)[:8] in shown
        assert "sealed" not in shown
        assert row.seed not in shown
    answer = client.post("/admin/panel/topic/add/", {"key": "x", "name": "After a crime", "position": 0})
    assert "must not say: crime" in answer.content.decode()
    assert client.post("/admin/panel/topic/add/", {"key": "x", "name": "Phones", "position": 0}).status_code == 302


def test_what_waits_is_not_sent_to_somebody_who_left(client):
    enter(client)
    client.post("/list/choose/", CHOSEN)
    knock(client)
    own.leave(subscriber=Subscriber.objects.get(), by=PERSON)
    states = dict(Message.objects.values_list("kind", "state").order_by("id"))
    assert states == {"panel.code": "withheld", "panel.welcome": "withheld"}


def test_messages_wait_for_a_safe_day(client):
    enter(client)
    tomorrow = [str((own.clock.now().weekday() + 2) % 7)]
    client.post("/list/choose/", {**CHOSEN, "days": tomorrow})
    assert isinstance(prepared("panel.welcome"), Later)


def test_a_visit_ends_after_half_an_hour_and_at_once_when_done(client, time_machine_at):
    enter(client)
    assert client.get("/list/choose/").status_code == 200
    client.post("/list/close/")
    assert client.get("/list/choose/")["Location"] == "/join/"
    enter(client)
    time_machine_at(minutes=31)
    assert client.get("/list/")["Location"] == "/join/"
    joining.forget_knocks(by=CLOCK)
    assert not Visit.objects.exists()
