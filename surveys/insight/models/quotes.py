"""Somebody's words where others can read them: a part of a confirmed redacted text, while the person allows it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.insight.choices import Audience, Quoting
from surveys.insight.models.findings import Finding
from surveys.insight.models.passages import Passage, Redaction
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.uses import UseQuerySet

NEEDED: dict[str, tuple[Consent, ...]] = {
    Audience.REPORTS: (Consent.READ, Consent.QUOTE),
    Audience.EVERYBODY: (Consent.READ, Consent.QUOTE, Consent.PUBLISH),
}
"""A sentence on a public page is both a quote and a publication, so it needs both consents."""


class QuoteQuerySet(UseQuerySet):
    def visible_to(self, user: User):
        return self.filter(passage__in=Passage.objects.visible_to(user)).asked_for(Consent.READ)

    def allowed(self):
        """Quotes whose person allows their use now. Asked anew each time that something is shown."""
        each = [
            Q(audience=audience, passage__in=Passage.objects.allowing(*consents))
            for audience, consents in NEEDED.items()
        ]
        return self.filter(each[0] | each[1]).asked_for(Consent.READ, Consent.QUOTE)

    def shown(self):
        """What may be read now: shown by the office, allowed by the person, from a confirmed text."""
        return self.allowed().filter(state=Quoting.SHOWN, redaction__state="confirmed")

    def for_everybody(self):
        return self.shown().filter(audience=Audience.EVERYBODY)

    def no_longer_allowed(self):
        """Shown once, and the person, or a newer redacted text, says otherwise now."""
        return self.filter(state=Quoting.SHOWN).exclude(pk__in=self.model.objects.shown().values("pk"))


class Quote(models.Model):
    """A part of a redacted text, chosen for a finding.

    Sealed until it is shown; while it is shown `words` holds it in clear, since the public pages hold no key. Taken
    down, `words` is empty again."""

    personal_data = "A part of a redacted text, sealed; in clear while published with consent; goes with the words."

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="quotes")
    redaction = models.ForeignKey(Redaction, models.CASCADE, related_name="quotes")
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    audience = models.CharField(max_length=10, choices=Audience)
    state = models.CharField(max_length=10, choices=Quoting, default=Quoting.CHOSEN)
    sealed = SealedField(readers=("voice",))
    words = models.TextField(blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="shown", shown_at__isnull=False, shown_by__isnull=False) & ~Q(words="")
                | ~Q(state="shown") & Q(words=""),
                name="quote_in_clear_only_while_shown",
                violation_error_message="A quote stands in clear only while it is shown.",
            ),
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="quote_has_words", violation_error_message="Choose some words."
            ),
            models.UniqueConstraint(
                fields=["redaction", "finding", "start", "end", "audience"],
                name="quote_once",
                violation_error_message="This is chosen already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Quote {self.pk}"
