"""Surveys, and the versions that people answer. A published version never changes."""

from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort
from services.directory.models import Service
from surveys.questionnaires.choices import Did, State
from surveys.questionnaires.definitions import Definition, parse
from surveys.questionnaires.translating import in_language, languages_of

PROTECTIONS = [
    (Protection.STANDARD.value, "Hide counts below 5"),
    (Protection.HEIGHTENED.value, "Hide counts below 10"),
]


class SurveyQuerySet(models.QuerySet["Survey"]):
    def open(self):
        """Surveys that take answers now."""
        return self.filter(state=State.OPEN)


class Survey(models.Model):
    """A survey that people may answer. Its title and address can be seen by others, so they are neutral."""

    personal_data = "None: questions, never answers."

    slug = models.SlugField("address", unique=True, max_length=40, help_text="Stands in the address: keep it neutral.")
    title = models.CharField(max_length=80, help_text="Stands in the browser's history: keep it neutral.")
    readers = models.CharField("who reads it", max_length=300)
    purpose = models.CharField("what happens with it", max_length=500)
    protection = models.CharField(max_length=12, choices=PROTECTIONS, default=Protection.HEIGHTENED.value)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="surveys", help_text="The service it is about."
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="surveys")
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    current = models.OneToOneField(
        "Version", models.PROTECT, null=True, blank=True, related_name="current_of", verbose_name="current version"
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.OPEN) | Q(current__isnull=False),
                name="open_survey_is_published",
                violation_error_message="Only a published survey can be open.",
            ),
            models.CheckConstraint(
                condition=Q(protection__in=[choice for choice, _ in PROTECTIONS]),
                name="survey_protection_is_known",
                violation_error_message="Choose how small numbers are protected.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def small_numbers(self) -> Protection:
        return Protection(self.protection)


class Version(models.Model):
    """A survey as it was published. Every response keeps the version that it answered."""

    personal_data = "None: questions, never answers."

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["survey_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"],
                name="version_number_once",
                violation_error_message="This version exists already.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="version_from_one", violation_error_message="Versions count from 1."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey}, version {self.number}"

    @property
    def parsed(self) -> Definition:
        return definition_of(self.pk)


class WorkingCopy(models.Model):
    """The text of a survey while it is being written. Nobody answers it. It ends when it is published or thrown away.

    `revision` counts every change, so that two people who write at once are told of each other."""

    personal_data = "None: questions, never answers."

    survey = models.OneToOneField(Survey, models.PROTECT, related_name="working_copy")
    definition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    errors = models.PositiveSmallIntegerField("things to mend before it can be published", default=0)
    warnings = models.PositiveSmallIntegerField("things to think about", default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "draft of a survey"
        verbose_name_plural = "drafts of surveys"
        ordering = ["survey_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revision__gte=1),
                name="revision_from_one",
                violation_error_message="Changes count from 1.",
            )
        ]

    def __str__(self) -> str:
        return f"Draft of {self.survey}"


class Revision(models.Model):
    """A draft as it was after one change: what somebody deleted or wrote over can be had back from here."""

    personal_data = "None: questions, never answers."

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    did = models.CharField(max_length=12, choices=Did)
    what = models.CharField("title or question", max_length=120, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["survey_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"],
                name="revision_number_once",
                violation_error_message="This change is written down already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_did_display()} {self.what}".strip()


class QuestionSet(models.Model):
    """Questions that several surveys ask in the same words, kept to be put into a draft."""

    personal_data = "None: questions, never answers."

    name = models.CharField(max_length=80, unique=True, error_messages={"unique": "There is a set of this name."})
    about = models.CharField("what it is for", max_length=300, blank=True)
    content = models.JSONField()
    retired = models.BooleanField("no longer offered", default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@lru_cache(maxsize=512)
def definition_of(version_id: int, language: str = "en") -> Definition:
    """The definition of a version in the words of this language, read once by each process.

    Raises `Version.DoesNotExist`."""
    raw, survey = Version.objects.values_list("definition", "survey").get(pk=version_id)
    return replace(parse(in_language(raw, language)), languages=languages_of(raw), survey=survey)
