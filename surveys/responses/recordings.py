"""Recordings on their way: kept with a draft, heard by the person, handed over when the draft is sent.

Each has a key of its own, which lies in the draft among the answers. So whatever opens the draft opens its recordings,
and when the answer is replaced the key is gone before the row."""

from collections.abc import Mapping

from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.lib.recordings import Sound
from derbyvoice.vault.sealing import open_bytes_as_person, seal_for
from surveys.questionnaires.answers import Answer
from surveys.responses.models import Draft, DraftRecording, Recording, Response


def key_of(answer: Answer) -> PersonKey:
    return PersonKey(bytes.fromhex(answer.recording))


def replace(draft: Draft, question: str, before: Answer | None, answer: Answer, sound: Sound | None) -> None:
    """Keep this sound as the draft's only recording for the question; an answer without one destroys it."""
    if sound is not None:
        sealed = seal_for(DraftRecording, "sealed", sound.content, person=key_of(answer))
        facts = {"sealed": sealed, "seconds": sound.seconds}
        DraftRecording.objects.update_or_create(draft=draft, question=question, defaults=facts)
    elif before and before.recording and not answer.recording:
        draft.recordings.filter(question=question).delete()


def sound_of(recording: DraftRecording, answer: Answer) -> bytes:
    return open_bytes_as_person(recording, "sealed", person=key_of(answer))


def hand_over(draft: Draft, answers: Mapping[str, Answer], response: Response, response_key: PersonKey) -> None:
    """Seal the recordings of these answers to researchers and to the person. Others go with the draft."""
    spoken = [id_ for id_, answer in answers.items() if answer.recording]
    for kept in draft.recordings.filter(question__in=spoken) if spoken else ():
        sound = sound_of(kept, answers[kept.question])
        sealed = seal_for(Recording, "sealed", sound, person=response_key)
        facts = {"question": kept.question, "seconds": kept.seconds}
        Recording.objects.create(response=response, sealed=sealed, **facts)
