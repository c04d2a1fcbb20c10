"""Forms of the private page and of Witness Care's desk. Every question can be left out."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from derbyvoice.govuk.dates import SplitDateField
from derbyvoice.lib.words import ReturnWords, UnknownWord, WrongNumber, normalise
from services.witness_care.choices import TRANSITIONS, Court, Ground, Measure, RequestState
from services.witness_care.models import CourtFacts, Request

LONG = 10000
MOST_YEARS_AT_COURT = 10


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        label="Your code",
        help_text="The 8 numbers that you were told by phone or in person.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "width": "10"}),
        error_messages={"required": "Type the 8 numbers of your code."},
    )

    def clean_code(self) -> str:
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdigit())


class WordsForm(forms.Form):
    return_words = forms.CharField(
        max_length=200,
        label="Your five words",
        help_text="Small slips such as capital letters or commas do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": "Type your five words."},
    )

    def clean_return_words(self) -> ReturnWords:
        try:
            return normalise(self.cleaned_data["return_words"])
        except UnknownWord as slip:
            near = f" Did you mean {' or '.join(slip.suggestions)}?" if slip.suggestions else ""
            raise forms.ValidationError(f"One of these is not a word that we give out.{near}") from slip
        except WrongNumber as slip:
            raise forms.ValidationError(f"Type all five words. You typed {slip.found}.") from slip


class OnceForm(forms.Form):
    """A form that counts once however often it is sent."""

    form_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_id"].initial = uuid.uuid4


class TalkForm(OnceForm):
    words = forms.CharField(
        max_length=LONG,
        label="Your message",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": "Write something before you send it."},
    )


class ReplyForm(TalkForm):
    words = forms.CharField(
        max_length=LONG,
        label="Your answer",
        help_text="They read it on their own page. They only get a message that there is something new.",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": "Write something before you send it."},
    )


class MeasuresForm(OnceForm):
    """What rule 18.10 of the Criminal Procedure Rules 2025 asks for, in plain words. Nothing must be filled in
    but one wish."""

    measures = forms.MultipleChoiceField(
        choices=Measure.choices,
        widget=forms.CheckboxSelectMultiple,
        label="What would help you?",
        help_text="Choose all that you would like. You can change your mind later.",
        error_messages={"required": "Choose at least one thing that would help you."},
    )
    why = forms.CharField(
        max_length=LONG,
        required=False,
        label="Why would this help you?",
        help_text="For example what you are afraid of, or what makes it hard to speak. You can leave this out.",
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    not_wanted = forms.CharField(
        max_length=2000,
        required=False,
        label="Is there anything that you do not want?",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    with_me = forms.CharField(
        max_length=300,
        required=False,
        label="If you speak by video, who should be with you, and why this person?",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class EarlierForm(OnceForm):
    grounds = forms.MultipleChoiceField(
        choices=Ground.choices,
        widget=forms.CheckboxSelectMultiple,
        label="Why would an earlier day help you?",
        error_messages={"required": "Choose at least one reason."},
    )
    why = forms.CharField(
        max_length=LONG,
        required=False,
        label="Is there anything else that we should know?",
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    not_days = forms.CharField(
        max_length=500,
        required=False,
        label="Are there days on which you cannot come?",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CourtForm(forms.ModelForm):
    """Days of a case at court; a year that cannot be meant is asked about, because deadlines follow from it."""

    court = forms.ChoiceField(choices=Court.choices, required=False, widget=forms.RadioSelect)
    plea_on = SplitDateField(required=False, label="Day of the not-guilty plea")
    hearing_on = SplitDateField(required=False, label="Day of the hearing")

    class Meta:
        model = CourtFacts
        fields = ["court", "plea_on", "hearing_on"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_plea_on(self) -> date | None:
        return self.near(self.cleaned_data["plea_on"])

    def clean_hearing_on(self) -> date | None:
        return self.near(self.cleaned_data["hearing_on"])

    def near(self, day: date | None) -> date | None:
        if day and abs(day.year - self.today.year) > MOST_YEARS_AT_COURT:
            raise ValidationError(f"Check the year: {day.year} is more than {MOST_YEARS_AT_COURT} years from now")
        return day


class MoveForm(forms.Form):
    """Where a request goes next: only the ways that there are."""

    to = forms.ChoiceField(widget=forms.RadioSelect, label="What happened?")

    def __init__(self, *args: Any, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"request{request.pk}", **kwargs)
        ways = TRANSITIONS[request.state] - {RequestState.WITHDRAWN}
        self.fields["to"].choices = [(state.value, state.label) for state in RequestState if state in ways]
