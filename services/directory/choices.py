"""Why a provider's workers may open referrals."""

from django.db.models import TextChoices


class Ground(TextChoices):
    """What a period of access rests on."""

    LISTED = "listed", "The office's decision, without a contract"
    CONTRACT = "contract", "A contract, on its days"
