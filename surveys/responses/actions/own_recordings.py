"""What a person does with their own recordings after sending, with the key that their return words give."""

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.envelopes import PersonKey
from derbyvoice.lib.recordings import Sound
from derbyvoice.vault.sealing import open_bytes_as_person, seal_for
from surveys.responses.choices import TranscriptState
from surveys.responses.models import Recording, Response


def own_sound(*, recording: Recording, response_key: PersonKey) -> bytes:
    """The person hears their own recording. No line of the record tells of it."""
    return open_bytes_as_person(recording, "sealed", person=response_key)


@transaction.atomic
def delete_recording(*, recording: Recording, by: By) -> None:
    """Destroy a recording and what staff wrote down of it; its envelope is lost first. Twice is once."""
    Recording.objects.filter(pk=recording.pk).update(sealed=None, transcript=None)
    if Recording.objects.filter(pk=recording.pk).delete()[0]:
        record("deleted a recording", recording.response, by=by)


@transaction.atomic
def replace_recording(*, recording: Recording, response_key: PersonKey, sound: Sound, by: By) -> Recording:
    """Put another in its place, under the same consents. What staff wrote down of the earlier one is destroyed.

    Raises `Response.DoesNotExist` if everything was taken back meanwhile."""
    response = Response.objects.select_for_update().standing().get(pk=recording.response_id)
    Recording.objects.filter(response=response, question=recording.question).delete()
    recording.sealed = seal_for(Recording, "sealed", sound.content, person=response_key)
    recording.seconds, recording.transcript, recording.transcript_state = sound.seconds, None, TranscriptState.NONE
    recording.written_at = recording.written_by = None
    recording.save(force_insert=True)
    record("replaced a recording", response, by=by)
    return recording
