"""Questions in the admin: reading, redacting and moving them on. The asker's own words are opened here only, and
that somebody read them is recorded."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from derbyvoice.audit.actions import record_reading
from derbyvoice.lib.envelopes import KeyNotHere
from derbyvoice.users.admin_base import StaffModelAdmin
from derbyvoice.vault.sealing import open_words
from scrutiny.questions.models import Answer, Asker, AskingRule, AskingTerms, Question, QuestionStep
from scrutiny.questions.moderation import ModerationForm, RuleForm, TermsForm, needed_from, open_from

CANNOT_OPEN = "(sealed: this process does not hold the key)"
DESTROYED = "(destroyed, as its time has passed)"


@admin.register(Question)
class QuestionAdmin(StaffModelAdmin):
    """The queue of questions. Lists show no words: those are opened one by one, for a reason."""

    change_form_action = ModerationForm
    list_display = ("reference", "state", "district", "meeting", "asked_at", "answer_due", "demonstration")
    list_filter = ("state", "district", "demonstration")
    list_select_related = ("district", "meeting__series")
    search_fields = ("reference", "public_words")
    date_hierarchy = "asked_at"
    ordering = ("-asked_at", "-id")
    readonly_fields = ("read_own_words", "from_whom", "state", "where_from", "answer_now", "due")
    fieldsets = (
        ("What was asked", {"fields": ("read_own_words", "from_whom", "state")}),
        ("The answer", {"fields": ("answer_now", "due")}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is decided about a question that its sender has not confirmed."""
        return super().has_change_permission(request, obj) and (obj is None or bool(open_from(obj.state)))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and self.has_change_permission(request, obj):
            return [
                *self.fieldsets,
                ("Your decision", {"fields": ["public_words", "decision", *needed_from(obj.state), "seen_answer"]}),
            ]
        return [*self.fieldsets, ("Words for the public", {"fields": ("public_words",)})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None and not hasattr(obj, "own_words_read"):
            obj.own_words_read, obj.asker_read = opened(obj)
            record_reading(obj, by=request.user, why="To decide about a question")
        return super().get_form(request, obj, change, **kwargs)

    @admin.display(description="The asker's own words")
    def read_own_words(self, row: Question) -> SafeString:
        return lines(row.own_words_read)

    @admin.display(description="From")
    def from_whom(self, row: Question) -> str:
        place = f"Resident from {row.district}" if row.district else "A member of the public"
        return f"{place}. {row.asker_read}"

    @admin.display(description="Answer")
    def answer_now(self, row: Question) -> SafeString:
        answer = row.answers.filter(is_current=True).select_related("written_by", "checked_by").first()
        if answer is None:
            return lines("There is no answer yet.")
        look = "It may tell of a person: it takes two to publish it. " if answer.needs_second_person else ""
        checked = f"Checked by {answer.checked_by}. " if answer.checked_by else ""
        return format_html("{}<p>{}{}Written by {}.</p>", lines(answer.words), look, checked, answer.written_by)

    @admin.display(description="Answer due")
    def due(self, row: Question) -> Any:
        return row.answer_due or "No date"

    @admin.display(description="Area")
    def where_from(self, row: Question) -> str:
        return str(row.district or "")


def lines(words: str) -> SafeString:
    return format_html('<div class="dv-kept">{}</div>', words)


def opened(question: Question) -> tuple[str, str]:
    """(own words, what is known of the asker). The address itself is opened by the sender of messages only."""
    try:
        words = open_words(question, "own_words", purpose="voice") or DESTROYED
        asker = Asker.objects.filter(question=question).first()
        return words, told_of(asker) if asker else "Their details are destroyed."
    except KeyNotHere:
        return CANNOT_OPEN, ""


def told_of(asker: Asker) -> str:
    name = open_words(asker, "name", purpose="voice") if asker.name else "No name given"
    return f"{name}. Messages do not reach them." if asker.mail_failed else f"{name}."


@admin.register(AskingRule)
class AskingRuleAdmin(StaffModelAdmin):
    """The rules that stand on the form, and by which a question may be declined."""

    add_form_action = change_form_action = RuleForm
    list_display = ("sentence", "key", "position", "valid_from", "valid_to")


@admin.register(AskingTerms)
class AskingTermsAdmin(StaffModelAdmin):
    """Numbers by which questions are taken. With none in force, the form is closed."""

    add_form_action = change_form_action = TermsForm
    list_display = ("__str__", "confirm_days", "asker_kept_days", "mails_a_day", "answer_days", "valid_to")


@admin.register(Answer)
class AnswerAdmin(StaffModelAdmin):
    """Every wording of every answer."""

    list_display = ("question", "is_current", "written_at", "written_by", "checked_by", "released_by")
    list_filter = ("is_current", "needs_second_person")
    list_select_related = ("question", "written_by", "checked_by", "released_by")


@admin.register(QuestionStep)
class QuestionStepAdmin(StaffModelAdmin):
    """How questions moved."""

    list_display = ("question", "at", "by", "from_state", "to_state")
    list_filter = ("to_state",)
    list_select_related = ("question", "by")
