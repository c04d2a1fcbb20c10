"""What members fill in: an address, a code, return words, and what they choose."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from derbyvoice.govuk.rows import ManyRowsField
from derbyvoice.office.models import Cohort, District
from surveys.panel.choices import NOT_SAID, Age, Day, HowOften, Language, Part, Pause, Safe
from surveys.panel.models import Subscriber, Topic
from surveys.panel.profile import answer_of
from surveys.panel.spoken import of_the_office, own_name

PLAIN = {"auto_id": "%s", "use_required_attribute": False}
UNKEPT = _("This holds a sign that we cannot keep. Please take it out")
ON_THE_PAGE = _("Choose only what is on the page")


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Use one that nobody else reads. We send a code to it. We never show it to anybody."),
        max_length=254,
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address in the right form, like name@example.org"),
            "max_length": _("This address is too long"),
            "null_characters_not_allowed": UNKEPT,
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code from the e-mail"),
        help_text=_("Six numbers."),
        max_length=20,
        error_messages={
            "required": _("Enter the code from the e-mail"),
            "max_length": _("The code has six numbers"),
            "null_characters_not_allowed": UNKEPT,
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "width": "10"}),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


def bits(chosen: Iterable[Any]) -> int:
    """A bit for each chosen number."""
    return sum(1 << int(number) for number in set(chosen))


def chosen_bits(mask: int, among: Iterable[int]) -> list[str]:
    return [str(number) for number in among if mask >> number & 1]


def some_of(choices: Any, nothing: Any, **told: Any) -> forms.MultipleChoiceField:
    wrong = {"required": nothing, "invalid_choice": ON_THE_PAGE, "invalid_list": ON_THE_PAGE}
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=wrong, **told)


def one_of(choices: Any, nothing: Any = "", **told: Any) -> forms.ChoiceField:
    wrong = {"required": nothing, "invalid_choice": _("Choose one of the answers on the page")}
    return forms.ChoiceField(
        choices=choices, widget=forms.RadioSelect, error_messages=wrong, required=bool(nothing), **told
    )


class TopicsField(ManyRowsField):
    """Topics by the names that the office gave them."""

    def label_from_instance(self, obj: Any) -> SafeString:
        return of_the_office(obj.name)


class ChooseForm(forms.Form):
    """What we may ask, how often, and how we may write."""

    topics = TopicsField(
        Topic.objects.all(),
        label=_("What may we ask you about?"),
        help_text=_("Choose as many as you like."),
        required=False,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), ON_THE_PAGE),
    )
    how_often = one_of(HowOften.choices, _("Choose how often we may ask you"), label=_("How often may we ask you?"))
    safe = one_of(
        [(choice.value, choice.label) for choice in (Safe.YES, Safe.NO, Safe.UNKNOWN)],
        _("Choose whether it is safe to write to you"),
        label=_("Is it safe for us to write to your e-mail address?"),
        help_text=_("We write only if you say yes."),
    )
    days = some_of(
        Day.choices,
        _("Choose at least one day"),
        label=_("On which days may we write?"),
        help_text=_("Take out days on which somebody could see your messages."),
    )
    parts = some_of(Part.choices, _("Choose at least one part of the day"), label=_("At what time of the day?"))
    language = one_of(
        [(key, own_name(key)) for key in Language.values],
        _("Choose a language"),
        label=_("In which language would you like to be asked?"),
        help_text=_("Where we do not have it yet, we ask in English."),
    )

    def __init__(self, subscriber: Subscriber, data: Any = None) -> None:
        row = subscriber
        known = {
            "topics": [topic.key for topic in row.topics.all()],
            "how_often": row.how_often,
            "safe": row.safe if row.next_ask_on or row.safe != Safe.UNKNOWN else None,
            "days": chosen_bits(row.days, Day.values),
            "parts": chosen_bits(row.parts, Part.values),
            "language": row.language,
        }
        super().__init__(data, initial=known, **PLAIN)  # type: ignore[arg-type]

    def clean_days(self) -> int:
        return bits(self.cleaned_data["days"])

    def clean_parts(self) -> int:
        return bits(self.cleaned_data["parts"])


RATHER_NOT = (NOT_SAID, _("I would rather not say"))


class AboutForm(forms.Form):
    """Three things about oneself, each as one likes."""

    district = one_of([], label=_("Where do you live?"))
    cohort = one_of([], label=_("Which of these fits you best?"))
    age = one_of([*Age.choices, RATHER_NOT], label=_("How old are you?"))

    def __init__(self, subscriber: Subscriber, data: Any = None) -> None:
        places, groups = about_choices()
        super().__init__(data, initial=about(subscriber), **PLAIN)  # type: ignore[arg-type]
        self.fields["district"].choices = [*places, RATHER_NOT]  # type: ignore[attr-defined]
        self.fields["cohort"].choices = [*groups, RATHER_NOT]  # type: ignore[attr-defined]


def about_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Every district and cohort, as (key, words)."""
    places, groups = District.objects.values_list("code", "name"), Cohort.objects.values_list("key", "plain_name")
    return in_english(places), in_english(groups)


def in_english(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(key, of_the_office(words)) for key, words in rows]


def about(subscriber: Subscriber) -> dict[str, str]:
    """What a member said about themselves, found by trying the possible answers."""
    places, groups = about_choices()
    possible = {"district": [key for key, _name in places], "cohort": [key for key, _name in groups], "age": Age.values}
    return {
        what: answer_of(what, getattr(subscriber, f"{what}_key"), [*among, NOT_SAID])
        for what, among in possible.items()
    }


class PauseForm(forms.Form):
    length = one_of(Pause.choices, _("Choose how long"), label=_("How long shall we not ask you?"))


class LeaveForm(forms.Form):
    answers_too = forms.BooleanField(
        label=_("Also take back every answer that I gave through the list"),
        help_text=_(
            "If you do not tick this, your answers stay, but nobody can find out any more that they are yours."
        ),
        required=False,
    )
