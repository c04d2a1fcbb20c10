"""Officers and their teams, as the force's own record system names them."""

from typing import Self

from django.conf import settings
from django.db import models


class Team(models.Model):
    """Officers who share a supervisor."""

    personal_data = "none"

    key = models.SlugField(unique=True, help_text="As the force's record system names it.")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfficerQuerySet(models.QuerySet["Officer"]):
    def serving(self) -> Self:
        """Officers who may hold cases now."""
        return self.filter(serving=True)


class Officer(models.Model):
    """A user who holds cases, or supervises a team, under a number that the force gave them."""

    personal_data = "that a named officer has a force number and a team; kept as long as their cases are"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="officer")
    force_id = models.CharField("force number", max_length=20, unique=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="officers")
    serving = models.BooleanField("may hold cases", default=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]

    def __str__(self) -> str:
        return f"{self.user.name} ({self.force_id})"
