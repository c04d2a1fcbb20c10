"""A session's plan, its people, its notes, and what came after it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet

from derbyvoice.govuk.dates import SplitDateField
from derbyvoice.govuk.rows import ManyRowsField
from derbyvoice.office import clock
from derbyvoice.office.models import Cohort
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.actions.people import CONSENTS
from surveys.fieldwork.choices import Debrief, Kind, PersonDebrief, Place, State, Transcript
from surveys.fieldwork.models import Note, Participant, Session

STRANGE = "This holds a sign that we cannot keep. Please take it out"
LONGEST_PROMPT = 300


def people_who_facilitate(chosen: Iterable[int] = ()) -> QuerySet[User]:
    """Researchers of today, and whoever was chosen when they were one."""
    today = User.objects.filter(is_active=True, grants__role=roles.RESEARCHER.key, grants__ended_at=None)
    return User.objects.filter(Q(pk__in=today.values("pk")) | Q(pk__in=chosen)).order_by("name")


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)
    topic = forms.CharField(label="What is it about?", help_text="No names.", max_length=120)
    held_on = SplitDateField(label="On which day?", help_text="For example, 27 3 2026. It may be past.")
    place = forms.ChoiceField(
        label="Where?", help_text="Only the kind of place. We never keep an address.", choices=Place.choices
    )
    facilitators = ManyRowsField(
        User.objects.none(), label="Who facilitates?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Nobody ticked means you.",
    )  # fmt: skip
    prompts = forms.CharField(
        label="Topic guide",
        help_text="One question on each line, in order. They become Q1, Q2 and so on. You can leave it empty.",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitators"].queryset = people_who_facilitate(self.initial.get("facilitators", ()))

    def clean_prompts(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["prompts"].splitlines()]
        prompts = [line for line in lines if line]
        for number, prompt in enumerate(prompts, start=1):
            if len(prompt) > LONGEST_PROMPT:
                raise forms.ValidationError(f"Question {number} is longer than {LONGEST_PROMPT} letters")
        return prompts

    @staticmethod
    def standing(session: Session) -> dict[str, Any]:
        """What stands in the form for a session that is planned already."""
        lines = "\n".join(prompt.text for prompt in session.prompts.all())
        who = [user.pk for user in session.facilitators.all()]
        facts = {name: getattr(session, name) for name in ("kind", "topic", "held_on", "place")}
        return {**facts, "facilitators": who, "prompts": lines}


class FindForm(forms.Form):
    """What to look for in the list of sessions. What cannot be looked for is not looked for."""

    q = forms.CharField(label="Topic", required=False, max_length=120)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *Kind.choices])
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *State.choices])

    def narrowed(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        self.is_valid()
        told = self.cleaned_data
        sessions = sessions.filter(topic__icontains=told["q"]) if told.get("q") else sessions
        return sessions.filter(**{name: told[name] for name in ("kind", "state") if told.get(name)})


class PersonForm(forms.Form):
    """Somebody who took part, without a name. Nothing is ticked beforehand."""

    cohort = forms.ModelChoiceField(
        Cohort.objects.all(), label="Group", required=False, to_field_name="key", empty_label="Not said"
    )
    consents = forms.MultipleChoiceField(
        label="They agreed to",
        choices=[(name, Participant._meta.get_field(name).verbose_name) for name in CONSENTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def given(self) -> dict[str, bool]:
        return {name: name in self.cleaned_data["consents"] for name in CONSENTS}

    def act_with(self) -> dict[str, Any]:
        return {"cohort": self.cleaned_data["cohort"], **self.given()}


class ConsentsForm(PersonForm):
    """What a person allows from now on."""

    cohort = None  # type: ignore[assignment]

    @staticmethod
    def standing(participant: Participant) -> dict[str, Any]:
        return {"consents": [name for name in CONSENTS if getattr(participant, name)]}


class PersonDebriefForm(forms.Form):
    debrief = forms.ChoiceField(
        label="What was done afterwards?",
        choices=[("", "Not noted yet"), *PersonDebrief.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    support_offered = forms.BooleanField(label="They were told where support is", required=False)


class NoteForm(forms.Form):
    """What was said, by whom, in answer to what."""

    participant = forms.ModelChoiceField(
        Participant.objects.none(), label="Who said it?", required=False, empty_label="Nobody in particular"
    )
    prompt = forms.ModelChoiceField(
        None, label="In answer to", required=False, empty_label="No question of the topic guide"
    )
    words = forms.CharField(
        label="What was said", help_text="No names. Write P1, P2 and so on.", max_length=10_000, widget=forms.Textarea
    )

    def __init__(self, session: Session, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = session.participants.filter(may_read=True)
        self.fields["prompt"].queryset = session.prompts.all()
        if not session.prompts.exists():
            del self.fields["prompt"]

    @staticmethod
    def standing(note: Note, words: str) -> dict[str, Any]:
        return {"participant": note.participant_id, "prompt": note.prompt_id, "words": words}


class WorryForm(forms.Form):
    why = forms.CharField(
        label="What worries you?",
        help_text="In a sentence or two. The people who keep others safe see this, and the words of the note.",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RecordingForm(forms.Form):
    kept_where = forms.CharField(
        label="Where is the recording kept?",
        help_text="For example, the locked drive of the research team. Never on a phone.",
        max_length=120,
    )
    destroy_on = SplitDateField(label="On which day is it destroyed?", help_text="For example, 27 3 2026")

    def clean_destroy_on(self) -> Any:
        day = self.cleaned_data["destroy_on"]
        if day and day < clock.today():
            raise forms.ValidationError("Enter today or a day to come")
        return day


class TranscriptStateForm(forms.Form):
    transcript = forms.ChoiceField(label="How far is the transcript?", choices=Transcript.choices)


class DebriefForm(forms.Form):
    debrief = forms.ChoiceField(
        label="What was done for people afterwards?", choices=Debrief.choices, widget=forms.RadioSelect
    )


class OwnNoteForm(forms.Form):
    words = forms.CharField(
        label="How are you after this session?",
        help_text="Only you can read it. Leave it empty to destroy it.",
        required=False,
        max_length=5_000,
        widget=forms.Textarea,
    )


class TranscriptForm(forms.Form):
    """A transcript as text: typed, or a plain text file."""

    text = forms.CharField(
        label="Transcript",
        help_text="Begin each line with who speaks: P1: or P2:, or Note: for what was seen. Q1: says which question"
        " of the topic guide it is. A line without a name goes on with the line before.",
        required=False,
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(label="Or choose a plain text file (.txt)", required=False)
    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    BIGGEST = 1_000_000

    def clean_text(self) -> str:
        return plain(self.cleaned_data["text"])

    def clean_file(self) -> str:
        """The text in the file. Word documents and other things that are no text are refused."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > self.BIGGEST:
            raise forms.ValidationError("This file is larger than 1 MB. Save it as plain text")
        try:
            return plain(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError("This is not plain text. Save it as a .txt file in UTF-8") from error

    def clean(self) -> None:
        if self.errors:
            return
        told = self.cleaned_data["file"] or self.cleaned_data["text"]
        if not told.strip():
            self.add_error("text", "Paste a transcript, or choose a file")
        self.cleaned_data["told"] = told


def plain(text: str) -> str:
    if "\x00" in text:
        raise forms.ValidationError(STRANGE)
    return text
