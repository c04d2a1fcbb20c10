"""What is said aloud, what is written down of it, and what safeguarding leads read and decide: nowhere in clear."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_bytes, open_words
from surveys.questionnaires.models import Survey
from surveys.responses.models import Recording, Response
from surveys.safeguarding.models import Flag, Rule
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.sounds import CANARY as IN_THE_FILE
from tests.sounds import sound
from tests.test_canaries import ADDRESS, NAME, SENTENCE, database_bytes, found_in, log, queue

__all__ = ["log", "queue"]
HERE = "/s/how-was-it/"
VOICE = [
    {"id": "said", "kind": "voice", "text": "Tell us in your own voice"},
    {"id": "good_thing", "kind": "text", "text": "What is one good thing?", "max_length": 2000},
]


def somebody(role):
    browser = Client()
    browser.force_login(make(User, role=role))
    return browser


def tell_aloud():
    """A recording with a name in its file, and words that raise a flag; with an address, and agreed to be contacted."""
    make(Survey, slug="how-was-it", opened=True, definition=six_questions(questions=VOICE))
    make(Rule, phrases="zanzibar road")
    browser = Client()
    raw = SimpleUploadedFile(f"{NAME}.webm", sound("webm"), "audio/webm")
    assert browser.post(f"{HERE}1/", {"answer": raw, "go": "keep"}).status_code == 302
    on_its_way = database_bytes()
    browser.post(f"{HERE}1/", {"go": "next"})
    assert browser.post(f"{HERE}2/", {"answer": SENTENCE}).status_code == 302
    browser.post(f"{HERE}agree/", {"consents": ["count", "read", "contact"], "address": ADDRESS})
    assert browser.post(f"{HERE}check/").status_code == 302
    return on_its_way


def decide_about_it():
    """A lead reads the flag, and says why they told somebody."""
    lead, flag = somebody(roles.SAFEGUARDING_LEAD), Flag.objects.get()
    page = reverse("safeguarding_flag", args=[flag.reference])
    lead.post(reverse("safeguarding_take", args=[flag.reference]))
    assert SENTENCE in lead.get(page).content.decode()
    told = {"outcome": "referred", "reasons": f"{SENTENCE}; {NAME}", "referred_to": NAME}
    lead.post(page, told)
    flag.refresh_from_db()
    assert flag.state == "decided"
    assert SENTENCE in open_words(flag, "reasons", purpose="safeguarding")
    assert open_words(flag, "referred_to", purpose="safeguarding") == NAME
    assert open_words(flag, "contact", purpose="safeguarding") == ADDRESS


def write_it_down():
    """A researcher hears it, writes it down, and is worried."""
    reader, recording = somebody(roles.RESEARCHER), Recording.objects.get()
    page = reverse("insight_recording", args=[recording.pk])
    assert reader.get(reverse("insight_sound", args=[recording.pk])).status_code == 200
    reader.post(page, {"words": f"{SENTENCE}. {NAME} was there.", "go": "keep"})
    assert SENTENCE in reader.get(page).content.decode()
    recording.refresh_from_db()
    assert SENTENCE in open_words(recording, "transcript", purpose="voice")
    worry = reverse("responses_worry", args=[Response.objects.get().reference])
    assert reader.post(worry, {"why": f"{NAME} said: {SENTENCE}"}).status_code == 201
    assert Flag.objects.count() == 2


def pieces_of(content):
    """Bytes from the middle of a sound, as a dump would show them."""
    middle = content[len(content) // 2 :][:48]
    return middle, middle.hex().encode()


def files():
    """Everything that lies in the folder of the installation's data, where uploads would lie too."""
    return [path.read_bytes() for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_voices_transcripts_and_decisions_stand_nowhere_in_clear(log, queue):
    on_its_way = tell_aloud()
    sent = open_bytes(Recording.objects.get(), "sealed", purpose="voice")
    decide_about_it()
    write_it_down()
    places = {
        "database": database_bytes(),
        "database, before it was sent": on_its_way,
        "logs": log.lines.getvalue().encode(),
        "queue": "\n".join(queue).encode(),
        **{f"file {number}": content for number, content in enumerate(files())},
    }
    for place, content in places.items():
        assert found_in(content) == [], place
        assert IN_THE_FILE.encode() not in content, place
        assert not [one for one in pieces_of(sent) if one in content.lower() or one in content], place
    assert all(one in sent + sent.hex().encode() for one in pieces_of(sent)), "where it is, it is found"
