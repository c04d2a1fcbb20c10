"""People who agreed to be asked again. No account and no name: an address, sealed to the sender of messages."""

import secrets
import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from derbyvoice.vault.fields import SealedField
from surveys.panel.choices import HowOften, Safe, State
from surveys.panel.profile import key_of

if TYPE_CHECKING:
    from surveys.panel.models.waves import Wave

EVERY_DAY, EVERY_PART = 0b111_1111, 0b111


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


def new_seed() -> str:
    return secrets.token_hex(32)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def joined(self):
        return self.filter(state=State.JOINED)

    def may_be_asked(self, day: date):
        """Whose address is safe, who did not pause, and whom nobody asked more recently than they allow."""
        return self.joined().filter(
            Q(paused_until=None) | Q(paused_until__lte=day),
            Q(next_ask_on=None) | Q(next_ask_on__lte=day),
            safe=Safe.YES,
        )

    def meant_by(self, wave: "Wave"):
        """The group that a wave is for: those who chose one of its topics, its district, its cohort."""
        chosen = Subscriber.topics.through.objects.filter(subscriber=OuterRef("pk"), topic__waves=wave)
        found = self.filter(Exists(chosen)) if wave.topics.exists() else self
        if wave.district:
            found = found.filter(district_key=key_of("district", wave.district.code))
        if wave.cohort:
            found = found.filter(cohort_key=key_of("cohort", wave.cohort.key))
        return found


class Subscriber(models.Model):
    """Somebody on the panel, or about to be. After leaving, only the reference and the days remain.

    District, cohort and age are kept as keyed hashes (docs/adr/0010): the database alone says nothing, and a wave can
    still be opened to a group by one statement. `seed` makes the pseudonyms; without it they lead to nobody."""

    personal_data = (
        "An e-mail address, sealed, with a keyed hash for look-up; topics, how often and when to ask; district, group "
        "and age band as keyed hashes. Destroyed when the person leaves, or within a day if nobody proves the address."
    )

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    address = SealedField(readers=("contact",), null=True)
    finder = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - unique when given
    words_finder = models.CharField(  # noqa: DJ001 - unique when given
        max_length=64, null=True, unique=True, editable=False, help_text="Keyed hash of the return words."
    )
    seed = models.CharField(max_length=64, default=new_seed, blank=True, editable=False)
    topics = models.ManyToManyField(Topic, blank=True, related_name="subscribers")
    language = models.CharField(max_length=12, default="en")
    how_often = models.CharField(max_length=10, choices=HowOften, default=HowOften.QUARTER)
    safe = models.CharField("safe to write to", max_length=8, choices=Safe, default=Safe.UNKNOWN)
    days = models.PositiveSmallIntegerField(default=EVERY_DAY, help_text="A bit for each day; Monday is the first.")
    parts = models.PositiveSmallIntegerField(default=EVERY_PART, help_text="A bit for each part of the day.")
    district_key = models.CharField(max_length=64, blank=True, editable=False)
    cohort_key = models.CharField(max_length=64, blank=True, editable=False)
    age_key = models.CharField(max_length=64, blank=True, editable=False)
    paused_until = models.DateField(null=True, blank=True)
    next_ask_on = models.DateField(null=True, blank=True, help_text="Not asked again before this day.")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", joined_on=None, left_on=None, address__isnull=False, finder__isnull=False)
                | Q(state="joined", joined_on__isnull=False, left_on=None, address__isnull=False, finder__isnull=False)
                | Q(
                    state="left",
                    left_on__isnull=False,
                    address=None,
                    finder=None,
                    words_finder=None,
                    seed="",
                    district_key="",
                    cohort_key="",
                    age_key="",
                ),
                name="who_left_leaves_no_address",
                violation_error_message="Nothing is kept of somebody who left but the reference and the days.",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=EVERY_DAY, parts__gte=1, parts__lte=EVERY_PART),
                name="some_time_is_safe",
                violation_error_message="Choose at least one day and one part of the day.",
            ),
        ]
        indexes = [models.Index(fields=["next_ask_on"], condition=Q(state="joined", safe="yes"), name="may_be_asked")]

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


class Visit(models.Model):
    """Which member a browser may look at for half an hour: after a code, or after return words.

    Found by the secret in the browser's cookie. `words` holds new return words, sealed to that browser, until noted."""

    personal_data = "Which member a browser belongs to; destroyed within the hour."

    token = models.CharField(max_length=64, unique=True)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="visits")
    words = SealedField(readers=(), null=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Visit {self.pk}"
