"""What surrounds a field: label or legend, hint, error, and the attributes of the element."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

Params = dict[str, Any]
# Words of ours in a widget's attributes, for the drawing and not for the page
OURS = frozenset(("width", "prefix", "suffix", "rows", "cols", "label_size", "heading"))
CHOOSING = frozenset(("small", "inline", "hints", "divider", "exclusive", "threshold"))
# Attributes that the macros write themselves, or that would cut or refuse an answer in the browser
WRITTEN_ELSEWHERE = frozenset(
    ("id", "name", "class", "required", "maxlength", "minlength", "autocomplete", "spellcheck", "inputmode")
)


def messages_of(bound: BoundField) -> list[str]:
    """What is wrong with this field, one by one: a slice of an ErrorList would show brackets and quotes."""
    return [in_words(bound, error) for error in bound.errors.as_data()]


def in_words(bound: BoundField, error: ValidationError) -> str:
    """Django's own "required" says nothing on a page with many fields, so it names the field."""
    text = str(next(iter(error)))
    if error.code != "required" or text != str(forms.Field.default_error_messages["required"]):
        return text
    verb = "Choose an answer to" if isinstance(bound.field.widget, forms.widgets.ChoiceWidget) else "Fill in"
    if isinstance(bound.field.widget, forms.CheckboxInput):
        verb = "Tick"
    elif isinstance(bound.field.widget, forms.FileInput):
        verb = "Choose a file for"
    return f"{verb} “{bound.label}”"


def described(bound: BoundField) -> Params:
    """Hint and error as every macro takes them."""
    params: Params = {}
    if bound.help_text:
        params["hint"] = {"text": bound.help_text}
    messages = [conditional_escape(text) for text in messages_of(bound)]
    if messages:
        told = mark_safe("<br>".join(messages))  # noqa: S308 - each escaped above
        params["errorMessage"] = {"html": told, "visuallyHiddenText": gettext("Error:").rstrip(":")}
    return params


def labelled(bound: BoundField, options: Params) -> Params:
    size = options.get("label_size") or ("l" if options.get("heading") else None)
    classes = f"govuk-label--{size}" if size else ""
    return {"text": bound.label, "classes": classes, "isPageHeading": bool(options.get("heading"))}


def legend(bound: BoundField, options: Params) -> Params:
    """A group of choices is named by a legend; medium unless said otherwise, so that questions stand out."""
    size = options.get("label_size") or ("l" if options.get("heading") else "s")
    words = {
        "text": bound.label,
        "classes": f"govuk-fieldset__legend--{size}",
        "isPageHeading": bool(options.get("heading")),
    }
    return {"legend": words}


def remaining(options: Params) -> Params:
    """Attributes for the element itself, without ours and without those the macros write."""
    kept = {key: value for key, value in options.items() if key not in OURS | CHOOSING | WRITTEN_ELSEWHERE}
    return {
        key: {"value": True, "optional": True} if value is True else str(value)
        for key, value in kept.items()
        if value is not None and value is not False
    }
