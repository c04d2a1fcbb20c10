"""Sound files as devices make them, with everything in them that must not stay."""

import io
import struct
from functools import lru_cache

import av

CANARY = "KestrelCanary"
TAGS = {"title": CANARY, "comment": CANARY, "location": f"+53.1000-001.5000/{CANARY}", "artist": CANARY}
MADE_BY = {
    "webm": ("webm", "libopus", 48000),
    "ogg": ("ogg", "libopus", 48000),
    "mp3": ("mp3", "libmp3lame", 44100),
    "m4a": ("mp4", "aac", 44100),
    "wav": ("wav", "pcm_s16le", 16000),
}


@lru_cache(maxsize=64)
def sound(kind="webm", *, seconds=2, bits=64_000):
    """A tone of some seconds in a file of this kind."""
    container, codec, rate = MADE_BY[kind]
    kept = io.BytesIO()
    with av.open(kept, "w", format=container) as target:
        target.metadata.update(TAGS)
        stream = target.add_stream(codec, rate=rate, layout="mono")
        stream.codec_context.bit_rate = bits
        even = av.AudioResampler(format=stream.codec_context.format.name, layout="mono", rate=rate, frame_size=960)
        second = tone(rate, 1)
        for number in range(seconds):
            second.pts = number * rate
            for frame in even.resample(second):
                target.mux(stream.encode(frame))
        for frame in even.resample(None):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return kept.getvalue()


def tone(rate, seconds):
    """A saw of some 200 Hz."""
    samples = rate * seconds
    frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
    frame.planes[0].update(b"".join(struct.pack("<h", n * 200 * 128 // rate % 128 * 90) for n in range(samples)))
    frame.sample_rate, frame.pts = rate, 0
    return frame


def with_cover(mp3):
    """The same mp3 with a picture and a place in front, as a music player writes them."""
    picture = b"\0image/jpeg\0\3\0\xff\xd8\xff" + CANARY.encode() * 20
    place = b"\0GPS\0" + b"53.1,-1.5 " + CANARY.encode()
    frames = b"".join(name + struct.pack(">I", len(body)) + b"\0\0" + body
                      for name, body in ((b"APIC", picture), (b"TXXX", place)))  # fmt: skip
    size = len(frames)
    lengths = bytes(size >> shift & 127 for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + lengths + frames + mp3


def wav_header(*, rate, channels=1, size=0x7FFFFFFF):
    """A header that promises much."""
    facts = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * channels * 2 % 2**32, channels * 2 % 2**16, 16
    )
    return b"RIFF" + struct.pack("<I", 0xFFFFFFF0) + b"WAVE" + facts + b"data" + struct.pack("<I", size)
