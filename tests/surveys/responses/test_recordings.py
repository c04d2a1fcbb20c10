"""Answering by voice: kept with the draft, heard by the person, sealed when sent, destroyed with everything else."""

import io
import tempfile

import av
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from derbyvoice.audit.actors import PERSON
from derbyvoice.lib.envelopes import NotForThisReader
from derbyvoice.vault.sealing import open_bytes
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.models import Survey
from surveys.questionnaires.publishing import problems
from surveys.responses.actions import withdraw
from surveys.responses.models import DraftRecording, Recording, Response
from surveys.responses.recordings import sound_of
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.sounds import CANARY, sound

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"id": "said", "kind": "voice", "text": "Tell us in your own voice", "help": "As long as you like."},
    {"id": "more", "kind": "single", "text": "Is there more?", "options": [{"id": "yes", "text": "Yes"},
                                                                           {"id": "no", "text": "No"}]},
    {"id": "again", "kind": "voice", "text": "Tell us more",
     "show_when": {"op": "is", "question": "more", "value": "yes"}},
]  # fmt: skip
HERE = "/s/how-was-it/1/"


@pytest.fixture
def survey():
    definition = six_questions(questions=QUESTIONS)
    assert problems(definition, slug="how-was-it") == []
    return make(Survey, slug="how-was-it", opened=True, definition=definition)


def upload(client, raw, go="keep", address=HERE, name="Sara Smith at home.webm"):
    return client.post(address, {"answer": SimpleUploadedFile(name, raw, "audio/webm"), "go": go})


def finish(client, more="no"):
    client.post("/s/how-was-it/2/", {"answer": more})
    if more == "yes":
        client.post("/s/how-was-it/3/", {"go": "next"})
    client.post("/s/how-was-it/agree/", {"consents": ["count", "read"]})
    return client.post("/s/how-was-it/check/")


def test_the_page_asks_for_a_voice_and_only_there_for_the_microphone(client, survey):
    page = client.get(HERE)
    shown = page.content.decode()
    assert 'enctype="multipart/form-data"' in shown
    assert "record.js" in shown
    assert "<audio" not in shown
    assert "microphone=(self)" in page["Permissions-Policy"]
    upload(client, sound(), go="next")
    other = client.get("/s/how-was-it/2/")
    assert "microphone=()" in other["Permissions-Policy"]
    assert "record.js" not in other.content.decode()


def test_a_recording_is_kept_heard_replaced_and_deleted(client, survey):
    assert upload(client, sound())["Location"] == HERE
    page = client.get(HERE).content.decode()
    assert "This is your recording" in page
    heard = client.get(f"{HERE}sound/")
    assert (heard["Content-Type"], heard["Cache-Control"]) == ("audio/webm", "no-store")
    assert seconds(heard.content) == pytest.approx(2, abs=0.2)
    upload(client, sound("mp3", seconds=4))
    assert DraftRecording.objects.get().seconds == 4
    assert seconds(client.get(f"{HERE}sound/").content) == pytest.approx(4, abs=0.2)
    assert client.post(HERE, {"go": "delete"})["Location"] == HERE
    assert not DraftRecording.objects.exists()
    assert client.get(f"{HERE}sound/").status_code == 404
    assert "<audio" not in client.get(HERE).content.decode()


def seconds(content):
    with av.open(io.BytesIO(content)) as found:
        return sum(frame.samples for frame in found.decode(audio=0)) / 48_000


def test_going_on_keeps_it_and_skipping_destroys_it(client, survey):
    upload(client, sound())
    assert client.post(HERE, {"go": "next"})["Location"] == "/s/how-was-it/2/"
    assert DraftRecording.objects.count() == 1
    client.post(HERE, {"go": "not_said"})
    assert not DraftRecording.objects.exists()
    finish(client)
    assert Response.objects.get().answers == [-2, 2, None]


@pytest.mark.parametrize("go", ["pause", "help"])
def test_a_break_or_help_keeps_what_was_just_recorded(client, survey, go):
    assert upload(client, sound(), go=go).status_code == 302
    assert DraftRecording.objects.count() == 1
    assert "This is your recording" in client.get(HERE).content.decode()


def test_a_part_of_it_is_given_to_players_that_ask_for_parts(client, survey):
    upload(client, sound())
    whole = client.get(f"{HERE}sound/").content
    for asked, part in (("bytes=0-9", whole[:10]), ("bytes=10-", whole[10:]), ("bytes=-5", whole[-5:])):
        answer = client.get(f"{HERE}sound/", headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, part)
    assert client.get(f"{HERE}sound/", headers={"Range": "bytes=999999999-"}).status_code == 416
    for strange in ("bytes=-", "bytes=1-2,5-6", "lines=1-2", "bytes=x-", "bytes=" + "9" * 50 + "-"):
        assert client.get(f"{HERE}sound/", headers={"Range": strange}).content == whole


def test_it_is_sealed_to_the_draft_then_to_researchers_and_the_person(client, survey):
    upload(client, sound())
    kept = DraftRecording.objects.get()
    with pytest.raises(NotForThisReader):
        open_bytes(kept, "sealed", purpose="voice")
    assert finish(client)["Location"] == "/s/how-was-it/done/"
    assert not DraftRecording.objects.exists()
    recording = Recording.objects.get()
    assert (recording.question, recording.seconds, recording.length) == ("said", 2, "0:02")
    assert seconds(open_bytes(recording, "sealed", purpose="voice")) == pytest.approx(2, abs=0.2)
    assert Response.objects.get().answers == [1, 2, None]


def test_what_is_off_the_path_is_not_handed_over(client, survey):
    client.post(HERE, {"go": "skipped"})
    client.post("/s/how-was-it/2/", {"answer": "yes"})
    upload(client, sound(), address="/s/how-was-it/3/")
    assert DraftRecording.objects.count() == 1
    finish(client, more="no")
    assert not DraftRecording.objects.exists()
    assert not Recording.objects.exists()


def test_somebody_else_hears_nothing(client, survey):
    upload(client, sound())
    other = type(client)()
    assert other.get(f"{HERE}sound/").status_code == 404
    other.post(HERE, {"go": "skipped"})
    assert other.get(f"{HERE}sound/").status_code == 404
    kept = DraftRecording.objects.get()
    with pytest.raises(NotForThisReader):
        sound_of(kept, Answer(recording="00" * 32))


def test_taken_back_it_is_gone(client, survey, django_capture_on_commit_callbacks):
    upload(client, sound())
    finish(client)
    assert Recording.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(response=Response.objects.get(), by=PERSON)
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"MZ\x90\0 a program" * 50, "We found no sound in this file"),
        (b"", "We found no sound in this file"),
        (b"<script>alert('zq')</script>" * 9, "We found no sound in this file"),
        (b"\0" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"\0" * (25 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=["program", "nothing", "page", "a byte too much", "much too much"],
)
def test_what_is_no_recording_is_said_at_the_field_and_the_one_before_stays(client, survey, raw, said):
    upload(client, sound())
    before = bytes(DraftRecording.objects.get().sealed.envelope)
    page = upload(client, raw)
    shown = page.content.decode()
    assert page.status_code == 200
    assert said in shown
    assert "answer-error" in shown
    assert "microphone=(self)" in page["Permissions-Policy"]
    assert "This is your recording" in shown
    assert bytes(DraftRecording.objects.get().sealed.envelope) == before


def test_nothing_of_it_ever_lies_on_a_disk(client, survey, settings, monkeypatch, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    raw = sound("wav", seconds=110)
    assert len(raw) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert upload(client, raw)["Location"] == HERE
    assert DraftRecording.objects.get().seconds == 110


def test_neither_its_name_nor_its_tags_are_anywhere(client, survey, caplog):
    raw = sound("mp3")
    assert CANARY.encode() in raw
    upload(client, raw, name=f"{CANARY}.mp3")
    clear = client.get(f"{HERE}sound/").content
    assert CANARY.encode() not in clear
    finish(client)
    pieces = [clear[start : start + 40] for start in range(300, len(clear) - 40, 997)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
                            for row in cursor.fetchall() for v in row if v is not None)  # fmt: skip
            assert CANARY.encode() not in held, table
            assert not any(piece in held for piece in pieces), table
    assert CANARY not in caplog.text


def test_a_file_where_none_is_asked_for_changes_nothing(client, survey):
    client.post(HERE, {"go": "skipped"})
    page = client.post("/s/how-was-it/2/", {"answer": SimpleUploadedFile("a.webm", sound())})
    assert page.status_code == 302
    assert not DraftRecording.objects.exists()


def test_words_instead_of_a_file_are_no_recording(client, survey):
    assert client.post(HERE, {"answer": "hello", "go": "keep"}).status_code == 302
    assert not DraftRecording.objects.exists()


@pytest.fixture
def came_back(client, survey):
    """Somebody who sent a recording and comes back with return words in another browser."""
    upload(client, sound("webm"))
    finish(client)
    client.post("/s/how-was-it/done/")
    words = client.get("/s/how-was-it/done/").context["words"]
    client.cookies.clear()
    client.post("/back/", {"return_words": words})
    return client


def page_of(recording):
    return f"/back/recording/{recording.pk}/"


def test_with_return_words_it_can_be_heard_again(came_back):
    recording = Recording.objects.get()
    assert f'href="{page_of(recording)}"' in came_back.get("/back/sent/").content.decode()
    page = came_back.get(page_of(recording))
    assert "microphone=(self)" in page["Permissions-Policy"]
    heard = came_back.get(f"{page_of(recording)}sound/")
    assert heard.content == open_bytes(recording, "sealed", purpose="voice")
    assert heard["Cache-Control"] == "no-store"


def test_nobody_else_hears_it(client, came_back):
    theirs = Recording.objects.get()
    other = make(Recording)
    for address in (page_of(other), f"{page_of(other)}sound/"):
        assert came_back.get(address).status_code == 404
    came_back.cookies.clear()
    for address in (page_of(theirs), f"{page_of(theirs)}sound/"):
        assert came_back.get(address).url == "/back/"


def test_it_can_be_deleted_with_what_was_written_down(came_back):
    recording = Recording.objects.get()
    assert came_back.post(page_of(recording), {"go": "delete"}).url == "/back/sent/"
    assert not Recording.objects.exists()
    assert "Your recordings" not in came_back.get("/back/sent/").content.decode()
    assert Response.objects.get().state == "received"
    assert came_back.post(page_of(recording), {"go": "delete"}).status_code == 404


def test_another_takes_its_place_and_nothing_of_the_first_stays(came_back):
    recording = Recording.objects.get()
    before = open_bytes(recording, "sealed", purpose="voice")
    Recording.objects.update(transcript=make(Recording).sealed)
    raw = sound("wav", seconds=3)
    sent = {"answer": SimpleUploadedFile("x.wav", raw, "audio/wav"), "go": "keep"}
    assert came_back.post(page_of(recording), sent).url == page_of(recording)
    anew = Recording.objects.get(response=recording.response)
    assert (anew.transcript, anew.transcript_state, anew.seconds) == (None, "none", 3)
    heard = came_back.get(f"{page_of(anew)}sound/").content
    assert heard == open_bytes(anew, "sealed", purpose="voice") != before


@pytest.mark.parametrize("content", [None, b"no sound"])
def test_what_is_no_sound_changes_nothing(came_back, content):
    recording = Recording.objects.get()
    sent = {"go": "keep"} | ({"answer": SimpleUploadedFile("x.wav", content, "audio/wav")} if content else {})
    page = came_back.post(page_of(recording), sent)
    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()
    assert Recording.objects.get().sealed == recording.sealed
