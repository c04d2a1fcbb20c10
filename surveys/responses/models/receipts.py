"""What a browser may look at for a short while."""

from django.db import models

from derbyvoice.vault.fields import SealedField
from surveys.responses.models.responses import Response


class Receipt(models.Model):
    """Which response a browser may look at for a short while: after sending it, or after coming back to it.

    Sealed to the browser's cookie; holds the key to the person's own words. It makes a second press of “Send” harmless,
    and lets return words be given."""

    personal_data = "Which response a browser sent or came back to, sealed to that browser; destroyed within the hour."

    token = models.CharField(max_length=64, unique=True)
    response = models.ForeignKey(Response, models.CASCADE, related_name="receipts")
    sealed = SealedField(readers=())
    until = models.DateTimeField(db_index=True)
    noted = models.BooleanField(default=False, help_text="The person says that they have noted their return words.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Receipt {self.pk}"
