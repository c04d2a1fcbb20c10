"""Staff come in: an address, a code, an app or a passkey; with and without script, in headless Chromium."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from playwright.sync_api import expect

from derbyvoice.users import roles
from derbyvoice.users.models import SignIn, User
from tests.browser.sight import nothing_wrong, turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL = "robin@staff.example"


@pytest.fixture
def robin():
    return make(User, email=EMAIL, name="Robin Example", role=roles.OFFICE_STAFF)


def code_in_mail():
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()) + 1))


def with_a_code(page, live_server):
    """From the desk's address to the page that asks for the second step."""
    page.goto(f"{live_server.url}/desk/")
    page.get_by_label("Work e-mail address").fill(EMAIL)
    turn(page.get_by_role("button", name="Send me a code"))
    page.get_by_label("Code").fill(code_in_mail())
    page.get_by_role("button", name="Continue").click()


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_an_app_is_set_up_and_used(open_page, live_server, robin, script, width):
    page = open_page(script=script, width=width)
    with_a_code(page, live_server)
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()
    page.get_by_role("button", name="Set up an app").click()
    secret = page.locator(".dv-spelled").inner_text()
    page.get_by_label("Code from the app").fill("111111" if code_of(secret) == "000000" else "000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("button", name="Go to your desk").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    sign_out(page)
    with_a_code(page, live_server)
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def test_a_passkey_is_set_up_and_used(open_page, live_server, robin):
    page = open_page(width=1280)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    means = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": means})
    with_a_code(page, live_server)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name for this passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("button", name="Go to your desk").click()
    sign_out(page)
    with_a_code(page, live_server)
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="Your desk").wait_for()
    assert SignIn.objects.order_by("-id").first().second_factor == "webauthn"
    page.get_by_role("link", name="How you sign in").click()
    expect(page.get_by_text("My phone").first).to_be_visible()


def test_a_browser_without_a_passkey_says_so_and_offers_the_code(open_page, live_server, robin):
    page = open_page(script=False)
    with_a_code(page, live_server)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This browser cannot use passkeys on this page")).to_be_visible()


def test_back_after_signing_out_shows_nothing(open_page, live_server, robin):
    page = open_page(width=1280)
    with_a_code(page, live_server)
    page.get_by_role("button", name="Set up an app").click()
    page.get_by_label("Code from the app").fill(code_of(page.locator(".dv-spelled").inner_text()))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Go to your desk").click()
    sign_out(page)
    page.go_back()
    page.wait_for_load_state()
    assert page.get_by_role("heading", name="Your desk").count() == 0


def test_every_page_of_the_way_in_can_be_used_by_everybody_at_320(open_page, live_server, robin):
    page = open_page(width=320)
    page.goto(f"{live_server.url}/sign-in/")
    nothing_wrong(page)
    turn(page.get_by_role("button", name="Send me a code"))
    nothing_wrong(page)
    page.get_by_label("Work e-mail address").fill(EMAIL)
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="Enter your code").wait_for()
    nothing_wrong(page)
    page.get_by_label("Code").fill("0")
    page.wait_for_timeout(1100)
    turn(page.get_by_role("button", name="Continue"))
    nothing_wrong(page)
    page.get_by_label("Code").fill(code_in_mail())
    page.wait_for_timeout(1100)
    turn(page.get_by_role("button", name="Continue"))
    nothing_wrong(page)
    page.goto(f"{live_server.url}/sign-in/ways/passkey/")
    nothing_wrong(page)
    page.goto(f"{live_server.url}/sign-in/ways/app/")
    nothing_wrong(page)
    page.get_by_label("Code from the app").fill(code_of(page.locator(".dv-spelled").inner_text()))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    nothing_wrong(page)
    own = ("/desk/", "/desk/roles/", "/desk/sign-ins/", "/sign-in/ways/", "/sign-in/ways/app/remove/")
    for address in (*own, "/sign-in/ways/recovery/", "/sign-in/ways/recovery/new/", "/sign-in/out/"):
        page.goto(live_server.url + address)
        nothing_wrong(page)
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    with_a_code(page, live_server)
    nothing_wrong(page)
