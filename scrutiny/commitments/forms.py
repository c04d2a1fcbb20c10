"""What the office fills in about promises."""

from typing import Any

from django import forms

from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User
from scrutiny.commitments import actions
from scrutiny.commitments.choices import TRANSITIONS, Evidence, State
from scrutiny.commitments.days import in_words, last_day
from scrutiny.commitments.models import Commitment
from scrutiny.questions.models import Question

STAYS = ("", "As it is")
WHEN = "As it was given: 14 September 2022, September 2022 or 2022."
FACTS = ["what", "owner", "partner", "post", "source_meeting", "source", "measure", "finding"]


class DayField(forms.CharField):
    """A day, a month or a year in words; gives (last day, how exact), or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, help_text=WHEN, **kwargs)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        try:
            return last_day(words) if words else (None, "")
        except ValueError as error:
            raise forms.ValidationError("Write it like 14 September 2022, September 2022 or 2022.") from error


class QuestionField(forms.CharField):
    """The reference of a question, such as K7MPQ2XD."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=12, label="Reference of the question", **kwargs)

    def clean(self, value: Any) -> Any:
        reference = super().clean(value).strip().upper()
        question = Question.objects.filter(reference=reference).first()
        if reference and question is None:
            raise forms.ValidationError("There is no question with this reference.")
        return question


class CommitmentForm(ActionForm):
    due_in_words = DayField(label="Due")
    asked_in = QuestionField()

    class Meta:
        model = Commitment
        fields = FACTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["due_in_words"] = in_words(self.instance.due, self.instance.due_precision)
            self.initial["asked_in"] = self.instance.question.reference if self.instance.question else ""

    def facts(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in FACTS}
        due, precision = self.cleaned_data["due_in_words"]
        return {**told, "due": due, "due_precision": precision, "question": self.cleaned_data["asked_in"]}

    def act(self, *, by: User) -> Commitment:
        return actions.promise(at=clock.now(), by=by, **self.facts())


class FollowUpForm(CommitmentForm):
    """Corrects the facts, and tells what was heard since; a promise is done with a date and evidence."""

    to = forms.ChoiceField(label="How it stands now", required=False)
    news = forms.CharField(label="What is new", required=False, max_length=2000, widget=forms.Textarea)
    done_in_words = DayField(label="Done")
    proof = forms.CharField(label="Evidence", required=False, max_length=500)
    proof_kind = forms.ChoiceField(label="How we know", required=False, choices=[("", "---------"), *Evidence.choices])
    proof_link = forms.URLField(label="Link to the evidence", required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = sorted(TRANSITIONS[self.instance.state])
        self.fields["to"].choices = [STAYS, *((to, State(to).label) for to in steps)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("to") == State.DONE:
            for name in ("proof", "proof_kind"):
                if not told.get(name):
                    self.add_error(name, "A promise is done when there is evidence.")
            if not told.get("done_in_words", ("", ""))[0]:
                self.add_error("done_in_words", "Say when it was done.")
        elif told.get("to") and not told.get("news"):
            self.add_error("news", "Say why.")
        return told

    def act(self, *, by: User) -> Commitment:
        told, now = self.cleaned_data, clock.now()
        commitment = actions.change(self.instance, by=by, **self.facts())
        if told["to"] == State.DONE:
            return self.close(commitment, by=by)
        if told["to"]:
            step = {State.DROPPED: actions.drop, State.OPEN: actions.reopen}[told["to"]]
            return step(commitment, words=told["news"], at=now, by=by)
        if told["news"]:
            actions.follow_up(commitment, words=told["news"], at=now, by=by)
        return commitment

    def close(self, commitment: Commitment, *, by: User) -> Commitment:
        told = self.cleaned_data
        on, precision = told["done_in_words"]
        proof = {"evidence": told["proof"], "kind": told["proof_kind"], "link": told["proof_link"]}
        return actions.close_as_done(commitment, on=on, precision=precision, at=clock.now(), by=by, **proof)
