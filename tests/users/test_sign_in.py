"""The way in: an e-mail address, a code, a second factor; by every door."""

import re
import threading
import time
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from derbyvoice.users import mail as sign_in_mail
from derbyvoice.users.adapter import MFAAdapter
from derbyvoice.users.models import User
from tests.factories import make
from tests.users.signing_in import (
    EMAIL,
    NOON,
    app_code,
    ask_for_code,
    code_in_mail,
    give_code,
    not_the_code,
    set_up_app,
    sign_in,
)

pytestmark = pytest.mark.django_db


def test_a_first_sign_in_leads_to_the_second_factor_and_nowhere_else(client, robin):
    ask_for_code(client)
    assert give_code(client).url == "/desk/"
    for page in ("/desk/", "/admin/", "/desk/roles/", "/desk/sign-ins/"):
        assert client.get(page).url == reverse("mfa_index")
    assert "One thing is left to do" in client.get(reverse("mfa_index")).content.decode()


def test_setting_up_an_app_opens_the_desk_and_shows_recovery_codes_once(client, robin):
    ask_for_code(client)
    give_code(client)
    set_up_app(client)
    assert len(re.findall(r"<li>\d{8}</li>", client.get(reverse("mfa_view_recovery_codes")).content.decode())) == 10
    assert "We do not show them again" in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert client.get("/desk/").status_code == 200


def test_with_an_app_the_code_by_mail_alone_opens_nothing(client, robins_app):
    ask_for_code(client)
    assert give_code(client).url == reverse("mfa_authenticate")
    assert client.get("/desk/").url.startswith(reverse("account_login"))
    assert client.post(reverse("mfa_authenticate"), {"code": app_code(robins_app)}).url == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_the_admins_own_way_in_is_the_same_one(client, robin, robins_app):
    page = client.get("/admin/login/?next=/admin/")
    assert page.url == reverse("account_login") + "?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": EMAIL, "password": "x"}).status_code == 302
    ask_for_code(client, next="/admin/")
    give_code(client, next="/admin/")
    assert client.get("/admin/").status_code == 302
    sign_in(client, robins_app)


def test_a_code_of_the_app_works_once(client, robins_app, clock):
    clock.move_to(NOON + timedelta(hours=1))
    sign_in(client, robins_app)
    other = Client()
    ask_for_code(other)
    give_code(other)
    for later in (0, 29):
        clock.move_to(NOON + timedelta(hours=1, seconds=later))
        code = app_code(robins_app, (NOON + timedelta(hours=1)).timestamp())
        assert "not right" in other.post(reverse("mfa_authenticate"), {"code": code}).content.decode()
    clock.shift(timedelta(seconds=30))
    assert other.post(reverse("mfa_authenticate"), {"code": app_code(robins_app)}).status_code == 302


def test_a_code_of_the_app_cannot_be_guessed_for_long(client, robins_app):
    ask_for_code(client)
    give_code(client)
    wrong = not_the_code(app_code(robins_app))
    pages = [client.post(reverse("mfa_authenticate"), {"code": wrong}).content.decode() for _ in range(7)]
    assert "not right" in pages[0]
    assert "Too many tries" in pages[6]


def test_a_recovery_code_works_once(client, robin, robins_app):
    row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    code = row.wrap().get_unused_codes()[0]
    for answer in (302, 200):
        other = Client()
        ask_for_code(other)
        give_code(other)
        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == answer


def test_the_secret_of_the_app_is_sealed_where_it_lies(robin, robins_app):
    for row in Authenticator.objects.all():
        assert robins_app not in str(row.data)
    data = Authenticator.objects.get(type=Authenticator.Type.TOTP).data
    assert MFAAdapter().decrypt(data["secret"]) == robins_app


def test_while_it_waits_to_be_proved_the_secret_is_sealed_too(client, robin):
    ask_for_code(client)
    give_code(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert re.search(r'dv-spelled">(\w+)<', page).group(1) not in str(dict(client.session))


@pytest.mark.parametrize("unknown", ["nobody@staff.example", "closed@staff.example"])
def test_an_unknown_or_closed_address_gets_the_same_answer(client, robin, unknown):
    make(User, email="closed@staff.example", is_active=False)
    known, other = client, Client()
    answers = [ask_for_code(known), ask_for_code(other, unknown)]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url
    pages = [known.get(answers[0].url), other.get(answers[1].url)]
    plain = [re.sub(r'value="[^"]{64}"', "", page.content.decode()) for page in pages]
    assert plain[0].replace(EMAIL, "X") == plain[1].replace(unknown, "X")
    code = not_the_code(code_in_mail())
    wrong = [give_code(known, code), give_code(other, code)]
    plain = [re.sub(r'value="[^"]{64}"', "", page.content.decode()) for page in wrong]
    assert plain[0].replace(EMAIL, "X") == plain[1].replace(unknown, "X")
    assert [message.to for message in mail.outbox] == [[EMAIL]]


@pytest.mark.parametrize("email", [EMAIL, "nobody@staff.example"])
def test_with_the_mail_server_away_both_are_told_the_same(client, robin, settings, email, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def away(*args):
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailBackend, "open", away)
    monkeypatch.setattr(EmailBackend, "send_messages", away)
    page = ask_for_code(client, email)
    assert page.status_code == 503
    assert "We cannot send codes now" in page.content.decode()


@pytest.mark.parametrize("email", [EMAIL, "nobody@staff.example"])
def test_how_slow_the_mail_server_is_tells_nothing(client, robin, settings, email, monkeypatch):
    settings.SIGN_IN_ANSWER_SECONDS = 0.2
    slow = threading.Event()
    monkeypatch.setattr(sign_in_mail, "send", lambda *args: slow.wait(5))
    monkeypatch.setattr(sign_in_mail, "reachable", lambda: slow.wait(5))
    with time_machine.travel(NOON, tick=True):
        started = time.perf_counter()
        assert ask_for_code(client, email).status_code == 302
        assert 0.2 <= time.perf_counter() - started < 4
    slow.set()


def test_codes_cannot_be_asked_for_without_end(client, robin):
    answers = [ask_for_code(Client()).status_code for _ in range(6)]
    assert answers == [302, 302, 302, 302, 302, 200]


def test_a_stranger_elsewhere_does_not_lock_anybody_out(client, robin):
    for _ in range(8):
        Client(REMOTE_ADDR="192.0.2.7").post(reverse("account_login"), {"email": EMAIL})
    assert ask_for_code(client).status_code == 302


def test_a_code_is_dead_after_three_tries_and_after_five_minutes(client, robin, clock):
    ask_for_code(client)
    right = code_in_mail()
    for _ in range(3):
        give_code(client, not_the_code(right))
    assert give_code(client, right).url == reverse("account_request_login_code")
    ask_for_code(client)
    clock.shift(timedelta(minutes=6))
    assert give_code(client).url == reverse("account_request_login_code")


def test_the_mail_is_plain_and_says_nothing_about_the_work(client, robin):
    ask_for_code(client)
    message = mail.outbox[0]
    assert message.subject == "Your sign-in code"
    assert not getattr(message, "alternatives", None)
    assert "http" not in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
