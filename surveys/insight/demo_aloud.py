"""One invented person told it aloud: a tone of ours stands for the voice, and a reader wrote down and coded it."""

import math
import struct
import wave
from io import BytesIO

from derbyvoice.lib.recordings import sound_in
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from surveys.insight.actions import code, text_of, write_transcript
from surveys.insight.demo_texts import found_in
from surveys.insight.models import Theme
from surveys.questionnaires.choices import WRITTEN, Consent
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.models import Recording, Response

SAID = (
    "I would rather say it than write it. The first officer was kind and wrote everything down. After that nobody rang "
    "for a long time, and I did not know whom to ask. What helped was one person at the support team who always called "
    "back when she said she would."
)
RATE, SECONDS, PITCHES = 16_000, 6, (220, 262, 330, 262)


def load(survey: Survey, *, reader: User) -> Recording | None:
    """The latest who may be read, and wrote nothing in answer to some open question, said it instead. Once only."""
    if Recording.objects.exists():
        return None
    for response in Response.objects.allowing(Consent.READ).filter(version__survey=survey)[:50]:
        silent = {row.question for row in response.words.only("question")}
        asked = [one.id for one in definition_of(response.version_id).questions if one.kind in WRITTEN]
        if free := [one for one in asked if one not in silent]:
            return recorded(response, free[0], reader)
    return None


def recorded(response: Response, question: str, reader: User) -> Recording:
    sound = sound_in(tones())
    sealed = seal_for(Recording, "sealed", sound.content)
    kept = Recording.objects.create(response=response, question=question, sealed=sealed, seconds=sound.seconds)
    kept = write_transcript(recording=kept, words=SAID, done=True, by=reader)
    say_what_it_is_about(kept, reader)
    return kept


def say_what_it_is_about(recording: Recording, reader: User) -> None:
    """The same themes that invented readers find in what was written."""
    text, themes = text_of(recording=recording, by=reader), {theme.name: theme for theme in Theme.objects.in_use()}
    for name, places in found_in(SAID).items():
        if text and name in themes:
            code(passage=text, places=places, themes=[themes[name]], by=reader)


def tones() -> bytes:
    """Some seconds of soft tones, one after the other, as a wave file."""
    kept = BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", loudness(number)) for number in range(RATE * SECONDS)))
    return kept.getvalue()


def loudness(number: int) -> int:
    """The wave at this place; each tone swells and fades."""
    part = RATE * SECONDS // len(PITCHES)
    at = number % part
    swell = math.sin(math.pi * at / part)
    return int(8000 * swell * math.sin(2 * math.pi * PITCHES[number // part] * at / RATE))
