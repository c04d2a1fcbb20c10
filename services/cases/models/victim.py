"""How to reach the person of a case, and which ways are safe."""

from typing import Self

from django.conf import settings
from django.db import models

from derbyvoice.vault.fields import SealedField
from services.cases.choices import Channel, Safety
from services.cases.models.case import Case


class Victim(models.Model):
    """The person of a case. Sealed: a stolen database names nobody."""

    personal_data = (
        "name, e-mail and telephone, sealed to officers (and the last two to the sender); erased with the case"
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="victim")
    name = SealedField(readers=("case",))
    email = SealedField(readers=("contact", "case"), null=True)
    phone = SealedField(readers=("contact", "case"), null=True)
    email_mark = models.CharField(max_length=64, blank=True, editable=False, help_text="Keyed hash, to see a change.")
    phone_mark = models.CharField(max_length=64, blank=True, editable=False, help_text="Keyed hash, to see a change.")

    def __str__(self) -> str:
        return f"Person of {self.case}"


class ChannelSafetyQuerySet(models.QuerySet["ChannelSafety"]):
    def safe(self) -> Self:
        return self.filter(state=Safety.SAFE)


class ChannelSafety(models.Model):
    """What the person said of one way to reach them. No row, and `unknown`, both mean: not known to be safe."""

    personal_data = "which ways of contact are safe for the person of a case; kept as long as the case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="channels")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=Safety, default=Safety.UNKNOWN)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty: the force's record."
    )

    objects = ChannelSafetyQuerySet.as_manager()

    class Meta:
        ordering = ["channel"]
        verbose_name_plural = "channel safety"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "channel"],
                name="channel_safety_once",
                violation_error_message="This way of contact is noted already: change that row.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"
