"""What a person may decide about a message."""

from typing import Any

from django import forms

from derbyvoice.notifications import actions
from derbyvoice.notifications.models import Message
from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User

DECISIONS = [
    ("retry", "It failed: try again"),
    ("was_sent", "It was uncertain: it was sent"),
    ("was_not_sent", "It was uncertain: it was not sent"),
]


class DecisionForm(ActionForm):
    """Try a failed message again, or settle an uncertain one."""

    decision = forms.ChoiceField(choices=[("", "Choose"), *DECISIONS], label="What to do")

    class Meta:
        model = Message
        fields: tuple[str, ...] = ()

    def act(self, *, by: User) -> Any:
        decision = self.cleaned_data["decision"]
        if decision == "retry":
            return actions.retry(self.instance, by=by)
        return actions.settle(self.instance, was_sent=decision == "was_sent", by=by)
