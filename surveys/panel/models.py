"""People who agreed to be asked again. No account and no name: an address, sealed to the sender of messages."""

import uuid

from django.db import models
from django.db.models import Q

from derbyvoice.vault.fields import SealedField
from surveys.panel.choices import State


class Topic(models.Model):
    """Something the panel is asked about. Its words can be seen by others, so they are neutral."""

    personal_data = "None."

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def joined(self):
        return self.filter(state=State.JOINED)


class Subscriber(models.Model):
    """Somebody on the panel, or about to be. After leaving, only the reference and the days remain."""

    personal_data = (
        "An e-mail address, sealed, with a keyed hash for look-up; destroyed when the person leaves, "
        "or within a day if they never prove that it is theirs."
    )

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    address = SealedField(readers=("contact",), null=True)
    finder = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique when given
    topics = models.ManyToManyField(Topic, blank=True, related_name="subscribers")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", joined_on=None, left_on=None, address__isnull=False, finder__isnull=False)
                | Q(state="joined", joined_on__isnull=False, left_on=None, address__isnull=False, finder__isnull=False)
                | Q(state="left", left_on__isnull=False, address=None, finder=None),
                name="who_left_leaves_no_address",
                violation_error_message="No address is kept of somebody who left.",
            )
        ]

    def __str__(self) -> str:
        return f"Subscriber {str(self.reference)[:8]}"


class Knock(models.Model):
    """A code was sent to an address to see that it is the person's own. Destroyed within a day."""

    personal_data = "A code, sealed; destroyed when used, or within a day."

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="knocks")
    code = SealedField(readers=("contact",))
    code_hash = models.CharField(max_length=64, editable=False)
    until = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Knock {str(self.reference)[:8]}"
