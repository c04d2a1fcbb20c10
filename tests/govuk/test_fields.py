"""Every kind of field: named, explained, and what is wrong with it said where it is."""

import pytest
from django import forms
from django.utils.safestring import mark_safe

from derbyvoice.govuk.drawing import draw
from derbyvoice.govuk.gallery import FILLED, EveryField
from tests.govuk.reading import read

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;"
KINDS = list(EveryField.base_fields)
CONTROLS = ("input", "textarea", "select")


def controls(page):
    return [e for e in page.elements if e.tag in CONTROLS and e.attrs.get("type") != "hidden"]


def named_by_label(page, control):
    return [label for label in page.all("label") if label.attrs.get("for") == control.attrs["id"]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_control_has_a_label(kind):
    page = read(draw(EveryField()[kind]))
    for control in controls(page):
        assert len(named_by_label(page, control)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_id_stands_once(kind):
    page = read(draw(EveryField({})[kind]))
    ids = [e.attrs["id"] for e in page.elements if "id" in e.attrs]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_tied_to_its_control(kind):
    bound = EveryField({})[kind]
    page = read(draw(bound))
    told = " ".join(e.attrs.get("aria-describedby", "") for e in page.elements if e.tag in (*CONTROLS, "fieldset"))
    assert f"id_{kind}-error" in told.split()
    assert page.by_id(f"id_{kind}-error").text.strip().startswith("Error:")


@pytest.mark.parametrize("kind", ["name", "story", "help_wanted", "day"])
def test_a_hint_is_tied_to_its_control(kind):
    bound = EveryField()[kind]
    page = read(draw(bound))
    told = " ".join(e.attrs.get("aria-describedby", "") for e in page.elements)
    assert f"id_{kind}-hint" in told.split()
    assert page.by_id(f"id_{kind}-hint").text.strip() == bound.help_text


def test_what_was_typed_comes_back():
    page = read(EveryField(FILLED).render())
    assert page.one("input", name="name").attrs["value"] == FILLED["name"]
    assert page.one("textarea", name="story").text.removeprefix("\n") == FILLED["story"]
    assert [page.one("input", name=f"day_{part}").attrs["value"] for part in ("day", "month", "year")] == [
        "27",
        "3",
        "2026",
    ]
    assert page.one("option", selected="").attrs["value"] == "buxton"
    ticked = [e.attrs["value"] for e in page.all("input") if "checked" in e.attrs]
    assert ticked == ["unsure", "yes", "home", "phone", "on"]


def test_a_passphrase_and_a_required_mark_do_not_come_back():
    html = EveryField({**FILLED, "passphrase": "hunter twelve"}).render()
    assert "hunter twelve" not in html
    assert " required" not in html
    assert "maxlength=" not in html.replace("data-maxlength=", "")


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_answers_stay_text(kind):
    data = dict.fromkeys((kind, f"{kind}_day", f"{kind}_month", f"{kind}_year"), HOSTILE)
    page = read(draw(EveryField(data)[kind]))
    assert not page.all("script")
    assert not page.all("img")


class HostileForm(forms.Form):
    text = forms.CharField(label=HOSTILE, help_text=HOSTILE)
    long = forms.CharField(label=HOSTILE, help_text=HOSTILE, max_length=9, widget=forms.Textarea)
    one = forms.ChoiceField(label=HOSTILE, choices=[(HOSTILE, HOSTILE)])
    radio = forms.ChoiceField(
        label=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.RadioSelect(attrs={"hints": {HOSTILE: HOSTILE}})
    )
    many = forms.MultipleChoiceField(label=HOSTILE, choices=[(HOSTILE, HOSTILE)], widget=forms.CheckboxSelectMultiple)
    tick = forms.BooleanField(label=HOSTILE, help_text=HOSTILE)

    def clean_text(self):
        raise forms.ValidationError(HOSTILE)

    def clean(self):
        raise forms.ValidationError([HOSTILE, "and more"])


@pytest.mark.parametrize("data", [None, {"text": HOSTILE}])
def test_hostile_labels_hints_and_errors_stay_text(data):
    page = read(HostileForm(data).render())
    assert not page.all("script")
    assert not page.all("img")
    assert not [e for e in page.elements if "onerror" in e.attrs]


def test_words_that_we_marked_safe_are_kept():
    class Form(forms.Form):
        name = forms.CharField(help_text=mark_safe("See <em>below</em>"))

    assert read(Form().render()).one("em").text == "below"


def test_several_boxes_are_boxes_though_django_calls_them_radios():
    page = read(draw(EveryField()["help_wanted"]))
    assert {e.attrs["type"] for e in page.all("input")} == {"checkbox"}


def test_free_text_is_not_remembered_by_the_browser_unless_named():
    class Form(forms.Form):
        plain = forms.CharField()
        long = forms.CharField(widget=forms.Textarea)
        email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    page = read(Form().render())
    assert [e.attrs["autocomplete"] for e in controls(page)] == ["off", "off", "email"]


def test_a_number_is_text_with_a_number_pad():
    age = read(draw(EveryField()["age"])).one("input")
    assert (age.attrs["type"], age.attrs["inputmode"]) == ("text", "numeric")


def test_a_label_can_be_the_heading_of_the_page():
    page = read(draw(EveryField()["story"], heading=True))
    assert page.one("h1").text.strip() == "What happened?"


def test_an_unknown_widget_keeps_its_name_and_its_error():
    class Form(forms.Form):
        when = forms.SplitDateTimeField(label="When")

    page = read(Form({}).render())
    assert page.one("legend").text.strip() == "When"
    assert page.one("p").text.split() == ["Error:", "Fill", "in", "“When”"]


def test_a_disabled_field_says_so():
    form = EveryField()
    form.fields["name"].disabled = True
    form.fields["reported"].disabled = True
    page = read(form.render())
    assert "disabled" in page.one("input", name="name").attrs
    assert ["disabled" in e.attrs for e in page.all("input", name="reported")] == [True] * 3
