"""Each kind of Django field as GOV.UK markup: label, hint, error and their associations.

A widget's attributes may carry words of ours, which never reach the page as attributes:
`width` ("5" or "two-thirds"), `prefix`, `suffix`, `rows`, `label_size` ("s", "m", "l", "xl"), `heading` (the label is
the page's h1), `small` and `inline` (choices), `hints` (a hint for each value), `divider` (a value and the word
above it), `exclusive` (values that exclude the others) and `threshold` (when the character count appears).
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from derbyvoice.govuk.choosing import draw_choices, draw_select
from derbyvoice.govuk.dates import SplitDateWidget
from derbyvoice.govuk.engine import component
from derbyvoice.govuk.languages import CATALOGUES
from derbyvoice.govuk.naming import Params, described, labelled, legend, remaining

NAMES = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
NUMERIC = (forms.IntegerField, forms.DecimalField, forms.FloatField)


SPINNING = frozenset(("step", "min", "max"))
"""What only a box with arrows knows; the field itself says which numbers it takes."""


def draw(bound: BoundField, **extra: Any) -> SafeString:
    """The whole field group. Keyword arguments win over the widget's attributes of the same name."""
    widget = bound.field.widget
    options = {"disabled": bound.field.disabled, **widget.attrs, **extra}
    for kinds, drawn in BY_WIDGET:
        if isinstance(widget, kinds):
            return drawn(bound, options)
    return as_django_draws_it(bound, options)


def width_class(options: Params) -> str:
    width = options.get("width")
    if not width:
        return ""
    return f"govuk-input--width-{width}" if str(width).isdigit() else f"govuk-!-width-{width}"


def draw_input(bound: BoundField, options: Params) -> SafeString:
    """Text of one line. Numbers are text with a number pad: spinners change an answer by accident."""
    widget = bound.field.widget
    number = isinstance(bound.field, NUMERIC) or widget.input_type == "number"
    classes = " ".join(filter(None, [width_class(options), options.get("class", "")]))
    params = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "type": "text" if number else widget.input_type,
        "label": labelled(bound, options),
        "classes": classes,
        "value": shown_value(bound),
        "autocomplete": options.get("autocomplete", "off"),
        "spellcheck": options.get("spellcheck"),
        "inputmode": options.get("inputmode") or input_mode(bound, number),
        "attributes": {key: value for key, value in remaining(options).items() if not number or key not in SPINNING},
        **{side: {"text": options[side]} for side in ("prefix", "suffix") if options.get(side)},
        **described(bound),
    }
    return component("input", params)


def input_mode(bound: BoundField, number: bool) -> str | None:
    if not number:
        return None
    return "numeric" if isinstance(bound.field, forms.IntegerField) else "decimal"


def shown_value(bound: BoundField) -> str | None:
    """What stands in the box. A password is never written back."""
    if isinstance(bound.field.widget, forms.PasswordInput):
        return None
    return bound.field.widget.format_value(bound.value())


def draw_textarea(bound: BoundField, options: Params) -> SafeString:
    """Long text; with a length limit it counts instead of cutting."""
    limit = getattr(bound.field, "max_length", None)
    own = {"autocomplete": options.get("autocomplete", "off"), **counting(limit), **remaining(options)}
    params = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": labelled(bound, options),
        "classes": options.get("class", ""),
        "rows": rows(options),
        "value": "\n" + (shown_value(bound) or ""),  # browsers drop the first line break
        "attributes": own,
        "maxlength": limit,
        "threshold": options.get("threshold"),
        "textareaDescriptionText": gettext("You can enter up to %{count} characters"),
        **described(bound),
    }
    return component("character-count" if limit else "textarea", params)


def counting(limit: int | None) -> dict[str, str]:
    """What the script says while somebody writes in another language; in English it knows by itself."""
    left, over = gettext("Letters left:"), gettext("Letters too many:")
    return {"data-left": left, "data-over": over} if limit and get_language() in CATALOGUES else {}


def rows(options: Params) -> int:
    """Six rows unless the form says otherwise: Django's own ten fill a phone."""
    untouched = str(options.get("rows")) == "10" and str(options.get("cols")) == "40"
    return 6 if untouched else int(options.get("rows") or 6)


def draw_date(bound: BoundField, options: Params) -> SafeString:
    widget = bound.field.widget
    birth = options.get("autocomplete") == "bday"
    error = "govuk-input--error" if bound.errors else ""
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{bound.auto_id}-{part}",
            "label": gettext(NAMES[part]),
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2} {error}".strip(),
            "autocomplete": f"bday-{part}" if birth else "off",
        }
        for part, value in zip(widget.names, widget.parts(bound.value()), strict=True)
    ]
    group = legend(bound, options)
    return component("date-input", {"id": bound.auto_id, "items": items, "fieldset": group, **described(bound)})


def draw_tick(bound: BoundField, options: Params) -> SafeString:
    """One box to tick: its label is the statement, its hint stays with it."""
    told = described(bound)
    item = {
        "value": "on",
        "text": bound.label,
        "checked": bound.field.widget.check_test(bound.value()),
        "hint": told.pop("hint", None),
        "attributes": remaining(options),
    }
    shape = "govuk-checkboxes--small" if options.get("small") else ""
    params = {"idPrefix": bound.auto_id, "name": bound.html_name, "classes": shape, "items": [item], **told}
    return component("checkboxes", params)


def draw_file(bound: BoundField, options: Params) -> SafeString:
    params = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": labelled(bound, options),
        "attributes": remaining(options),
        **described(bound),
    }
    return component("file-upload", params)


def draw_hidden(bound: BoundField, options: Params) -> SafeString:
    return bound.as_hidden()


def as_django_draws_it(bound: BoundField, options: Params) -> SafeString:
    """A widget we do not know keeps its own inputs inside a named group."""
    told = described(bound)
    hint = component("hint", {"id": f"{bound.auto_id}-hint", **told["hint"]}) if "hint" in told else ""
    error = component("error-message", told["errorMessage"]) if "errorMessage" in told else ""
    inner = format_html("{}{}{}", hint, error, bound.as_widget())
    group = component("fieldset", {**legend(bound, options), "html": inner})
    return format_html('<div class="govuk-form-group">{}</div>', group)


# The first kind that fits wins: CheckboxSelectMultiple is also a RadioSelect, so it comes before it.
BY_WIDGET: tuple[tuple[Any, Callable[[BoundField, Params], SafeString]], ...] = (
    ((forms.HiddenInput, forms.MultipleHiddenInput), draw_hidden),
    (SplitDateWidget, draw_date),
    (forms.CheckboxSelectMultiple, draw_choices("checkboxes")),
    (forms.RadioSelect, draw_choices("radios")),
    (forms.Select, draw_select),
    (forms.CheckboxInput, draw_tick),
    (forms.FileInput, draw_file),
    (forms.Textarea, draw_textarea),
    (forms.widgets.Input, draw_input),
)
