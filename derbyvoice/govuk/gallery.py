"""A living page of every component and every kind of field: empty, with an error, and filled."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from derbyvoice.govuk.forms import SplitDateField
from derbyvoice.govuk.shapes import errors_of

YES_NO = [("yes", "Yes"), ("no", "No"), ("unsure", "I am not sure")]
HELP = [("home", "At home"), ("phone", "By phone"), ("none", "None of these")]
TOWNS = [("", "---------"), ("Peaks", [("bakewell", "Bakewell"), ("buxton", "Buxton")]), ("ilkeston", "Ilkeston")]


class EveryField(forms.Form):
    """One field of each kind that the platform uses."""

    name = forms.CharField(label="Your name", help_text="As you want us to say it.")
    email = forms.EmailField(label="Email", widget=forms.EmailInput(attrs={"width": "two-thirds"}))
    phone = forms.CharField(label="Phone", widget=forms.TextInput(attrs={"type": "tel", "width": "20"}))
    age = forms.IntegerField(label="Age", widget=forms.NumberInput(attrs={"width": "3", "suffix": "years"}))
    cost = forms.DecimalField(label="Cost", widget=forms.NumberInput(attrs={"width": "5", "prefix": "£"}))
    story = forms.CharField(
        label="What happened?",
        help_text="Write as much or as little as you like. You can skip this.",
        max_length=200,
        widget=forms.Textarea(attrs={"label_size": "m"}),
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}))
    town = forms.ChoiceField(label="Nearest town", choices=TOWNS)
    reported = forms.ChoiceField(label="Did you report it?", choices=YES_NO, widget=forms.RadioSelect)
    heard = forms.ChoiceField(
        label="Did you feel heard?",
        choices=YES_NO[:2],
        widget=forms.RadioSelect(attrs={"inline": True, "hints": {"yes": "Even a little"}}),
    )
    help_wanted = forms.MultipleChoiceField(
        label="How may we help?",
        help_text="Choose all that fit.",
        choices=HELP,
        widget=forms.CheckboxSelectMultiple(attrs={"divider": {"none": "or"}, "exclusive": ["none"]}),
    )
    agree = forms.BooleanField(label="You may count my answers", help_text="Nobody reads your words.")
    day = SplitDateField(label="When was it?", help_text="For example, 27 3 2026")
    paper = forms.FileField(label="Add a paper")
    passphrase = forms.CharField(label="Passphrase", widget=forms.PasswordInput)


FILLED: dict[str, Any] = {
    "name": "Sam O’Neill & <b>family</b>",
    "email": "sam@example.org",
    "phone": "01632 960 001",
    "age": "34",
    "cost": "12.50",
    "story": "First line\nSecond line with \"quotes\" & <script>alert('no')</script>",
    "note": "Call after six.",
    "town": "buxton",
    "reported": "unsure",
    "heard": "yes",
    "help_wanted": ["home", "phone"],
    "agree": "on",
    "day_day": "27",
    "day_month": "3",
    "day_year": "2026",
}


@dataclass(frozen=True)
class SampleTable:
    """As `derbyvoice.lib.tables.Table`, without asking for it."""

    caption: str = "Answers by month"
    columns: tuple[str, ...] = ("Month", "Asked", "Answered")
    rows: list[tuple[Any, ...]] = field(
        default_factory=lambda: [("May", 120, 115), ("June", 95, 90), ("July", "not shown", "not shown")]
    )


BARS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="320" height="120" role="img" '
    'aria-label="Answers by month"><rect x="20" y="20" width="60" height="90" fill="#0b5a63"/>'
    '<rect x="110" y="45" width="60" height="65" fill="#0b5a63"/></svg>'
)


def components(request: HttpRequest) -> HttpResponse:
    """The roof decides who may open this page. Sending one of its forms only draws it again."""
    empty = EveryField(prefix="empty")
    wrong = EveryField({}, prefix="wrong")
    filled = EveryField({f"filled-{key}": value for key, value in FILLED.items()}, prefix="filled")
    context = {
        "forms": [("Empty", empty), ("With errors", wrong), ("Filled", filled)],
        "errors": list(errors_of(wrong))[:4],
        "table": SampleTable(),
        "bars": BARS,
        "rows": [("Name", "Sam <i>O’Neill</i>", "#name"), ("Reported", "Yes")],
        "page_obj": Paginator(range(95), 10).get_page(request.GET.get("page")),
        "tags": ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"],
    }
    return render(request, "components.html", context)
