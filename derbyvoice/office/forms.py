"""Forms for the plain facts of the office."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from derbyvoice.office import actions
from derbyvoice.office.models import Cohort, CrimeGroup, District, EmergencyContact, Office, VictimRight
from derbyvoice.users.admin_base import ActionForm
from derbyvoice.users.models import User

TELLING = re.compile(r"abus|domestic|violen|victim|survivor|rape|sexual|assault|stalk|crime|police|safeguard", re.I)
DATED = ("valid_from", "valid_to", "source")


class FactForm(ActionForm):
    """Adds or changes one fact."""

    def act(self, *, by: User) -> Any:
        return actions.keep(self.instance, fields=self.changed_data, by=by)


def neutral(words: str) -> str:
    """Refuse words that tell a stranger at the screen what the page is about."""
    if TELLING.search(words):
        raise ValidationError("Choose a name that tells a stranger nothing: it stands on screens and in inboxes.")
    return words


class OfficeForm(FactForm):
    class Meta:
        model = Office
        fields = (
            "name",
            "service_name",
            "holder_title",
            "area",
            "force_name",
            "sender_name",
            "contact_email",
            "contact_phone",
            "contact_address",
        )
        widgets = {"contact_address": forms.Textarea(attrs={"rows": 4, "maxlength": 500})}

    def clean_service_name(self) -> str:
        return neutral(self.cleaned_data["service_name"])

    def clean_sender_name(self) -> str:
        return neutral(self.cleaned_data["sender_name"])


class DistrictForm(FactForm):
    class Meta:
        model = District
        fields = ("code", "name", *DATED)


class CrimeGroupForm(FactForm):
    class Meta:
        model = CrimeGroup
        fields = ("key", "name", "plain_name", "risk", "heightened", "position", *DATED)


class CohortForm(FactForm):
    class Meta:
        model = Cohort
        fields = ("key", "name", "plain_name", "heightened", "position", *DATED)


class EmergencyContactForm(FactForm):
    url = forms.URLField(assume_scheme="https", max_length=200, required=False)

    class Meta:
        model = EmergencyContact
        fields = ("name", "phone", "url", "words", "position", *DATED)


class VictimRightForm(FactForm):
    class Meta:
        model = VictimRight
        fields = ("key", "number", "name", "plain_name", *DATED)
