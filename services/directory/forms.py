"""What somebody who looks for help may choose. Everything can be left out."""

from typing import Any

from django import forms

from derbyvoice.office.models import CrimeGroup, District


class FindHelpForm(forms.Form):
    """What happened, in plain words, and where. Nothing of it is kept."""

    what = forms.ChoiceField(label="What happened?", required=False)
    where = forms.ChoiceField(label="Where do you live?", required=False)

    def __init__(self, *args: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = CrimeGroup.objects.on(day).values_list("pk", "plain_name")
        districts = District.objects.on(day).values_list("code", "name")
        self.fields["what"].choices = [
            ("", "I do not want to say"),
            *((str(number), words) for number, words in groups),
        ]  # type: ignore[attr-defined]
        self.fields["where"].choices = [("", "I do not want to say"), *districts]  # type: ignore[attr-defined]
