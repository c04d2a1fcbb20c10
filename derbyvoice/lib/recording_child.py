"""Reads one sound file that a stranger sent, in a process of its own that may do nothing else.

    python -I recording_child.py < what was sent > "80\\n" + the sound anew

The sound is decoded and written again (Opus in WebM, one channel): of the file that was sent nothing but the sound
itself is left, neither tags nor place nor pictures nor whatever stood behind its end. The process limits its own
memory, time and files before it reads a byte. It opens nothing by name: what the container may be is found from its
first bytes, so that no list of addresses can pass for a sound. Exit codes are in `REFUSALS`; nothing is printed."""

import io
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

MOST_SECONDS: Final = 600
LEAST_SECONDS: Final = 0.3
MOST_MEMORY: Final = 768 * 1024 * 1024
MOST_CPU_SECONDS: Final = 40
RATE: Final = 48_000
BITS_A_SECOND: Final = 24_000
SPEECH: Final = {"application": "voip", "compression_level": "3"}
CODECS: Final = frozenset(
    ("opus", "vorbis", "flac", "mp3", "mp3float", "aac", "alac", "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le",
     "pcm_f32le", "amrnb", "amrwb")
)  # fmt: skip
RATES: Final = range(8_000, 192_001)
MOST_CHANNELS: Final = 8
REFUSALS: Final = {10: "strange", 11: "long", 12: "empty"}


class Refused(Exception):
    """Holds the exit code."""


def limit_this_process() -> None:
    """Memory, time, and no file can be written. Windows has no such limits: there the parent's clock must do."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def container_of(raw: bytes) -> str:
    """The container by its first bytes, as ffmpeg calls it. Raises `Refused` for everything else."""
    if raw[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    if raw[:4] == b"OggS":
        return "ogg"
    if raw[:4] == b"RIFF" and raw[8:12] == b"WAVE":
        return "wav"
    if raw[4:8] == b"ftyp":
        return "mov"
    if raw[:6] == b"#!AMR\n" or raw[:9] == b"#!AMR-WB\n":
        return "amr"
    if raw[:3] == b"ID3" or (raw[:1] == b"\xff" and raw[1:2] and raw[1] & 0xE6 == 0xE2):
        return "mp3"
    raise Refused(10)


def frames_of(raw: bytes) -> Iterator[Any]:
    """The sound, frame by frame, until its end or until it breaks off."""
    import av

    try:
        with av.open(io.BytesIO(raw), "r", format=container_of(raw), options={"protocol_whitelist": ""}) as source:
            stream = source.streams.audio[0]
            stream.codec_context.thread_count = 1
            check(stream)
            yield from source.decode(stream)
    except (av.error.FFmpegError, IndexError, ValueError, MemoryError):
        return


def check(stream: Any) -> None:
    codec = stream.codec_context
    if codec.name not in CODECS or codec.sample_rate not in RATES or not 1 <= codec.channels <= MOST_CHANNELS:
        raise Refused(10)


def written_anew(raw: bytes) -> tuple[int, bytes]:
    """Seconds and the sound anew. Raises `Refused`."""
    import av

    kept, samples = io.BytesIO(), 0
    with av.open(kept, "w", format="webm", options={"fflags": "+bitexact"}) as target:
        out = target.add_stream(
            "libopus", rate=RATE, layout="mono", options={"application": "voip", "compression_level": "3"}
        )
        out.codec_context.bit_rate = BITS_A_SECOND
        out.codec_context.thread_count = 1
        even = av.AudioResampler(format="s16", layout="mono", rate=RATE, frame_size=960)
        for frame in in_order(even, frames_of(raw)):
            frame.pts = samples
            samples += frame.samples
            if samples > MOST_SECONDS * RATE:
                raise Refused(11)
            target.mux(out.encode(frame))
        if samples < LEAST_SECONDS * RATE:
            raise Refused(12 if samples else 10)
        target.mux(out.encode(None))
    return max(1, round(samples / RATE)), kept.getvalue()


def in_order(even: Any, frames: Iterator[Any]) -> Iterator[Any]:
    """The sound at one rate and in one channel. A frame that changes its mind about either ends it."""
    import av

    try:
        for frame in frames:
            frame.pts = None
            yield from even.resample(frame)
        yield from even.resample(None)
    except (av.error.FFmpegError, ValueError):
        return


def main() -> int:
    limit_this_process()
    try:
        seconds, sound = written_anew(sys.stdin.buffer.read())
    except Refused as refused:
        return int(refused.args[0])
    sys.stdout.buffer.write(b"%d\n" % seconds + sound)
    return 0


if __name__ == "__main__":
    sys.exit(main())
