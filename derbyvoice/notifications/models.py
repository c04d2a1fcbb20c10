"""The outbox: each message is a row before it is anything else, and the row is the truth."""

import uuid

from django.db import models
from django.db.models import F, Q

from derbyvoice.notifications.choices import State


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now):
        """Messages whose time has come and that nobody holds."""
        return self.filter(state=State.WAITING, next_try_at__lte=now)

    def abandoned(self, now):
        """Messages whose worker stopped before it finished: its lease ran out."""
        return self.filter(state__in=[State.CLAIMED, State.HANDED_OVER], lease_until__lt=now)


class Message(models.Model):
    """One message to one person: references only. Address and words are asked for at the moment of sending."""

    kind = models.CharField(max_length=60, help_text="Which registered kind of message this is.")
    recipient_ref = models.CharField(max_length=80, help_text="What the owning room finds the person by.")
    context_ref = models.CharField(max_length=80, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(
        default=0, help_text="Sent again under the same Message-ID after an uncertain hand-over."
    )
    transport = models.CharField(max_length=20, blank=True)
    transport_ref = models.CharField(max_length=120, blank=True)
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why it waits, failed or was withheld; no personal data."
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(state="waiting"), name="message_due"),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "handed_over"]),
                name="message_leased",
            ),
            models.Index(fields=["kind", "recipient_ref"], name="message_of_recipient"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(repeats__lte=1), name="message_repeated_at_most_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "handed_over"]) | Q(lease_until__isnull=False),
                name="message_in_hand_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(finished_at__isnull=False), name="message_sent_has_time"
            ),
            models.CheckConstraint(condition=Q(next_try_at__gte=F("queued_at")), name="message_tried_after_queued"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Step(models.Model):
    """A message changed its state. Rows are added, never changed."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.state}"


class Heartbeat(models.Model):
    """When something that should happen again and again last happened. One row each, overwritten."""

    personal_data = "none"

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
