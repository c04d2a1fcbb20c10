"""What comes after sending: what happened to it, a wish to be named, return words on their way to an address."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.fields import SealedField
from surveys.responses.choices import Ending, Progress
from surveys.responses.models.responses import Response

WISHES_ARE_FOR = (roles.OFFICE_STAFF,)


class Trace(models.Model):
    """A step that a response took after it arrived, told back to the person. The sentence is fit for everybody."""

    personal_data = "That a response without a name was used for something; gone when it is taken back."

    response = models.ForeignKey(Response, models.CASCADE, related_name="traces")
    step = models.CharField(max_length=10, choices=Progress)
    sentence = models.CharField(max_length=300, blank=True, help_text="In plain words, for the person who sent it.")
    source = models.CharField(max_length=60, blank=True, help_text="What caused it, such as finding:12.")
    day = models.DateField()

    class Meta:
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["source"], name="trace_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "step", "source"],
                name="trace_once_a_source",
                violation_error_message="This step is noted already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} on {self.day}"


class NamedWishQuerySet(models.QuerySet["NamedWish"]):
    def waiting(self):
        """Wishes that nobody has talked through yet."""
        return self.filter(ending="")

    def visible_to(self, user: User):
        """People of the office talk it through. Researchers never see how to reach somebody."""
        return self.all() if user.has_role(*WISHES_ARE_FOR) else self.none()


class NamedWish(models.Model):
    """Somebody would like their name to stand with their words. A person talks it through with them."""

    personal_data = "How to reach somebody who wants to be named (sealed); destroyed when it has been talked through."

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.OneToOneField(Response, models.CASCADE, related_name="named_wish")
    contact = SealedField(readers=("voice",), null=True)
    asked_on = models.DateField()
    ending = models.CharField("how it ended", max_length=12, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = NamedWishQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "id"]
        verbose_name_plural = "named wishes"
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="", contact__isnull=False, ended_at=None, ended_by=None)
                | (~Q(ending="") & Q(contact=None, ended_at__isnull=False, ended_by__isnull=False)),
                name="named_wish_ends_without_contact",
                violation_error_message="When it has been talked through, say how it ended; the contact is destroyed.",
            )
        ]

    def __str__(self) -> str:
        return f"Wish {str(self.reference)[:8]}"


class WordsByMail(models.Model):
    """Return words on their way to an address that the person says is safe. Nothing here leads to their answers."""

    personal_data = "An e-mail address and return words, both sealed to the sender of messages; destroyed within a day."

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = SealedField(readers=("contact",))
    words = SealedField(readers=("contact",))
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "words by mail"

    def __str__(self) -> str:
        return f"Words by mail {self.pk}"
