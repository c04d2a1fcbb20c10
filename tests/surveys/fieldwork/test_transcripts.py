"""A transcript reads line by line; it comes in whole or not at all."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.fieldwork.models import Note, Participant, Prompt, Session
from surveys.fieldwork.transcripts import Fault, Said, read
from tests.factories import make

TEXT = """Q1: What helped?
P1: They rang.
and they rang again.

Note: P2 nods.
P2:
  Yes."""


def reading(text, speaks=(1, 2), silent=(), prompts=(1,)):
    return read(text, speaks=speaks, silent=silent, prompts=prompts)


def test_lines_are_attributed():
    assert reading(TEXT).faults == ()
    assert reading(TEXT).said == (
        Said(2, 1, 1, "They rang.\nand they rang again."),
        Said(5, None, 1, "P2 nods."),
        Said(6, 2, 1, "Yes."),
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("P1: a\nP9: b", 2, "P9 did not take part"),
        ("P1: a\n\nMary: b", 3, "Nobody here is called “Mary”"),
        ("hello", 1, "Say who speaks"),
        ("Q7: what", 1, "not in the topic guide"),
        ("P3: no", 1, "P3 does not allow"),
        ("P1: " + "x" * 10_001, 1, "More than 10,000"),
        ("P1: a\n" * 2_001, 2_001, "at most 2,000 lines"),
    ],
)
def test_what_cannot_come_in_is_named_by_its_line(text, line, words):
    [fault] = reading(text, silent=(3,)).faults
    assert (fault.line, words in fault.words) == (line, True)


def test_a_colon_late_in_a_line_is_no_speaker():
    text = "P1: I asked.\nShe said to me on the telephone that evening: no."
    assert reading(text).said == (Said(1, 1, None, text[4:]),)


@given(st.text())
def test_any_text_reads_as_something(text):
    found = reading(text)
    assert all(isinstance(fault, Fault) and fault.line >= 1 for fault in found.faults)


@pytest.fixture
def session(client):
    client.force_login(make(User, role=roles.RESEARCHER))
    session = make(Session)
    make(Participant, session=session)
    make(Participant, session=session, may_read=False)
    make(Prompt, session=session)
    return session


FORM = "5d1c7f60-0000-4000-8000-000000000001"


def post(client, session, text, **more):
    return client.post(f"/desk/sessions/{session.pk}/transcript/", {"text": text, "form_id": FORM, **more})


@pytest.mark.django_db
def test_it_is_looked_at_first_and_then_brought_in_once(client, session):
    text = "Q1: What helped?\r\nP1: They rang.\r\nNote: It rained."
    shown = post(client, session, text).content.decode()
    assert "2 pieces would come in" in shown
    assert not Note.objects.exists()
    assert post(client, session, text, keep="1").status_code == 302
    assert post(client, session, text, keep="1").status_code == 302
    notes = Note.objects.select_related("participant", "prompt")
    assert [
        (str(note.participant), note.prompt.number, open_words(note, "sealed", purpose="voice")) for note in notes
    ] == [
        ("P1", 1, "They rang."),
        ("None", 1, "It rained."),
    ]
    session.refresh_from_db()
    assert session.transcript == "being_written"


@pytest.mark.django_db
def test_nothing_is_half_brought_in(client, session):
    text = "P1: They rang.\nP2: Not for you.\nBob: hello"
    shown = post(client, session, text, keep="1").content.decode()
    assert "Line 2: P2 does not allow" in shown
    assert "Line 3: Nobody here is called" in shown
    assert "P1: They rang." in shown, "what was typed stays"
    assert not Note.objects.exists()


@pytest.mark.django_db
def test_a_consent_that_changed_meanwhile_stops_it(client, session):
    Participant.objects.filter(number=1).update(may_read=False)
    assert "P1 does not allow" in post(client, session, "P1: They rang.", keep="1").content.decode()
    assert not Note.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "not plain text"),
        (b"P1: a\x00", "sign that we cannot keep"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_file_that_is_no_text_is_refused(client, session, content, words):
    file = SimpleUploadedFile("t.txt", content)
    page = client.post(f"/desk/sessions/{session.pk}/transcript/", {"file": file, "form_id": FORM})
    assert words in page.content.decode()


@pytest.mark.django_db
def test_a_file_is_read_like_what_is_pasted(client, session):
    file = SimpleUploadedFile("t.txt", "\ufeffP1: Żółć".encode())
    page = client.post(f"/desk/sessions/{session.pk}/transcript/", {"file": file, "form_id": FORM}).content.decode()
    assert "1 piece would come in" in page
    assert "Żółć" in page
