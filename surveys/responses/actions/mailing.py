"""Return words to an address, because the person asked for it and says that it is safe."""

from datetime import timedelta

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.notifications import outbox
from derbyvoice.office import clock
from derbyvoice.vault.sealing import seal_for
from surveys.responses.kinds import WORDS
from surveys.responses.models import WordsByMail

KEPT_FOR = timedelta(hours=24)


@transaction.atomic
def mail_words(*, words: str, address: str, language: str = "en", by: By) -> WordsByMail:
    """Queue the message, in this language. The row knows neither the response nor its survey, and is destroyed
    within a day."""
    sealed = {"address": seal_for(WordsByMail, "address", address), "words": seal_for(WordsByMail, "words", words)}
    row = WordsByMail.objects.create(**sealed, until=clock.now() + KEPT_FOR)
    reference = str(row.reference)
    outbox.queue(WORDS, recipient_ref=reference, context_ref=language, dedupe_key=f"{WORDS}:{reference}")
    record("asked for return words by mail", row, by=by)
    return row
