"""Lists to choose from: select, radios, checkboxes."""

from collections.abc import Callable, Iterator
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from derbyvoice.govuk.engine import component
from derbyvoice.govuk.naming import Params, described, labelled, legend, remaining

EMPTY_CHOICE = "Choose one"


def options_of(bound: BoundField) -> Iterator[tuple[Any, Params]]:
    """(group, option) for each choice, as Django's own widget would select them."""
    widget = bound.field.widget
    value = widget.format_value(bound.value())
    for group, choices, _ in widget.optgroups(bound.html_name, value):
        for option in choices:
            yield group, option


def choice_label(option: Params) -> Any:
    nothing = str(option["value"]) == "" and set(str(option["label"])) == {"-"}
    return EMPTY_CHOICE if nothing else option["label"]


def draw_select(bound: BoundField, options: Params) -> SafeString:
    items = [
        {
            "value": str(option["value"]),
            "text": choice_label(option),
            "selected": option["selected"],
            "disabled": option["attrs"].get("disabled", False),
        }
        for _, option in options_of(bound)
    ]
    own = remaining(options)
    if bound.field.widget.allow_multiple_selected:
        own["multiple"] = {"value": True, "optional": True}
    params = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": labelled(bound, options),
        "classes": options.get("class", ""),
        "items": items,
        "attributes": own,
        **described(bound),
    }
    return component("select", params)


def choice_items(bound: BoundField, options: Params) -> Iterator[Params]:
    hints, divider = options.get("hints") or {}, options.get("divider") or {}
    exclusive = {str(value) for value in options.get("exclusive") or ()}
    before = None
    for group, option in options_of(bound):
        value = str(option["value"])
        if choice_label(option) == EMPTY_CHOICE:
            continue
        above = divider.get(option["value"]) or (group if group != before else None)
        before = group
        if above:
            yield {"divider": above}
        hint = hints.get(option["value"], hints.get(value))
        yield {
            "value": value,
            "text": option["label"],
            "checked": option["selected"],
            "disabled": bool(options.get("disabled") or option["attrs"].get("disabled")),
            "hint": {"text": hint} if hint else None,
            "behaviour": "exclusive" if value in exclusive else None,
        }


def draw_choices(kind: str) -> Callable[[BoundField, Params], SafeString]:
    def drawn(bound: BoundField, options: Params) -> SafeString:
        shapes = [f"govuk-{kind}--{shape}" for shape in ("small", "inline") if options.get(shape)]
        params = {
            "idPrefix": bound.auto_id,
            "name": bound.html_name,
            "classes": " ".join(shapes),
            "fieldset": legend(bound, options),
            "items": list(choice_items(bound, options)),
            **described(bound),
        }
        return component(kind, params)

    return drawn
