from django.db.models import TextChoices

from surveys.questionnaires.choices import Consent


class State(TextChoices):
    RECEIVED = "received", "Received"
    WITHDRAWN = "withdrawn", "Taken back"


TRANSITIONS: dict[str, frozenset[str]] = {
    State.RECEIVED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
CONSENT_FIELDS: dict[Consent, str] = {consent: f"may_{consent.value}" for consent in Consent}
