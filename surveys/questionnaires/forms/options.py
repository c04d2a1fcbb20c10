"""One option of a question, or one row of a matrix."""

from typing import Any

from django import forms

from surveys.questionnaires.editing import LONGEST_ID, Raw, fresh_id
from surveys.questionnaires.forms.fields import LineField


class OptionForm(forms.Form):
    """Its words. Its short name is made from them once, and then stays, since answers are counted by it."""

    text = LineField(max_length=200, required=False)
    young = forms.BooleanField(label="Under 16", required=False, widget=forms.CheckboxInput(attrs={"small": True}))
    id = forms.CharField(max_length=LONGEST_ID, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: int, noun: str, ages: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", use_required_attribute=False, **kwargs)
        self.place = place
        self.fields["text"].label = f"{noun} {place + 1}"
        self.fields["young"].label = f"{noun} {place + 1} stands for people under 16"
        if not ages:
            del self.fields["young"]


def options_from(forms_: list[OptionForm], known: list[Raw]) -> list[Raw]:
    """The options that have words. Known ones keep their short name and whatever else they hold."""
    before = {option["id"]: option for option in known}
    taken, options = set[str](), list[Raw]()
    for form in forms_:
        words, name = form.cleaned_data["text"], form.cleaned_data["id"]
        if not words:
            continue
        if name not in before or name in taken:
            name = fresh_id(words, taken | set(before), otherwise="option")
        taken.add(name)
        option = {**before.get(name, {}), "id": name, "text": words}
        if "young" in form.fields:
            option = {key: value for key, value in option.items() if key != "young"}
            option |= {"young": True} if form.cleaned_data["young"] else {}
        options.append(option)
    return options
