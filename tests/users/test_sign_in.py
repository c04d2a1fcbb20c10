"""The way in: an e-mail address, a code, a second factor; by every door."""

import re
import threading
import time
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.users import mail as sign_in_mail
from derbyvoice.users import roles
from derbyvoice.users.actions import disable, enable, end_role
from derbyvoice.users.adapter import MFAAdapter
from derbyvoice.users.models import SignIn, User
from tests.factories import make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EMAIL = "robin@staff.example"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def robin(clock):
    return make(User, email=EMAIL, name="Robin Example", role=roles.OFFICE_STAFF)


def ask_for_code(client, email=EMAIL, **extra):
    return client.post(reverse("account_login"), {"email": email, **extra})


def code_in_mail():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def give_code(client, code=None, **extra):
    return client.post(reverse("account_confirm_login_code"), {"code": code or code_in_mail(), **extra})


def app_code(secret, at=None):
    return totp.format_hotp_value(totp.hotp_value(secret, int(at or time.time()) // 30))


def set_up_app(client):
    secret = re.search(r'dv-spelled">(\w+)<', client.get(reverse("mfa_activate_totp")).content.decode()).group(1)
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret


@pytest.fixture
def robins_app(robin, clock):
    """Robin has signed in before and set up an app; gives its secret."""
    client = Client()
    ask_for_code(client)
    give_code(client)
    secret = set_up_app(client)
    client.post(reverse("account_logout"))
    mail.outbox.clear()
    clock.shift(timedelta(minutes=20))
    return secret


def sign_in(client, secret):
    ask_for_code(client)
    give_code(client)
    return client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})


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
    pages = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode() for _ in range(7)]
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
    wrong = [give_code(known, "000000"), give_code(other, "000000")]
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
        assert 0.2 <= time.perf_counter() - started < 1
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
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(3):
        give_code(client, wrong)
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


@pytest.mark.parametrize(
    "elsewhere", ["//attacker.example/", "https://attacker.example/", "javascript:alert(1)", "/\\attacker.example"]
)
def test_the_way_in_leads_to_our_own_pages_only(client, robins_app, elsewhere):
    ask_for_code(client, next=elsewhere)
    give_code(client, next=elsewhere)
    answer = client.post(reverse("mfa_authenticate"), {"code": app_code(robins_app), "next": elsewhere})
    assert answer.url == "/desk/"


def test_the_page_asked_for_is_reached_after_the_second_step(client, robins_app):
    ask_for_code(client, next="/desk/roles/")
    give_code(client, next="/desk/roles/")
    assert client.post(reverse("mfa_authenticate"), {"code": app_code(robins_app)}).url == "/desk/roles/"


def test_the_browser_gets_a_new_key_at_sign_in(client, robins_app):
    ask_for_code(client)
    before = client.cookies["s"].value
    give_code(client)
    client.post(reverse("mfa_authenticate"), {"code": app_code(robins_app)})
    assert client.cookies["s"].value != before
    stale = Client()
    stale.cookies["s"] = before
    assert stale.get("/desk/").status_code == 302


def test_signing_out_needs_a_post_and_clears_the_browser(client, robins_app):
    sign_in(client, robins_app)
    key = client.cookies["s"].value
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/desk/").status_code == 200
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.cookies["s"].value == ""
    replayed = Client()
    replayed.cookies["s"] = key
    assert replayed.get("/desk/").status_code == 302
    assert not SignIn.objects.open().exists()


def test_the_exit_ends_the_sign_in_on_the_server_too(client, robins_app):
    sign_in(client, robins_app)
    key = client.cookies["s"].value
    assert client.post(reverse("leave")).status_code == 303
    assert not SignIn.objects.open().exists()
    replayed = Client()
    replayed.cookies["s"] = key
    assert replayed.get("/desk/").status_code == 302


def test_idle_too_long_is_signed_out(client, robins_app, clock):
    sign_in(client, robins_app)
    clock.shift(timedelta(minutes=19))
    assert client.get("/desk/").status_code == 200
    clock.shift(timedelta(minutes=19))
    assert client.get("/desk/").status_code == 200
    clock.shift(timedelta(minutes=20))
    assert client.get("/desk/").url == reverse("account_login") + "?next=/desk/"


def test_in_for_too_long_is_signed_out_however_busy(client, robins_app, clock):
    sign_in(client, robins_app)
    for _ in range(9 * 4 - 1):
        clock.shift(timedelta(minutes=15))
        assert client.get("/desk/").status_code == 200
    clock.shift(timedelta(minutes=15))
    assert client.get("/desk/").status_code == 302


def test_text_written_while_the_sign_in_ended_is_given_back(client, robins_app, clock):
    sign_in(client, robins_app)
    clock.shift(timedelta(minutes=30))
    page = client.post("/desk/sign-ins/end-others/", {"note": "A long text that took an hour"})
    assert page.status_code == 403
    assert "A long text that took an hour" in page.content.decode()


def test_a_disabled_person_is_out_at_the_next_request_and_stays_out(client, robin, robins_app):
    sign_in(client, robins_app)
    disable(robin, by=make(User))
    assert client.get("/desk/").status_code == 302
    enable(robin, by=make(User))
    assert client.get("/desk/").status_code == 302


def test_an_ended_role_is_gone_at_the_next_request(client, robin, robins_app):
    sign_in(client, robins_app)
    assert client.get("/admin/").status_code == 200
    end_role(robin, role=roles.OFFICE_STAFF, by=make(User))
    assert client.get("/admin/").status_code == 302
    sign_in(Client(), robins_app)


def test_without_a_role_the_admin_is_closed(client):
    client.force_login(make(User))
    assert client.get("/admin/", follow=True).status_code == 403


def test_one_other_or_all_others_can_be_ended(client, robin):
    here, there, elsewhere = client, Client(HTTP_USER_AGENT="Firefox Linux"), Client()
    for browser in (here, there, elsewhere):
        browser.force_login(robin)
    page = here.get("/desk/sign-ins/").content.decode()
    assert page.count("Test browser") >= 3
    assert page.count("This one") == 1
    row = robin.sign_ins.order_by("id")[1]
    here.post(reverse("desk_end_sign_in", args=[row.pk]))
    assert there.get("/desk/").status_code == 302
    here.post(reverse("desk_end_other_sign_ins"))
    assert elsewhere.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200


def test_somebody_elses_sign_in_cannot_be_ended(client):
    client.force_login(make(User))
    row = make(SignIn)
    assert client.post(reverse("desk_end_sign_in", args=[row.pk])).status_code == 404
    assert SignIn.objects.open().filter(pk=row.pk).exists()


def test_sign_up_and_passwords_do_not_exist(client):
    for address in ("signup/", "password/reset/", "password/change/", "email/", "login/"):
        assert client.get(f"/sign-in/{address}").status_code == 404
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    assert client.get("/admin/password_change/").status_code == 404


def test_a_device_not_seen_before_is_told_by_mail(robins_app):
    sign_in(Client(), robins_app)
    assert [message.subject for message in mail.outbox] == ["Your sign-in code"]
    mail.outbox.clear()
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        sign_in(Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"), robins_app)
    assert [message.subject for message in mail.outbox] == ["Your sign-in code", "A change to your sign-in"]
    assert "Firefox on Windows" in mail.outbox[1].body


def test_what_happened_is_on_record(client, robin, robins_app):
    ask_for_code(client)
    give_code(client, "000000")
    sign_in(Client(), robins_app)
    told = list(Event.objects.filter(subject_id=str(robin.pk)).order_by("id").values_list("verb", flat=True))
    assert told == [
        "signed_in",
        "second_factor_added",
        "second_factor_shown",
        "signed_out",
        "code_refused",
        "signed_in",
    ]


def test_the_last_second_factor_cannot_be_taken_away(client, robin, robins_app, clock):
    sign_in(client, robins_app)
    clock.shift(timedelta(minutes=1))
    client.post(reverse("mfa_reauthenticate"), {"code": app_code(robins_app)})
    assert "You need at least one" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_changing_the_ways_in_asks_for_the_second_factor_again(client, robins_app):
    sign_in(client, robins_app)
    assert client.get(reverse("mfa_add_webauthn")).url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", "1", '{"id": 1}', '{"response": []}', "{" * 5000, "\x00"])
def test_nonsense_in_place_of_a_passkey_is_refused(client, robin, robins_app, nonsense):
    ask_for_code(client)
    give_code(client)
    client.get(reverse("mfa_authenticate"))
    assert client.post(reverse("mfa_authenticate"), {"credential": nonsense}).status_code == 200


@pytest.mark.parametrize("nonsense", ["", "x" * 1_000_000, "a@b\x00.example", "<script>", "‮@staff.example", "é" * 300])
def test_nonsense_in_place_of_an_address_is_refused_at_the_field(client, nonsense):
    page = ask_for_code(client, nonsense)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
