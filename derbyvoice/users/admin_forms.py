"""Forms by which the office decides who may come in, and for what."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.office.links import link_to
from derbyvoice.users import actions, mail
from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User
from derbyvoice.users.roles import ROLES, Role

SENTENCES = [(role.key, f"{role.name}: {role.sentence}") for role in ROLES.values()]
WELCOME = """Hello {name},

You can sign in with this e-mail address now: {link}

We send you a code, then you choose a second step, such as an app on your phone.
"""


class RolesField(forms.MultipleChoiceField):
    """Every role with its sentence; gives `Role`s."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=SENTENCES, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        return tuple(ROLES[key] for key in super().clean(value))


class InviteForm(ActionForm):
    """Somebody new."""

    name = forms.CharField(max_length=120)
    roles = RolesField()

    class Meta:
        model = User
        fields = ("name", "email")

    def act(self, *, by: User) -> User:
        data = self.cleaned_data
        user = actions.invite(email=data["email"], name=data["name"], roles=data["roles"], by=by)
        transaction.on_commit(lambda: welcome(user))
        return user


def welcome(user: User) -> None:
    text = WELCOME.format(name=user.name, link=link_to("staff", "account_login"))
    mail.aside(lambda: mail.send(user.email, "You can sign in now", text))


class PersonForm(ActionForm):
    """What one person may do. What is taken away here ends at their next request."""

    roles = RolesField(help_text="Taking a role away signs the person out everywhere.")
    may_sign_in = forms.BooleanField(required=False)
    forget_second_factors = forms.BooleanField(
        label="They lost their phone or key: let them set up a new second step",
        help_text="Ring them first, on a number that you know. They are signed out everywhere.",
        required=False,
    )

    class Meta:
        model = User
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held: tuple[Role, ...] = tuple(ROLES[key] for key in sorted(self.instance.role_keys))
        self.fields["roles"].initial = [role.key for role in self.held]
        self.fields["may_sign_in"].initial = self.instance.is_active

    def act(self, *, by: User) -> User:
        user, wanted = self.instance, set(self.cleaned_data["roles"])
        if user == by and wanted != set(self.held):
            raise ValidationError({"roles": "You cannot change your own roles. Ask a colleague."})
        if "name" in self.changed_data:
            actions.rename(user, name=self.cleaned_data["name"], by=by)
        for role in sorted(wanted - set(self.held), key=lambda role: role.key):
            actions.grant_role(user, role=role, by=by)
        for role in sorted(set(self.held) - wanted, key=lambda role: role.key):
            actions.end_role(user, role=role, by=by)
        self.open_or_close(user, by=by)
        return user

    def open_or_close(self, user: User, *, by: User) -> None:
        if self.cleaned_data["may_sign_in"] != user.is_active:
            (actions.disable if user.is_active else actions.enable)(user, by=by)
        if self.cleaned_data["forget_second_factors"]:
            actions.forget_second_factors(user, by=by)
            transaction.on_commit(
                lambda: mail.tell(user, "Your second step was taken away, so that you can choose anew.")
            )
