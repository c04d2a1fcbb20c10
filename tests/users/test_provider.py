"""Sign-in by the force's own identity provider, against a small provider of our own on a real socket."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from derbyvoice.users import roles
from derbyvoice.users.adapter import MFAAdapter
from derbyvoice.users.models import SignIn, User
from tests.factories import make

pytestmark = pytest.mark.django_db
GO, BACK = "/sign-in/provider/", "/sign-in/provider/back/"


class Provider(BaseHTTPRequestHandler):
    """Tells where its pages are, and gives the token that the test laid out, if the verifier fits."""

    def do_GET(self):
        base = self.server.base
        self.reply({"issuer": base, "authorization_endpoint": f"{base}/ask", "token_endpoint": f"{base}/token"})

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=")
        fits = proof.decode() == self.server.challenge and sent["client_secret"] == ["secret"]
        body = base64.urlsafe_b64encode(json.dumps(self.server.claims).encode()).rstrip(b"=").decode()
        self.reply({"id_token": f"e30.{body}.sig"} if fits else {"error": "invalid_grant"})

    def reply(self, facts):
        raw = json.dumps(facts).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.base = f"http://127.0.0.1:{server.server_port}"
    server.challenge, server.claims = "", {}
    settings.OIDC_URL, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = server.base, "voice", "secret"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def robin():
    return make(User, email="robin@staff.example", role=roles.OFFICE_STAFF)


def come_back(client, provider, wanted="", **claims):
    """To the provider and back with a token that says this."""
    answer = client.post(GO, {"next": wanted})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}
    assert answer.url.startswith(f"{provider.base}/ask?")
    provider.challenge = asked["code_challenge"]
    facts = {"iss": provider.base, "aud": "voice", "exp": time.time() + 60, "nonce": asked["nonce"]}
    provider.claims = facts | {"email": "Robin@Staff.example", "email_verified": True} | claims
    return client.post(BACK, {"code": "c", "state": claims.get("state", asked["state"])})


def test_somebody_we_know_is_in_and_sets_up_a_second_step(client, provider, robin):
    assert come_back(client, provider).url == "/desk/"
    assert client.get("/desk/").url == reverse("mfa_index")


def test_with_a_second_step_of_ours_it_is_asked(client, provider, robin):
    Authenticator.objects.create(user=robin, type="totp", data={"secret": MFAAdapter().encrypt("A" * 32)})
    assert come_back(client, provider, amr=["mfa"]).url == reverse("mfa_authenticate")
    assert not SignIn.objects.exists()


def test_a_trusted_provider_that_saw_a_second_factor_is_enough(client, provider, robin, settings):
    settings.OIDC_SECOND_FACTOR_TRUSTED = True
    Authenticator.objects.create(user=robin, type="totp", data={"secret": MFAAdapter().encrypt("A" * 32)})
    assert come_back(client, provider, wanted="/desk/roles/", amr=["pwd", "mfa"]).url == "/desk/roles/"
    assert client.get("/desk/").status_code == 200
    assert SignIn.objects.get().second_factor == "provider"


def test_a_trusted_provider_that_saw_only_a_password_is_not_enough(client, provider, robin, settings):
    settings.OIDC_SECOND_FACTOR_TRUSTED = True
    come_back(client, provider, amr=["pwd"])
    assert client.get("/desk/").url == reverse("mfa_index")


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@staff.example"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"iss": "https://other.example"},
        {"aud": "somebody else"},
        {"aud": ["x"]},
        {"exp": 0},
        {"exp": "later"},
        {"nonce": "another"},
        {"state": "another"},
        {"state": "é\x00"},
    ],
)
def test_everything_else_is_refused_plainly(client, provider, robin, claims):
    page = come_back(client, provider, **claims)
    assert page.status_code == 403
    assert "We could not sign you in" in page.content.decode()
    assert not SignIn.objects.exists()


def test_a_closed_account_stays_closed(client, provider, robin):
    User.objects.update(is_active=False)
    assert come_back(client, provider).status_code == 403


def test_the_answer_works_once_and_only_in_its_browser(client, provider, robin):
    come_back(client, provider, email="nobody@staff.example")
    assert client.post(BACK, {"code": "c", "state": "x"}).status_code == 403


def test_opening_the_page_to_come_back_to_changes_nothing(client, provider):
    page = client.get(BACK, {"code": '"><script>', "state": "s" * 5000})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("<body", 1)[1]


def test_a_provider_that_is_away_is_told_plainly(client, provider, settings):
    settings.OIDC_URL = "http://127.0.0.1:1"
    page = client.post(GO)
    assert page.status_code == 503
    assert "ask for a code by e-mail" in page.content.decode()


@pytest.mark.parametrize("wanted", ["//attacker.example/", "https://attacker.example"])
def test_it_leads_to_our_own_pages_only(client, provider, robin, wanted):
    assert come_back(client, provider, wanted=wanted).url == "/desk/"


def test_the_button_stands_where_there_is_a_provider(client, provider, settings):
    assert "Sign in with your work account" in client.get("/sign-in/").content.decode()
    settings.OIDC_URL = ""
    assert "Sign in with" not in client.get("/sign-in/").content.decode()
    assert client.post(GO).status_code == 404
    assert client.get(BACK).status_code == 404
