"""Letting others read a part of what somebody said: changed so that nobody is recognised, and only while they agree."""

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.lib.passages import Place
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from surveys.insight.actions.redacting import readable
from surveys.insight.choices import Audience, Quoting, Redacting
from surveys.insight.models import Finding, Quote, Redaction
from surveys.insight.models.quotes import NEEDED
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import open_said

NOT_ALLOWED = "This person does not allow that."
REPLACED = "Its text was changed since. Choose the quote anew, once two people have looked at the new text."
NOT_CONFIRMED = "Two people have to look at the text first. Ask somebody to confirm what was taken out."


@transaction.atomic
def choose_quote(*, redaction: Redaction, finding: Finding, place: Place, audience: Audience, by: User) -> Quote:
    """Choose a part of a confirmed text for a finding. Raises `ValidationError` where the person does not allow it."""
    passage = readable(redaction.passage, by)
    found = Redaction.objects.allowing(*NEEDED[audience]).filter(pk=redaction.pk).first()
    if found is None:
        raise ValidationError(NOT_ALLOWED)
    if found.state != Redacting.CONFIRMED:
        raise ValidationError(NOT_CONFIRMED)
    if passage.response and passage.response.version.survey_id != finding.survey_id:
        raise ValidationError("Choose a finding about the same survey.")
    remains = open_said(found, "remains", use=Consent.QUOTE)
    words = remains[slice(*place)]
    if not words.strip() or place[1] > len(remains):
        raise ValidationError("Choose at least one sentence")
    where = {"passage": passage, "redaction": found, "finding": finding, "audience": audience}
    facts = {"sealed": seal_for(Quote, "sealed", words), "chosen_at": clock.now(), "chosen_by": by}
    quote, new = Quote.objects.get_or_create(**where, start=place[0], end=place[1], defaults=facts)
    if new:
        record("chose quote", finding, by=by, quote=quote.pk)
    return quote


@transaction.atomic
def show_quote(*, quote: Quote, by: User) -> Quote:
    """Let it be read, if the person allows it now and its text is confirmed still. Raises `ValidationError`."""
    readable(quote.passage, by)
    row = Quote.objects.allowed().filter(pk=quote.pk).select_related("redaction").first()
    if row is None:
        raise ValidationError(NOT_ALLOWED)
    if row.redaction.state != Redacting.CONFIRMED:
        raise ValidationError(REPLACED)
    row.words = open_said(row, use=Consent.QUOTE)
    row.state, row.shown_at, row.shown_by = Quoting.SHOWN, clock.now(), by
    row.save(update_fields=["words", "state", "shown_at", "shown_by"])
    record("showed quote", row.finding, by=by, quote=row.pk, audience=row.audience)
    return row


@transaction.atomic
def take_down(*, quote: Quote, by: User) -> Quote:
    """No longer to be read by others; the words in clear are gone."""
    Quote.objects.filter(pk=quote.pk).update(state=Quoting.TAKEN_DOWN, words="")
    record("took down quote", quote.finding, by=by, quote=quote.pk)
    return Quote.objects.get(pk=quote.pk)


@transaction.atomic
def clear_what_is_not_allowed(*, by: By) -> int:
    """Empty the words of quotes that nobody is shown any more, since the person, or a newer text, says so."""
    gone = list(Quote.objects.no_longer_allowed().select_related("finding").order_by("id")[:500])
    Quote.objects.filter(pk__in=[quote.pk for quote in gone]).update(state=Quoting.TAKEN_DOWN, words="")
    for quote in gone:
        record("took down quote", quote.finding, by=by, quote=quote.pk)
    return len(gone)
