"""What the office fills in about meetings and their papers."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User
from scrutiny.meetings import actions
from scrutiny.meetings.choices import TRANSITIONS, State
from scrutiny.meetings.models import AgendaItem, Meeting, Paper, Series

STAYS = ("", "As it is")
MOST_BYTES = 20 * 1024 * 1024
STARTS = {b"%PDF-": "pdf", b"PK\x03\x04": "zip", b"WEBVTT": "vtt"}
ENDINGS = {"pdf": {"pdf"}, "zip": {"docx", "pptx", "xlsx", "odt", "odp", "ods"}, "vtt": {"vtt"}}


class SeriesForm(ActionForm):
    class Meta:
        model = Series
        fields = ["name", "about"]

    def act(self, *, by: User) -> Series:
        series = self.instance if self.instance.pk else actions.keep_series(name=self.cleaned_data["name"], by=by)
        return actions.change_series(series, by=by, **self.cleaned_data)


class AddMeetingForm(ActionForm):
    class Meta:
        model = Meeting
        fields = ["series", "date", "starts", "place", "priority", "question_deadline"]

    def act(self, *, by: User) -> Meeting:
        told = dict(self.cleaned_data)
        return actions.plan_meeting(day=told.pop("date"), by=by, **told)


class MeetingForm(ActionForm):
    to = forms.ChoiceField(label="Change its state to", required=False)

    class Meta:
        model = Meeting
        fields = ["starts", "place", "priority", "question_deadline", "published_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = self.instance.state
        steps = sorted(TRANSITIONS.get(self.was, ()))
        self.fields["to"].choices = [STAYS, *((to, State(to).label) for to in steps)]

    def act(self, *, by: User) -> Meeting:
        told = dict(self.cleaned_data)
        to = told.pop("to")
        meeting = actions.change_meeting(self.instance, by=by, **told)
        return actions.move(meeting, to=to, published_on=told["published_on"], by=by) if to else meeting


class AddAgendaForm(ActionForm):
    class Meta:
        model = AgendaItem
        fields = ["meeting", "title", "words"]

    def act(self, *, by: User) -> AgendaItem:
        return actions.add_agenda_item(by=by, **self.cleaned_data)


class AgendaForm(ActionForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "words"]

    def act(self, *, by: User) -> AgendaItem:
        return actions.change_agenda_item(self.instance, by=by, **self.cleaned_data)


class PaperForm(ActionForm):
    """A link, or a file whose content is one of the kinds that we serve."""

    class Meta:
        model = Paper
        fields = ["meeting", "kind", "title", "link", "file", "captions"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            self.refuse_strange(file)
        return file

    def refuse_strange(self, file: UploadedFile) -> None:
        """By what is in it, not by what it is called; its ending must agree."""
        start = file.read(8)
        file.seek(0)
        kinds = [kind for mark, kind in STARTS.items() if start.startswith(mark)]
        ending = str(file.name).rsplit(".", 1)[-1].lower()
        if not kinds or ending not in ENDINGS[kinds[0]]:
            raise forms.ValidationError("Choose a PDF, an office document (docx, pptx, xlsx, odt), or captions (vtt).")
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 20 MB.")

    def act(self, *, by: User) -> Paper:
        told = {**self.cleaned_data, "file": self.cleaned_data["file"] or ""}  # False says that it is taken off
        if self.instance.pk:
            return actions.change_paper(self.instance, by=by, **told)
        return actions.add_paper(at=clock.now(), by=by, **told)
