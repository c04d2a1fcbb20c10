from django.db.models import TextChoices


class Unit(TextChoices):
    PERCENT = "percent", "percent"
    PERCENT_CHANGE = "percent change", "percent change"
    DAYS = "days", "days"
    POUNDS = "GBP", "pounds"
    COUNT = "count", "number"
