import re

import pytest
from django.test import Client

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.notifications.kinds import Ready, Withheld, kind_of
from derbyvoice.notifications.models import Message
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.panel import actions
from surveys.panel.leaving import leave_token
from surveys.panel.models import Knock, Subscriber, Topic
from surveys.questionnaires.wording import telling_words
from tests.factories import make

pytestmark = pytest.mark.django_db


def prepared(kind):
    message = Message.objects.filter(kind=kind).latest("id")
    return kind_of(message).prepare(message)


def knock(client, email="robin@example.org"):
    address = client.post("/join/", {"email": email})["Location"]
    return address, re.search(r"\d{6}", prepared("panel.code").text)[0]


def test_somebody_joins_and_leaves_with_one_tap(client):
    topic = make(Topic)
    address, code = knock(client, "Robin@Example.org")
    assert client.get(address).status_code == 200
    assert client.post(address, {"code": f" {code[:3]} {code[3:]}", "topics": [topic.key]})["Location"] == "/join/done/"
    subscriber = Subscriber.objects.get()
    assert (subscriber.state, list(subscriber.topics.all())) == ("joined", [topic])
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
    assert (subscriber.state, subscriber.address, subscriber.finder) == ("left", None, None)
    assert outside.post(f"/{page}").status_code == 200
    assert isinstance(prepared("panel.welcome"), Withheld)


def test_messages_say_nothing_to_a_stranger(client):
    address, code = knock(client)
    client.post(address, {"code": code})
    for kind in ("panel.code", "panel.welcome"):
        message = Message.objects.filter(kind=kind).latest("id")
        if kind == "panel.welcome":
            ready = prepared(kind)
            assert isinstance(ready, Ready)
            assert telling_words(ready.subject + ready.text) == []
            assert ready.text.count("http") == 1
        assert "robin" not in repr(vars(message))


def test_a_known_address_gets_the_same_page_and_keeps_one_row(client):
    make(Topic, key="safe")
    for _ in range(2):
        address, code = knock(client)
        client.post(address, {"code": code, "topics": ["safe"]})
    assert Subscriber.objects.count() == 1
    assert Message.objects.filter(kind="panel.welcome").count() == 1


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
    assert actions.forget_knocks(by=CLOCK) == 1
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


@pytest.mark.parametrize(("code", "topics"), [("", []), ("x" * 30, []), ("\x00", []), ("123456", ["no-topic"])])
def test_what_is_no_code_is_said(client, code, topics):
    address, _ = knock(client)
    page = client.post(address, {"code": code, "topics": topics})
    assert page.status_code == 200
    assert "-error" in page.content.decode()


def test_nobody_is_mailed_to_death(client):
    for _ in range(3):
        assert client.post("/join/", {"email": "robin@example.org"}).status_code == 302
    refused = client.post("/join/", {"email": "ROBIN@example.org"})
    assert refused.status_code == 429
    assert Message.objects.count() == 3


@pytest.mark.parametrize("token", ["x", "a.b", "", "a" * 400])
def test_a_forged_link_does_nothing(client, token):
    make(Subscriber)
    assert client.post(f"/leave-list/{token}/").status_code == 404
    assert Subscriber.objects.joined().exists()


def test_the_link_says_nothing_of_the_address():
    assert "robin" not in leave_token(make(Subscriber, email="robin@example.org"))


def test_leaving_is_possible_before_the_code_was_used(client):
    subscriber = actions.knock(email="robin@example.org", by=PERSON).subscriber
    assert actions.leave(subscriber=subscriber, by=PERSON).state == "left"
    assert not Knock.objects.exists()


def test_the_admin_lists_no_addresses_and_refuses_telling_topics(client):
    client.force_login(make(User, role=roles.OFFICE_STAFF, is_staff=True))
    row = make(Subscriber)
    for page in ("/admin/panel/subscriber/", f"/admin/panel/subscriber/{row.pk}/change/"):
        shown = client.get(page).content.decode()
        assert str(row.reference)[:8] in shown
        assert "sealed" not in shown
    answer = client.post("/admin/panel/topic/add/", {"key": "x", "name": "After a crime", "position": 0})
    assert "must not say: crime" in answer.content.decode()
    assert client.post("/admin/panel/topic/add/", {"key": "x", "name": "Phones", "position": 0}).status_code == 302


def test_what_waits_is_not_sent_to_somebody_who_left(client):
    address, code = knock(client)
    client.post(address, {"code": code})
    knock(client)
    subscriber = Subscriber.objects.get()
    actions.leave(subscriber=subscriber, by=PERSON)
    states = dict(Message.objects.values_list("kind", "state").order_by("id"))
    assert states == {"panel.code": "withheld", "panel.welcome": "withheld"}
