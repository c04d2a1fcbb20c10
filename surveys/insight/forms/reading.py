from django import forms

from surveys.questionnaires.models import Survey


class ResponseFilter(forms.Form):
    """Which responses to list. What is not valid filters nothing."""

    survey = forms.ModelChoiceField(
        Survey.objects.all(), required=False, to_field_name="slug", empty_label="All surveys"
    )
    words = forms.BooleanField(label="With own words", required=False)
    unread = forms.BooleanField(label="Not read yet", required=False)
    uncoded = forms.BooleanField(label="Not coded yet", required=False)
