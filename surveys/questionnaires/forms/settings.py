"""Forms about a whole survey: where it stands, what people are told, sets of questions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort
from services.directory.models import Service
from surveys.questionnaires.choices import CONSENT_HINTS, Consent
from surveys.questionnaires.editing import Raw
from surveys.questionnaires.forms.fields import LineField, LinesField, SeenForm, TicksField
from surveys.questionnaires.models import PROTECTIONS, QuestionSet, Survey
from surveys.questionnaires.wording import problem_of_address, telling_words


def refuse_telling(value: str) -> None:
    """A title can be seen by others."""
    if words := telling_words(value):
        raise ValidationError(f"Others may see this, so it must not say: {', '.join(words)}")


class SettingsForm(forms.Form):
    """Where a survey stands, whom it is about, and how small numbers are protected."""

    slug = forms.SlugField(
        label="Address",
        max_length=40,
        help_text="Small letters, numbers and - only. It stands in the browser's history: keep it neutral.",
        widget=forms.TextInput(attrs={"prefix": "/s/", "spellcheck": "false", "width": "20"}),
        error_messages={"required": "Write an address", "invalid": "Use only letters, numbers, - and _"},
    )
    service = forms.ModelChoiceField(
        label="Which service is it about?",
        queryset=Service.objects.none(),
        required=False,
        empty_label="No one service",
    )
    cohort = forms.ModelChoiceField(
        label="Whom is it for?", queryset=Cohort.objects.none(), required=False, empty_label="Everybody"
    )
    protection = forms.ChoiceField(
        label="How are small numbers protected?",
        choices=PROTECTIONS,
        initial=Protection.HEIGHTENED.value,
        widget=forms.RadioSelect(attrs={"small": True}),
        help_text="Surveys about domestic or sexual abuse, or for people under 18, always hide counts below 10.",
        error_messages={"required": "Choose how small numbers are protected"},
    )

    def __init__(self, *args: Any, survey: Survey | None = None, **kwargs: Any) -> None:
        kept = {name: getattr(survey, name) for name in ("slug", "service", "cohort", "protection")} if survey else {}
        super().__init__(*args, initial=kept, auto_id="%s", **kwargs)
        self.survey = survey
        self.fields["service"].queryset = Service.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["cohort"].queryset = Cohort.objects.all()  # type: ignore[attr-defined]
        if survey and survey.current_id:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = "It was given out when the survey was published, so it stays."

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        others = Survey.objects.filter(slug=slug).exclude(pk=self.survey.pk if self.survey else None)
        if problem := problem_of_address(slug):
            raise ValidationError(problem)
        if others.exists():
            raise ValidationError("Another survey has this address. Choose another one")
        return slug

    def told(self) -> dict[str, Any]:
        """As the actions take it."""
        return {**self.cleaned_data, "protection": Protection(self.cleaned_data["protection"])}


class NewSurveyForm(SettingsForm):
    """A survey that does not exist yet."""

    title = LineField(
        label="Title",
        max_length=80,
        help_text="People see it above each page and in their history: keep it neutral.",
        validators=[refuse_telling],
        error_messages={"required": "Write a title"},
    )
    field_order = ("title", "slug")


class AboutForm(SeenForm):
    """What people are told before they begin, and which consents they are asked for."""

    title = NewSurveyForm.base_fields["title"]
    purpose = LinesField(label="What happens with it", max_length=500, error_messages={"required": "Say what for"})
    readers = LinesField(
        label="Who reads it", max_length=300, rows=2, error_messages={"required": "Say who reads the answers"}
    )
    limits = LinesField(
        label="What you cannot keep private (optional)",
        max_length=1000,
        required=False,
        help_text="Leave it empty for the usual words about danger.",
    )
    minutes = forms.IntegerField(
        label="How long does it take?",
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"width": "2", "suffix": "minutes"}),
        error_messages={
            "required": "Say how many minutes it takes",
            "invalid": "Write a whole number of minutes",
            "min_value": "Write a number from 1 to 60",
            "max_value": "Write a number from 1 to 60",
        },
    )
    consents = TicksField(
        label="What people are asked to allow",
        choices=Consent.choices,
        help_text="Each is asked alone, and is off until the person ticks it.",
    )

    def __init__(self, *args: Any, piece: Raw, **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(piece), **kwargs)
        self.fields["consents"].widget.attrs["hints"] = {one.value: CONSENT_HINTS[one] for one in Consent}

    def piece(self) -> Raw:
        told = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {name: value for name, value in told.items() if value or name == "consents"}


class SectionForm(SeenForm):
    """A section and its content note."""

    title = LineField(label="Title of the section", max_length=120, error_messages={"required": "Write a title"})
    note = LinesField(
        label="Content note (optional)",
        max_length=1000,
        required=False,
        help_text="It stands before the first question, and prepares people for what comes.",
    )

    hard = forms.BooleanField(
        label="This section may be hard",
        required=False,
        help_text="The note then has a page of its own, on which people can skip the section or take a break.",
    )

    def __init__(self, *args: Any, kept: Raw | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(kept or {}), **kwargs)
        self.kept = kept or {}

    def clean(self) -> None:
        if self.cleaned_data.get("hard") and not self.cleaned_data.get("note") and "note" not in self.errors:
            self.add_error("note", "Write a content note: it says what comes, before it comes")

    def piece(self, id_: str) -> Raw:
        changed = {name: self.cleaned_data[name] for name in ("title", "note", "hard")}
        return {
            **self.kept,
            "id": id_,
            **{name: words for name, words in changed.items() if words or name in self.kept},
        }


class SetForm(forms.Form):
    """Questions of a draft, kept for other surveys."""

    name = LineField(label="Name of the set", max_length=80, error_messages={"required": "Name the set"})
    about = LinesField(label="What it is for (optional)", max_length=300, rows=2, required=False)
    section = forms.ChoiceField(label="A whole section", required=False)
    questions = TicksField(label="Or single questions")

    def __init__(self, *args: Any, raw: Raw, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", **kwargs)
        sections = [(section["id"], section["title"]) for section in raw.get("sections", ())]
        self.fields["section"].choices = [("", "No, single questions"), *sections]  # type: ignore[attr-defined]
        choices = [(question["id"], question["text"] or question["id"]) for question in raw["questions"]]
        self.fields["questions"].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if QuestionSet.objects.filter(name=name).exists():
            raise ValidationError("There is a set of this name")
        return name

    def clean(self) -> None:
        chosen = self.cleaned_data
        if not self.errors and not chosen.get("section") and not chosen.get("questions"):
            self.add_error("questions", "Choose a section, or at least one question")


class InsertForm(SeenForm):
    """A set to put into a draft."""

    question_set = forms.ModelChoiceField(
        label="Which set?",
        queryset=QuestionSet.objects.none(),
        widget=forms.RadioSelect(attrs={"small": True}),
        empty_label=None,
        error_messages={"required": "Choose a set", "invalid_choice": "Choose one of the sets on the page"},
    )
    section = forms.ChoiceField(
        label="Into which section?", required=False, help_text="A set that is a whole section brings its own."
    )

    def __init__(self, *args: Any, raw: Raw, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question_set"].queryset = QuestionSet.objects.filter(retired=False)  # type: ignore[attr-defined]
        sections = [(section["id"], section["title"]) for section in raw.get("sections", ())]
        self.fields["section"].choices = sections or [("", "No section")]  # type: ignore[attr-defined]
