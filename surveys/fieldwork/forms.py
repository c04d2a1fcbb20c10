from typing import Any

from django import forms

from derbyvoice.govuk.dates import SplitDateField
from derbyvoice.office.models import Cohort
from surveys.fieldwork.choices import Kind
from surveys.fieldwork.models import Participant, Session

CONSENTS = ("may_count", "may_read", "may_quote", "may_publish")


class SessionForm(forms.Form):
    kind = forms.ChoiceField(label="What was it?", choices=Kind.choices, widget=forms.RadioSelect)
    topic = forms.CharField(label="What was it about?", max_length=120)
    held_on = SplitDateField(label="When was it?", help_text="For example, 27 3 2026")
    place = forms.CharField(
        label="Where was it?", help_text="A kind of place, such as “community centre”. No address.", max_length=120
    )


class ParticipantForm(forms.Form):
    """One more person, without a name. Nothing is ticked beforehand."""

    cohort = forms.ModelChoiceField(
        Cohort.objects.all(), label="Group", required=False, to_field_name="key", empty_label="Not said"
    )
    consents = forms.MultipleChoiceField(
        label="They agreed to",
        choices=[(name, Participant._meta.get_field(name).verbose_name) for name in CONSENTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def act_with(self) -> dict[str, Any]:
        given = {name: name in self.cleaned_data["consents"] for name in CONSENTS}
        return {"cohort": self.cleaned_data["cohort"], **given}


class NoteForm(forms.Form):
    participant = forms.ModelChoiceField(
        Participant.objects.none(), label="Who said it?", required=False, empty_label="Nobody in particular"
    )
    words = forms.CharField(
        label="What was said", help_text="No names. Write P1, P2 and so on.", max_length=10_000, widget=forms.Textarea
    )

    def __init__(self, session: Session, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].queryset = session.participants.filter(may_read=True)
