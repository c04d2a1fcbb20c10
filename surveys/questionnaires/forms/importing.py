"""A spreadsheet with a survey, and where the survey is to stand."""

from typing import Any

from django import forms
from django.core import signing

from surveys.questionnaires.xlsforms.book import BIGGEST, NotAForm
from surveys.questionnaires.xlsforms.incoming import Incoming, read_form

SALT = "form on its way in"
LONGEST_WAIT = 24 * 60 * 60
"""Seconds for which a form that was looked at can be kept."""


class FormFile(forms.Form):
    file = forms.FileField(
        label="XLSForm (.xlsx or .xls)",
        error_messages={"required": "Choose a file", "empty": "This file is empty", "missing": "Choose a file"},
    )

    def clean_file(self) -> Incoming:
        """How the form reads."""
        file = self.cleaned_data["file"]
        try:
            if file.size > BIGGEST:
                raise NotAForm("This file is larger than 3 MB.")
            return read_form(file.read(), name=file.name.rpartition(".")[0][:80] or "form")
        except NotAForm as error:
            raise forms.ValidationError(str(error)) from error


def packed(definition: dict[str, Any]) -> str:
    """A definition as a hidden field carries it from one page to the next. Nobody can change it on the way."""
    return signing.dumps(definition, salt=SALT, compress=True)


def unpacked(text: str) -> dict[str, Any] | None:
    try:
        found = signing.loads(text, salt=SALT, max_age=LONGEST_WAIT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None
