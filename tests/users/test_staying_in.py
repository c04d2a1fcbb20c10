"""Being signed in: where it leads, how long it lasts, what ends it, and what is on record."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.actions import disable, enable, end_role
from derbyvoice.users.models import SignIn, User
from tests.factories import make
from tests.users.signing_in import NOON, app_code, ask_for_code, code_in_mail, give_code, not_the_code, sign_in

pytestmark = pytest.mark.django_db


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
    give_code(client, not_the_code(code_in_mail()))
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
