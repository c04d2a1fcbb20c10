"""What the office decides about a question: one form, whose choices follow from where the question stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from derbyvoice.lib.redaction import redact, suggest
from derbyvoice.office import clock
from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User
from scrutiny.questions import actions
from scrutiny.questions.choices import WORDED, State
from scrutiny.questions.forms import plain
from scrutiny.questions.models import AskingRule, AskingTerms, Question

Told = dict[str, Any]


@dataclass(frozen=True)
class Decision:
    """A step that the office may take from these states. `needs` is the field that must be filled in for it."""

    label: str
    states: frozenset[str]
    act: Callable[[Question, Told, Any, User], Any]
    needs: str = ""


def accept(question: Question, told: Told, at: Any, by: User) -> Question:
    return actions.accept(question, public_words=told["public_words"], at=at, by=by)


def accept_and_send(question: Question, told: Told, at: Any, by: User) -> Question:
    return actions.send_to_force(accept(question, told, at, by), at=at, by=by)


DECISIONS: dict[str, Decision] = {
    "accept_and_send": Decision(
        "Take it, and send it to the force", frozenset({State.WAITING}), accept_and_send, "public_words"
    ),
    "accept": Decision("Take it, and send it later", frozenset({State.WAITING}), accept, "public_words"),
    "send": Decision(
        "Send it to the force",
        frozenset({State.ACCEPTED}),
        lambda question, told, at, by: actions.send_to_force(question, at=at, by=by),
    ),
    "decline": Decision(
        "Do not take it",
        frozenset({State.WAITING, State.ACCEPTED}),
        lambda question, told, at, by: actions.decline(question, rule=told["rule"], at=at, by=by),
        "rule",
    ),
    "merge": Decision(
        "Answer it together with another question",
        frozenset({State.WAITING, State.ACCEPTED, State.WITH_FORCE}),
        lambda question, told, at, by: actions.merge(question, into=told["into"], at=at, by=by),
        "into",
    ),
    "recall": Decision(
        "Take it back from the force",
        frozenset({State.WITH_FORCE}),
        lambda question, told, at, by: actions.recall(question, at=at, by=by),
    ),
    "publish": Decision(
        "Publish question and answer",
        frozenset({State.ANSWERED}),
        lambda question, told, at, by: actions.publish(question, at=at, by=by, seen=told["seen_answer"]),
    ),
    "check": Decision(
        "I have checked the answer; a colleague may publish it",
        frozenset({State.ANSWERED}),
        lambda question, told, at, by: actions.check_answer(question, at=at, by=by, seen=told["seen_answer"]),
    ),
    "second": Decision(
        "It may tell of a person: let two people look",
        frozenset({State.ANSWERED}),
        lambda question, told, at, by: actions.ask_for_second_person(question, by=by, seen=told["seen_answer"]),
    ),
    "send_back": Decision(
        "Ask the force for another answer",
        frozenset({State.ANSWERED}),
        lambda question, told, at, by: actions.send_back(
            question, note=told["note"], at=at, by=by, seen=told["seen_answer"]
        ),
        "note",
    ),
    "take_down": Decision(
        "Take it down",
        frozenset({State.PUBLISHED}),
        lambda question, told, at, by: actions.take_down(question, at=at, by=by),
    ),
    "reconsider": Decision(
        "Look at it again, or mend its words",
        frozenset({State.ACCEPTED, State.DECLINED, State.MERGED}),
        lambda question, told, at, by: actions.reconsider(question, at=at, by=by),
    ),
}


def needed_from(state: str) -> list[str]:
    """The boxes that some decision open from here needs filled in, in the order of the page."""
    needs = {decision.needs for decision in DECISIONS.values() if state in decision.states}
    return [name for name in ("rule", "into", "note") if name in needs]


def open_from(state: str) -> list[tuple[str, str]]:
    return [(key, decision.label) for key, decision in DECISIONS.items() if state in decision.states]


class Unlabelled(forms.HiddenInput):
    """The admin writes a label for every box; one for a hidden box leads nowhere."""

    def id_for_label(self, id_: str) -> str:
        return ""


class ModerationForm(ActionForm):
    """Decide what happens to a question. Words for the public begin as the asker's own with traces taken out."""

    decision = forms.ChoiceField(label="What happens now", widget=forms.RadioSelect)
    rule = forms.ModelChoiceField(
        AskingRule.objects.none(), label="Rule against it", required=False, help_text="The asker is told."
    )
    into = forms.ModelChoiceField(
        Question.objects.none(), label="Together with", required=False, to_field_name="reference"
    )
    note = forms.CharField(
        label="Note to the force", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    seen_answer = forms.IntegerField(required=False, widget=Unlabelled)

    class Meta:
        model = Question
        fields = ["public_words"]
        widgets = {"public_words": forms.Textarea(attrs={"rows": 6, "cols": 80})}
        help_texts = {
            "public_words": "What could name or reach somebody has been taken out. Read it all the same: names of "
            "people are not found by themselves."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = self.instance.state
        self.fields["decision"].choices = open_from(self.was)
        self.fields["rule"].queryset = AskingRule.objects.on(clock.today())
        self.fields["into"].queryset = Question.objects.filter(state__in=WORDED).exclude(pk=self.instance.pk)
        if "public_words" in self.fields:
            self.fields["public_words"].disabled = self.was != State.WAITING
        self.answer_now = self.instance.answers.filter(is_current=True).values_list("pk", flat=True).first()
        self.initial["seen_answer"] = self.answer_now
        own = getattr(self.instance, "own_words_read", "")
        if self.was == State.WAITING and own and not self.instance.public_words:
            self.initial["public_words"] = redact(own, suggest(own))

    def clean_public_words(self) -> str:
        """Only a question that waits to be taken gets other words for the public: elsewhere the box is closed."""
        return plain(self.cleaned_data["public_words"])

    def clean(self) -> Told:
        told = super().clean() or self.cleaned_data
        decision = DECISIONS.get(told.get("decision", ""))
        if decision and decision.needs and not told.get(decision.needs):
            self.add_error(decision.needs, f"Fill this in for “{decision.label}”.")
        if self.was == State.ANSWERED and told.get("seen_answer") != self.answer_now:
            self.show_the_newer_answer()
        return told

    def show_the_newer_answer(self) -> None:
        """The page is drawn anew with what the force wrote since; what was decided and typed stays in its boxes."""
        self.add_error("decision", actions.ANOTHER_ANSWER)
        self.data = self.data.copy()
        self.data["seen_answer"] = str(self.answer_now or "")

    def act(self, *, by: User) -> Question:
        DECISIONS[self.cleaned_data["decision"]].act(self.instance, self.cleaned_data, clock.now(), by)
        return Question.objects.get(pk=self.instance.pk)


class RuleForm(ActionForm):
    class Meta:
        model = AskingRule
        fields = ["key", "sentence", "declined_words", "position", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> AskingRule:
        actions.keep_setting(self.instance, by=by)
        return self.instance


class TermsForm(ActionForm):
    class Meta:
        model = AskingTerms
        fields = ["confirm_days", "asker_kept_days", "mails_a_day", "answer_days", "valid_from", "valid_to", "source"]

    def act(self, *, by: User) -> AskingTerms:
        actions.keep_setting(self.instance, by=by)
        return self.instance
