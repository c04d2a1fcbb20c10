"""What a stranger sends as a sound: only the sound is kept, and nothing that is sent can hurt."""

import io
import time
import zipfile

import av
import pytest

from derbyvoice.lib import recordings
from derbyvoice.lib.recordings import MOST_BYTES, NotASound, sound_in
from tests.sounds import CANARY, MADE_BY, sound, wav_header, with_cover

pytestmark = pytest.mark.long
EXE = b"MZ\x90\0" + b"This program cannot be run in DOS mode" * 100
PAGE = b"<!doctype html><script>alert('zq')</script>"


def length_of(content):
    with av.open(io.BytesIO(content)) as found:
        assert [stream.type for stream in found.streams] == ["audio"]
        assert found.streams[0].codec_context.name in ("opus", "libopus")
        assert found.streams[0].codec_context.channels == 1
        return sum(frame.samples for frame in found.decode(audio=0)) / 48_000


@pytest.mark.parametrize("kind", MADE_BY)
def test_every_usual_file_becomes_the_sound_alone(kind):
    raw = sound(kind)
    assert CANARY.encode() in raw or kind == "webm"
    found = sound_in(raw)
    assert found.seconds == 2
    assert length_of(found.content) == pytest.approx(2, abs=0.2)
    assert CANARY.encode() not in found.content
    assert b"53.1" not in found.content


def test_pictures_places_and_what_stands_behind_the_end_are_gone():
    raw = with_cover(sound("mp3")) + PAGE + CANARY.encode()
    assert raw.count(CANARY.encode()) > 20
    found = sound_in(raw)
    assert found.seconds == 2
    assert CANARY.encode() not in found.content
    assert b"<script" not in found.content


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0" * 5000, EXE, PAGE, b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile x.wav\n",
     b"ID3" + b"\xff" * 4000, b"OggS" + b"\0" * 4000, b"\x1aE\xdf\xa3" + b"\x42" * 4000, b"\0\0\0\x20ftypM4A " + EXE,
     b"RIFF\0\0\0\0WAVE" + EXE],
    ids=["nothing", "noughts", "program", "page", "playlist", "list", "false mp3", "false ogg", "false webm",
         "false m4a", "false wav"],
)  # fmt: skip
def test_what_is_no_sound_is_refused(raw):
    with pytest.raises(NotASound) as refused:
        sound_in(raw)
    assert refused.value.why in ("strange", "empty")


def test_a_sound_that_is_also_something_else_is_only_the_sound():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("run.exe", EXE)
    found = sound_in(sound("wav") + kept.getvalue())
    assert b"run.exe" not in found.content
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(found.content))


@pytest.mark.parametrize("kind", ["webm", "ogg", "mp3", "wav"])
def test_a_file_that_breaks_off_is_kept_up_to_there(kind):
    raw = sound(kind, seconds=4)
    assert 1 <= sound_in(raw[: len(raw) * 2 // 3]).seconds <= 3


def test_a_file_whose_list_of_parts_is_lost_is_refused():
    raw = sound("m4a", seconds=4)
    with pytest.raises(NotASound, match="strange"):
        sound_in(raw[: len(raw) // 2])


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (wav_header(rate=1) + b"\0\1" * 400_000, "strange"),
        (wav_header(rate=2**31) + b"\0\1" * 400_000, "strange"),
        (wav_header(rate=8000, channels=60_000) + b"\0\1" * 400_000, "strange"),
        (wav_header(rate=48_000) + b"\0\1" * 1000, "empty"),
    ],
    ids=["one sample a second", "gigahertz", "a choir", "a click"],
)
def test_what_promises_much_is_bounded(raw, why):
    began = time.process_time()
    with pytest.raises(NotASound) as refused:
        sound_in(raw)
    assert refused.value.why == why
    assert time.process_time() - began < 5


def test_more_than_ten_minutes_in_a_small_file_are_refused():
    raw = sound("mp3", seconds=640, bits=16_000)
    assert len(raw) < MOST_BYTES
    with pytest.raises(NotASound, match="long"):
        sound_in(raw)


def test_too_large_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(recordings, "CHILD", "/nowhere")
    with pytest.raises(NotASound, match="large"):
        sound_in(b"\0" * (MOST_BYTES + 1))


def test_a_process_that_dies_or_hangs_is_a_file_that_we_cannot_read(tmp_path, monkeypatch):
    for name, code in (("dies", "import os; os.abort()"), ("hangs", "import time; time.sleep(30)")):
        child = tmp_path / f"{name}.py"
        child.write_text(code)
        monkeypatch.setattr(recordings, "CHILD", child)
        monkeypatch.setattr(recordings, "SECONDS_TO_WAIT", 1)
        with pytest.raises(NotASound, match="strange"):
            sound_in(b"OggS")


def test_two_at_a_time_and_the_third_is_told_to_wait(monkeypatch):
    monkeypatch.setattr(recordings, "SECONDS_TO_WAIT", 0.3)
    with recordings.AT_ONCE, recordings.AT_ONCE, pytest.raises(NotASound, match="busy"):
        sound_in(sound())
