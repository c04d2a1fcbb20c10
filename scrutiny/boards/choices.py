from django.db.models import TextChoices


class Body(TextChoices):
    """Who sits on a board. The names of the force and the office are kept with the office, since they change."""

    FORCE = "force", "The force"
    OFFICE = "office", "The office"
    PARTNER = "partner", "A partner"


class SeatKind(TextChoices):
    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
