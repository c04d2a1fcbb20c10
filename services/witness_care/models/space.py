"""The private page of the person of a case: first a link and the officer's code, from then on their return words."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.users import roles
from derbyvoice.vault.fields import SealedField
from services.cases.models import Case, ConflictBlock
from services.witness_care.choices import Side, SpaceState


class PrivateSpaceQuerySet(models.QuerySet["PrivateSpace"]):
    def visible_to(self, user):
        """Witness Care sees every page in use, except where the worker knows somebody in the case."""
        if not user.has_role(roles.WITNESS_CARE):
            return self.none()
        blocked = ConflictBlock.objects.in_force().filter(user=user)
        return self.exclude(case__in=blocked.values("case"))

    def holding(self, token_hash):
        """The page whose link has this hash, whatever its state but closed."""
        return self.filter(token_hash=token_hash).exclude(state=SpaceState.CLOSED)


class PrivateSpace(models.Model):
    """One person's private page.

    Its own key pair lets staff write to the person: the private half is sealed with a key that only the
    person's return words give. The database alone opens nothing here."""

    personal_data = "that the person of a case has a private page; keys and a hashed code; closed with the case"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="private_spaces")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token = SealedField(readers=("contact",), null=True)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0)
    salt = models.BinaryField(max_length=16, editable=False)
    public_key = models.BinaryField(max_length=32, null=True, editable=False)
    private_key = SealedField(null=True)
    state = models.CharField(max_length=8, choices=SpaceState, default=SpaceState.OFFERED)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offer_ends_on = models.DateField()
    opened_on = models.DateField(null=True, blank=True)

    objects = PrivateSpaceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state=SpaceState.CLOSED),
                name="one_private_space_a_case",
                violation_error_message="This person has a private page already.",
            ),
            models.CheckConstraint(
                condition=~Q(state=SpaceState.OPEN) | Q(public_key__isnull=False, private_key__isnull=False),
                name="open_space_has_its_keys",
                violation_error_message="A page in use has its keys.",
            ),
        ]

    def __str__(self) -> str:
        return f"Private page {str(self.public_id)[:8]}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user):
        return self.filter(space__in=PrivateSpace.objects.visible_to(user))

    def from_people(self):
        return self.filter(side=Side.PERSON)

    def unanswered(self):
        """What people wrote and nobody at Witness Care has marked as answered."""
        return self.from_people().filter(answered_at=None)


class Message(models.Model):
    """Something said between a person and Witness Care. Sealed for Witness Care and for the person's own page."""

    personal_data = "what a person and Witness Care wrote to each other, sealed; kept as long as the case"

    space = models.ForeignKey(PrivateSpace, models.PROTECT, related_name="messages")
    side = models.CharField(max_length=6, choices=Side)
    words = SealedField(readers=("case",))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Empty: the person."
    )
    due_on = models.DateField(null=True, blank=True, help_text="By when Witness Care answers.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    form_id = models.UUIDField(unique=True, help_text="The same form sent twice is one message.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(side="person", answered_at=None), name="message_unanswered")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(side=Side.PERSON, sent_by=None, due_on__isnull=False)
                | Q(side=Side.TEAM, sent_by__isnull=False, due_on=None),
                name="private_message_has_its_writer",
                violation_error_message="A message is the person's, or a named worker's.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="answered_by_somebody",
                violation_error_message="Say who answered.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {self.sent_at:%d %B %Y}"
