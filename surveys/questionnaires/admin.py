"""Surveys to look at. They are written, checked and published on the staff pages."""

from django.contrib import admin

from derbyvoice.users import roles
from derbyvoice.users.admin_base import StaffModelAdmin
from surveys.questionnaires.models import QuestionSet, Survey, Version, WorkingCopy

WORKERS = (roles.OFFICE_STAFF, roles.RESEARCHER)


@admin.register(Survey)
class SurveyAdmin(StaffModelAdmin):
    roles = WORKERS
    list_display = ["title", "slug", "state", "current", "service", "cohort"]
    list_filter = ["state", "protection", "cohort"]
    list_select_related = ["current__survey", "service", "cohort"]
    search_fields = ["title", "slug"]


@admin.register(Version)
class VersionAdmin(StaffModelAdmin):
    roles = WORKERS
    list_display = ["survey", "number", "published_at", "published_by"]
    list_filter = ["survey"]
    search_fields = ["survey__title"]
    list_select_related = ["survey", "published_by"]


@admin.register(WorkingCopy)
class WorkingCopyAdmin(StaffModelAdmin):
    roles = WORKERS
    list_display = ["survey", "revision", "errors", "warnings", "changed_at", "changed_by"]
    list_select_related = ["survey", "changed_by"]
    search_fields = ["survey__title"]


@admin.register(QuestionSet)
class QuestionSetAdmin(StaffModelAdmin):
    roles = WORKERS
    list_display = ["name", "about", "retired", "saved_at", "saved_by"]
    list_filter = ["retired"]
    list_select_related = ["saved_by"]
    search_fields = ["name"]
