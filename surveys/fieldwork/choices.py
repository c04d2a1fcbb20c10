from django.db.models import TextChoices


class Kind(TextChoices):
    FOCUS_GROUP = "focus_group", "Focus group"
    INTERVIEW = "interview", "Interview"
