"""The outbox: each message is a row before it is anything else, and the row is the truth."""

import uuid

from django.db import models
from django.db.models import F, Q

from derbyvoice.notifications.choices import IN_HAND, TO_BE_SENT, UNFINISHED, State


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now):
        """Messages whose time has come, that nobody holds and that need no person."""
        return self.filter(state__in=TO_BE_SENT, finished_at=None, next_try_at__lte=now)

    def abandoned(self, now):
        """Messages whose worker stopped before it finished: its lease ran out."""
        return self.filter(state__in=IN_HAND, lease_until__lt=now)

    def held_by(self, claim):
        """Messages that this worker claimed and has not begun to hand over."""
        return self.filter(state=State.CLAIMED, claim=claim)

    def to_settle(self):
        """Messages that were repeated once and are still not certain: a person settles them."""
        return self.filter(state=State.UNCERTAIN, finished_at__isnull=False)

    def unfinished_for(self, recipient_ref):
        """Everything that may yet be sent to this person, or may have been sent without our knowing."""
        return self.filter(recipient_ref=recipient_ref, state__in=UNFINISHED)


class Message(models.Model):
    """One message to one person: references only. Address and words are asked for at the moment of sending."""

    personal_data = "A reference to the person; no address and no words. Kept two years, to show what was sent."

    kind = models.CharField(max_length=60, help_text="Which registered kind of message this is.")
    recipient_ref = models.CharField(max_length=80, help_text="What the owning room finds the person by.")
    context_ref = models.CharField(max_length=80, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When its state last changed.")
    claim = models.UUIDField(null=True, editable=False, help_text="Whose hand it is in: a number for each batch.")
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    uncertain_at = models.DateTimeField(
        null=True, blank=True, help_text="A hand-over began at this time whose end nobody knows."
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(
        default=0, help_text="Sent again under the same Message-ID after an uncertain hand-over."
    )
    try_anyway = models.BooleanField(default=False, help_text="A person said: try an address that refused mail.")
    transport = models.CharField(max_length=20, blank=True)
    transport_ref = models.CharField(max_length=120, blank=True)
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why it waits, failed or was withheld; no personal data."
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state__in=["waiting", "uncertain"], finished_at=None),
                name="message_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "handed_over"]),
                name="message_leased",
            ),
            models.Index(
                fields=["state", "-id"], condition=Q(state__in=["uncertain", "failed"]), name="message_for_a_person"
            ),
            models.Index(fields=["kind", "recipient_ref"], name="message_of_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(repeats__lte=1),
                name="message_repeated_at_most_once",
                violation_error_message="A message is repeated at most once.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "handed_over"]) | Q(lease_until__isnull=False, claim__isnull=False),
                name="message_in_hand_has_lease",
                violation_error_message="A message in somebody's hand has a lease.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "withheld", "failed"]) | Q(finished_at__isnull=False),
                name="message_finished_has_time",
                violation_error_message="A finished message has the time of its end.",
            ),
            models.CheckConstraint(
                condition=~Q(state="uncertain") | Q(uncertain_at__isnull=False),
                name="message_uncertain_since",
                violation_error_message="An uncertain message has the time of its hand-over.",
            ),
            models.CheckConstraint(
                condition=Q(next_try_at__gte=F("queued_at")),
                name="message_tried_after_queued",
                violation_error_message="A message is not tried before it is queued.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Step(models.Model):
    """A message changed its state. Rows are added, never changed."""

    personal_data = "none"

    message = models.ForeignKey(Message, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.state}"


class DeadAddress(models.Model):
    """An address that refused mail for good. It is not written to again until a person says so."""

    personal_data = "A keyed hash of an address that does not exist; gone when mail to it arrives, else after a year."

    address_key = models.CharField(max_length=64, unique=True, help_text="Keyed hash, never the address.")
    since_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "dead addresses"

    def __str__(self) -> str:
        return self.address_key[:8]


class Heartbeat(models.Model):
    """When a sweep last ran. A sweep that is late raises an alarm."""

    personal_data = "none"

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
