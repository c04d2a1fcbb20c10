"""From the objects of a view to the parameters of a component."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from derbyvoice.govuk.dates import SplitDateWidget
from derbyvoice.govuk.naming import Params, messages_of


def errors_of(form: BaseForm) -> Iterator[Params]:
    """Errors of the whole form first, then of each field in the order of the page."""
    for text in form.non_field_errors():
        yield {"text": text}
    for field in form:
        for text in messages_of(field):
            yield {"text": text, "href": None if field.is_hidden else f"#{first_input(field)}"}


def first_input(field: BoundField) -> str:
    if isinstance(field.field.widget, SplitDateWidget):
        return f"{field.auto_id}-{field.field.widget.names[0]}"
    return str(field.auto_id)


def summary_row(row: Iterable[Any]) -> Params:
    """One line of a summary list, with or without a link to change it."""
    key, value, *link = row
    params: Params = {"key": {"text": key}, "value": {"text": value}}
    if link:
        words = link[1] if len(link) > 1 else gettext("Change")
        hidden = str(key).lower() if len(link) == 1 else None
        params["actions"] = {"items": [{"href": link[0], "text": words, "visuallyHiddenText": hidden}]}
    return params


def table_params(table: Any) -> Params:
    """The parameters of a `derbyvoice.lib.tables.Table`; columns of numbers stand to the right."""
    rows = [list(row) for row in table.rows]
    kinds = ["numeric" if holds_numbers(rows, at) else None for at in range(len(table.columns))]
    return {
        "caption": table.caption,
        "captionClasses": "govuk-table__caption--s",
        "head": [cell_params(name, kind) for name, kind in zip(table.columns, kinds, strict=True)],
        "rows": [[cell_params(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in rows],
        "firstCellIsHeader": True,
    }


def holds_numbers(rows: list[list[Any]], at: int) -> bool:
    """The first column names the row; another one is of numbers if any of its cells is one."""
    return at > 0 and any(is_number(row[at]) for row in rows)


def is_number(cell: Any) -> bool:
    return (isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)) or hasattr(cell, "protection")


def cell_params(cell: Any, kind: str | None) -> Params:
    safe = hasattr(cell, "__html__")
    return {"text": "" if cell is None else cell if safe else str(cell), "format": kind}


def scrolling(table: SafeString, name: str) -> SafeString:
    """A region that the keyboard can scroll."""
    return format_html('<div class="dv-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', name, table)


def page_links(page: Page, query: QueryDict | None, name: str) -> Params:
    def href(number: int) -> str:
        asked = query.copy() if query is not None else QueryDict(mutable=True)
        asked[name] = str(number)
        return f"?{asked.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    params: Params = {"items": [page_item(number, page, href) for number in shown]}
    if page.has_previous():
        params["previous"] = {"href": href(page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": href(page.next_page_number())}
    return params


def page_item(number: Any, page: Page, href: Any) -> Params:
    if number == Paginator.ELLIPSIS:
        return {"ellipsis": True}
    return {"number": number, "href": href(number), "current": number == page.number}
