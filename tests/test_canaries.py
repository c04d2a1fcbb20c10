"""A sentence, an address, a number and a name, given through every journey, stand nowhere that a thief may look.

The database as a file or a dump, the log lines, and the messages to the queue are searched; and a process that holds
public keys alone takes everything in and can open nothing."""

import base64
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from celery.signals import before_task_publish
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from derbyvoice.logs import JsonLines
from derbyvoice.notifications.sending import send_batches
from derbyvoice.office import clock
from derbyvoice.office.models import CrimeGroup, District, Office
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from scrutiny.questions.forms import SALT
from scrutiny.questions.models import Asker, AskingTerms, Question
from services.cases.models import Case, Contact, Officer, Victim
from services.directory.models import Service
from services.intake.choices import Scope
from services.intake.keys import make_key
from services.referrals.models import AutomaticRule, Referral
from services.support.models import SupportLink, SupportText
from services.witness_care.actions import load_standard_rules
from services.witness_care.models import Message, Request
from surveys.fieldwork.models import EarlierText, Note, Session
from surveys.panel.models import Knock, Subscriber, Topic
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response, Words
from tests.factories import make
from tests.factories.witness_care import opened_space
from tests.faults.smtp_server import SmtpServer
from tests.surveys_journey import send_with_words

SENTENCE = "The kestrel over Zanzibar Road saw it all"
ADDRESS = "zebrawood.canary@people.example"
NUMBER = "01632 960777"
NAME = "Quillon Zebrawood"
REFERENCE = "26000/CANARY/77"
CANARIES = (SENTENCE, ADDRESS, NUMBER, NUMBER.replace(" ", ""), NAME, REFERENCE, "Zebrawood", "kestrel over")


class Listener(logging.Handler):
    """Keeps every line of every log as it would be written."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines, self.form = io.StringIO(), JsonLines()

    def emit(self, record):
        self.lines.write(self.form.format(record) + "\n")


@pytest.fixture
def log():
    listener, root = Listener(), logging.getLogger()
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    yield listener
    root.setLevel(level)
    root.removeHandler(listener)


@pytest.fixture
def queue():
    """Everything that was given to the broker."""
    told = []

    def hear(body=None, headers=None, **more):
        told.append(json.dumps([body, headers], default=str))

    before_task_publish.connect(hear, weak=False)
    yield told
    before_task_publish.disconnect(hear)


@pytest.fixture
def mails(settings):
    with SmtpServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.TRANSPORT = "127.0.0.1", server.port, "smtp"
        settings.DEFAULT_FROM_EMAIL = "Voice <no-reply@voice.example>"
        yield server


class Journeys:
    """Each way in which somebody gives us something of theirs. Every one ends with proof that it was taken."""

    def __init__(self):
        make(Office)
        self.now = clock.now()
        group, self.district = make(CrimeGroup, key="burglary-home"), make(District)
        self.officer, self.service = make(Officer), make(Service)
        make(AutomaticRule, crime_group=group, service=self.service)
        make(SupportText, words="There is help.")
        make(AskingTerms)
        make(Survey, slug="how-was-it", opened=True)
        load_standard_rules(by=make(User))

    def answer_a_survey(self):
        words = send_with_words(
            Client(), good_thing=SENTENCE, consents=("count", "read", "contact", "join"), address=ADDRESS
        )
        assert open_words(Words.objects.get(question="good_thing"), "sealed", purpose="voice") == SENTENCE
        assert open_words(Response.objects.get(), "address", purpose="contact") == ADDRESS
        assert SENTENCE in self.come_back(words)

    def come_back(self, words):
        browser = Client()
        browser.post("/back/", {"return_words": words})
        return browser.get("/back/sent/").content.decode()

    def begin_a_survey(self):
        """Somebody who does not finish leaves a draft."""
        browser = Client()
        for number, answer in ((1, "partly"), (2, "call"), (3, "4"), (4, SENTENCE)):
            assert browser.post(f"/s/how-was-it/{number}/", {"answer": answer}).status_code == 302

    def ask_in_public(self):
        opened = signing.dumps(int(self.now.timestamp()) - 60, salt=SALT)
        told = {"question": SENTENCE, "area": "not-said", "email": ADDRESS, "name": NAME, "opened": opened}
        assert Client().post("/scrutiny/ask/", told).url == "/scrutiny/ask/sent/"
        assert open_words(Question.objects.get(), "own_words", purpose="voice") == SENTENCE
        assert open_words(Asker.objects.get(), "email", purpose="contact") == ADDRESS

    def join_the_panel(self):
        browser = Client()
        page = browser.post("/join/", {"email": ADDRESS}).url
        code = open_words(Knock.objects.get(), "code", purpose="contact")
        assert browser.post(page, {"code": code}).url == "/list/choose/"
        told = {"how_often": "month", "safe": "yes", "days": range(7), "parts": range(3), "language": "en"}
        assert browser.post("/list/choose/", {**told, "topics": [make(Topic).key]}).url == "/join/done/"
        assert open_words(Subscriber.objects.get(), "address", purpose="contact") == ADDRESS

    def be_sent_as_a_case(self):
        _, secret = make_key(name="T", scopes=[Scope.CASES_WRITE], days=3, by=None, now=self.now - timedelta(days=1))
        body = {
            "reference": REFERENCE,
            "version": 1,
            "reported_on": str(self.now.date()),
            "crime_group": "burglary-home",
            "district": self.district.code,
            "officer": self.officer.force_id,
            "victim": {"name": NAME, "email": ADDRESS, "phone": NUMBER},
            "channels": {"email": "safe"},
        }
        headers = {"authorization": f"Bearer {secret}", "idempotency-key": "key-canary-1"}
        answer = Client().post("/api/v1/cases/", body, content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content
        assert open_words(Victim.objects.get(), "phone", purpose="case") == NUMBER
        spoilt = {**body, "victim": {"name": NAME, "email": f"{ADDRESS}@@", "phone": f"{NUMBER} {SENTENCE}"}}
        refused = Client().post("/api/v1/cases/", spoilt, content_type="application/json", headers=headers)
        assert refused.status_code == 400

    def ask_for_help_by_a_link(self):
        link, browser = SupportLink.objects.get(), Client()
        browser.post(reverse("support_link", args=[open_words(link, "token", purpose="contact")]))
        told = {"services": [self.service.pk], "name": NAME, "safe_contact": NUMBER, "words": SENTENCE, "agree": "on"}
        assert browser.post("/r/", told).status_code == 302
        assert open_words(Referral.objects.exclude(words=None).get(), "words", purpose="case") == SENTENCE

    def write_on_the_private_page(self):
        _, words, token = opened_space(Case.objects.get(), now=self.now)
        browser = Client()
        browser.post(reverse("witness_care_door", args=[token]), {"return_words": str(words)})
        assert browser.post("/p/", {"words": SENTENCE, "form_id": uuid.uuid4()}).status_code == 302
        asked = {"measures": ["s23"], "why": SENTENCE, "with_me": NAME, "form_id": uuid.uuid4()}
        assert browser.post("/p/help-on-the-day/", asked).status_code == 302
        assert open_words(Message.objects.get(), "words", purpose="case") == SENTENCE
        assert SENTENCE in open_words(Request.objects.get(), "details", purpose="case")

    def be_spoken_with(self):
        """The officer opens who it is, and notes a talk."""
        case, browser = Case.objects.get(), Client()
        browser.force_login(self.officer.user)
        page = reverse("cases_case", args=[case.public_id])
        form = browser.get(page).context["form"].initial
        seen = browser.post(reverse("cases_person", args=[case.public_id]), {"why": "To contact them"})
        assert NAME in seen.content.decode()
        told = {"happened": "talked", "about": "update", "way": "phone", "happened_on": form["happened_on"]}
        hidden = {"edit": form["edit"], "form_id": form["form_id"]}
        assert browser.post(page, {**told, **hidden, "note": f"{SENTENCE}; ring {NUMBER}"}).status_code == 302
        assert SENTENCE in open_words(Contact.objects.get(), "note", purpose="case")
        assert browser.post("/desk/cases/find/", {"reference": REFERENCE}).status_code in (200, 302)

    def be_heard_in_a_group(self):
        researcher, session = make(User, role=roles.RESEARCHER), make(Session)
        browser = Client()
        browser.force_login(researcher)
        browser.post(reverse("fieldwork_new_note", args=[session.pk]), {"words": SENTENCE})
        note = Note.objects.get()
        assert SENTENCE in open_words(note, "sealed", purpose="voice")
        said = f"{SENTENCE}. {NAME} was there."
        browser.post(reverse("fieldwork_note", args=[session.pk, note.pk]), {"words": said})
        assert SENTENCE in open_words(EarlierText.objects.get(), "sealed", purpose="voice")
        browser.post(reverse("fieldwork_own_note", args=[session.pk]), {"words": SENTENCE})
        told = {"text": f"Note: {SENTENCE}", "form_id": uuid.uuid4()}
        browser.post(reverse("fieldwork_transcript", args=[session.pk]), {**told, "text": f"{NAME}: {SENTENCE}"})
        browser.post(reverse("fieldwork_transcript", args=[session.pk]), {**told, "keep": "1"})
        assert Note.objects.count() == 2
        response = Response.objects.get()
        assert SENTENCE in browser.get(reverse("insight_response", args=[response.reference])).content.decode()

    def meet_refusals(self):
        """Pages that give text back: over the length, without a token, and where there is no such page."""
        browser = Client(enforce_csrf_checks=True)
        assert browser.post("/scrutiny/ask/", {"question": SENTENCE, "email": ADDRESS}).status_code == 403
        assert (
            Client().post("/scrutiny/ask/", {"question": SENTENCE * 99, "email": f"{NAME} {ADDRESS}"}).status_code
            == 200
        )
        assert Client().get("/no-such-page/", {"q": SENTENCE, "email": ADDRESS}).status_code == 404
        assert Client().get("/scrutiny/questions/", {"q": SENTENCE}).status_code == 200

    def all(self):
        self.answer_a_survey()
        self.begin_a_survey()
        self.ask_in_public()
        self.join_the_panel()
        self.be_sent_as_a_case()
        self.ask_for_help_by_a_link()
        self.write_on_the_private_page()
        self.be_spoken_with()
        self.be_heard_in_a_group()
        self.meet_refusals()


def disguises(canary):
    """The words as they are, in hexadecimal, and in the three ways that base64 may cut them."""
    raw = canary.encode()
    yield raw
    yield raw.hex().encode()
    for cut in range(3):
        whole = raw[cut : cut + (len(raw) - cut) // 3 * 3]
        yield base64.b64encode(whole)


def found_in(content):
    content = content.encode() if isinstance(content, str) else content
    low = content.lower()
    return sorted(
        {canary for canary in CANARIES for form in disguises(canary) if form in content or form.lower() in low}
    )


def database_bytes():
    """Every page of the SQLite file, those that are free again too; on PostgreSQL a whole dump."""
    if connection.vendor == "sqlite":
        return connection.connection.serialize()
    facts = connection.settings_dict
    program = shutil.which("pg_dump") or pytest.skip("no pg_dump on this machine")
    where = ["-h", facts["HOST"], "-p", str(facts["PORT"] or 5432), "-U", facts["USER"], "-d", facts["NAME"]]
    environment = {**os.environ, "PGPASSWORD": facts["PASSWORD"]}
    return subprocess.run([program, *where], check=True, capture_output=True, env=environment).stdout


def test_a_canary_is_found_where_there_is_one():
    assert set(found_in(f"x{ADDRESS}y")) == {ADDRESS, "Zebrawood"}
    assert SENTENCE in found_in(base64.b64encode(b"ab" + SENTENCE.encode()))
    assert NAME in found_in(f"\\x{NAME.encode().hex()}")


@pytest.mark.django_db(transaction=True)
def test_nothing_that_people_give_stands_in_database_logs_or_queue(log, queue, mails):
    Journeys().all()
    send_batches()
    assert {kept.to[0] for kept in mails.kept} == {ADDRESS}, "the messages went to the address all the same"
    assert found_in(database_bytes()) == []
    assert found_in(log.lines.getvalue()) == []
    assert found_in("\n".join(queue)) == []
    assert "notifications.send_what_waits" in "".join(queue)
    assert '"view": "questions_ask"' in log.lines.getvalue()
    for kept in mails.kept:
        assert found_in(kept.mail.get_body(("plain",)).get_content()) == []


PUBLIC_PROCESS = """
import os, django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
from django.conf import settings
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
setup_test_environment()
call_command("migrate", verbosity=0)
from tests.test_canaries import Journeys, SENTENCE, ADDRESS, NAME
from derbyvoice.lib.envelopes import KeyNotHere
from derbyvoice.vault.sealing import open_words
from django.core import signing
from scrutiny.questions.forms import SALT
from scrutiny.questions.models import Asker, Question
from surveys.panel.models import Subscriber
from surveys.responses.models import Words
from tests.surveys_journey import send_with_words

def refuses(row, field, purpose):
    try:
        open_words(row, field, purpose=purpose)
    except KeyNotHere:
        return True
    return False

journeys = Journeys()
words = send_with_words(Client(), good_thing=SENTENCE, consents=("count", "read", "contact"), address=ADDRESS)
assert SENTENCE in journeys.come_back(words)
opened = signing.dumps(int(journeys.now.timestamp()) - 60, salt=SALT)
told = {"question": SENTENCE, "area": "not-said", "email": ADDRESS, "name": NAME, "opened": opened}
assert Client().post("/scrutiny/ask/", told).status_code == 302
assert Client().post("/join/", {"email": ADDRESS}).status_code == 302
for address in ("/", "/help/", "/s/", "/back/", "/join/", "/scrutiny/", "/scrutiny/ask/", "/readyz", "/good-to-know/"):
    assert Client().get(address).status_code == 200, address
for address in ("/desk/", "/admin/", "/sign-in/", "/api/v1/cases/"):
    assert Client().get(address).status_code == 404, address
assert refuses(Words.objects.get(question="good_thing"), "sealed", "voice")
assert refuses(Question.objects.get(), "own_words", "voice")
assert refuses(Asker.objects.get(), "email", "contact")
assert refuses(Subscriber.objects.get(), "address", "contact")
print("TAKEN AND NOT OPENED")
"""


def test_a_process_with_public_keys_alone_takes_everything_in_and_opens_nothing(tmp_path, with_tables):
    with_tables(tmp_path / "voice.sqlite3")
    folder = tmp_path / "keys"
    shutil.copytree(settings.KEYS_DIR, folder)
    for path in folder.glob("*.*.key"):
        path.unlink()
    assert {path.name for path in folder.glob("*.key")} == {"lookup.key"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ours = {"MODE": "test", "DOORS": "public", "KEYS_DIR": str(folder), "DATA_DIR": str(tmp_path)}
    environment = {**kept, **ours, "DJANGO_SETTINGS_MODULE": "derbyvoice.settings"}
    command = [sys.executable, "-c", PUBLIC_PROCESS]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert "TAKEN AND NOT OPENED" in done.stdout, done.stderr[-3000:]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_dump_of_postgresql_shows_what_is_plain_and_nothing_that_is_sealed():
    """The search itself works on a dump: what stands there in plain words is found."""
    Journeys().ask_in_public()
    make(District, name="Zebrawood Vale")
    assert found_in(database_bytes()) == ["Zebrawood"]
