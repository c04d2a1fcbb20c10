"""The codebook: themes with their definitions, each change a version of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from surveys.insight.choices import ThemeState
from surveys.insight.models.passages import Passage


class CodebookVersion(models.Model):
    """The codebook as it stood after one change. Every code says under which version it was given."""

    personal_data = "None: the office's own words."

    number = models.PositiveIntegerField(unique=True)
    change = models.CharField(max_length=200, help_text="What changed, in a sentence.")
    themes = models.JSONField(help_text="Every theme in use: name, definition, examples, parent.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1), name="codebook_from_one", violation_error_message="Versions count from 1."
            )
        ]

    def __str__(self) -> str:
        return f"Codebook {self.number}"


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_use(self):
        return self.filter(state=ThemeState.IN_USE)

    def with_texts(self):
        """`texts`: how many texts that may be read carry it now, through themes that became part of it too.

        For staff who code."""
        this = Q(codings__theme=OuterRef("pk")) | Q(codings__theme__merged_into=OuterRef("pk"))
        carry = Passage.objects.readable().filter(this, codings__undone_at=None, codings__sample=None)
        counted = carry.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk", distinct=True))
        return self.annotate(texts=Coalesce(Subquery(counted.values("n")), 0))

    def tree(self):
        """Themes after their parents, by name."""
        return self.select_related("parent").order_by(
            Lower(Coalesce("parent__name", "name")), F("parent").asc(nulls_first=True), Lower("name")
        )


class Theme(models.Model):
    """What a passage is about. Merged or split, a theme stays as it was, so that older codes keep their meaning."""

    personal_data = "None: the office's own words; the examples are invented or redacted."

    name = models.CharField(max_length=60)
    definition = models.TextField(max_length=600)
    include = models.TextField("an example that belongs here", max_length=400, blank=True)
    exclude = models.TextField("an example that does not", max_length=400, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    state = models.CharField(max_length=10, choices=ThemeState, default=ThemeState.IN_USE)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="came_into")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_into")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(state="in_use"),
                name="theme_name_once",
                violation_error_message="There is a theme with this name already.",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="merged_theme_says_into_which",
                violation_error_message="Say which theme it became part of.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="theme_not_its_own_parent",
                violation_error_message="A theme cannot stand below itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
