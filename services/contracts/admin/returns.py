"""Returns in the admin: accept one, or send it back with a question."""

from typing import Any

from django import forms
from django.contrib import admin

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm, Lines, StaffModelAdmin
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.models import Return, ReturnFigure, ReturnStep


class Figures(Lines):
    model = ReturnFigure
    fields = readonly_fields = ["kpi", "value", "whole", "why_unknown"]


class Steps(Lines):
    model = ReturnStep
    fields = readonly_fields = ["at", "by", "state", "words"]
    show_change_link = False


class ReturnForm(ActionForm):
    DECISIONS = [("accept", "Accept it"), ("ask", "Send it back with a question")]
    decision = forms.ChoiceField(choices=DECISIONS, widget=forms.RadioSelect)
    question = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea, help_text="Needed when you send it back."
    )

    class Meta:
        model = Return
        fields: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "ask" and not cleaned.get("question"):
            self.add_error("question", "Say what you would like to know.")
        return cleaned

    def act(self, *, by: User) -> Return:
        if self.cleaned_data["decision"] == "accept":
            return actions.accept_return(self.instance, at=clock.now(), by=by)
        return actions.send_back(self.instance, question=self.cleaned_data["question"], at=clock.now(), by=by)


@admin.register(Return)
class ReturnAdmin(StaffModelAdmin):
    change_form_action = ReturnForm
    list_display = ["quarter_words", "contract", "provider", "due_on", "state"]
    list_filter = ["state", "financial_year", "contract"]
    search_fields = ["contract__title", "provider__name"]
    readonly_fields = ["contract", "provider", "quarter_words", "due_on", "state", "comment"]
    inlines = [Figures, Steps]

    @admin.display(description="quarter", ordering="financial_year")
    def quarter_words(self, row: Return) -> str:
        return str(row.quarter)
