"""From the objects of a view to the parameters of a component."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from derbyvoice.govuk.dates import SplitDateWidget
from derbyvoice.govuk.naming import Params, text_of


def errors_of(form: BaseForm) -> Iterator[Params]:
    """Errors of the whole form first, then of each field in the order of the page."""
    for text in text_of(form.non_field_errors()):
        yield {"text": text}
    for field in form:
        for text in text_of(field.errors):
            yield {"text": text, "href": None if field.is_hidden else f"#{first_input(field)}"}


def first_input(field: BoundField) -> str:
    if isinstance(field.field.widget, SplitDateWidget):
        return f"{field.auto_id}-day"
    return str(field.auto_id)


def summary_row(row: Iterable[Any]) -> Params:
    """One line of a summary list, with or without a link to change it."""
    key, value, *link = row
    params: Params = {"key": {"text": key}, "value": {"text": value}}
    if link:
        words = link[1] if len(link) > 1 else "Change"
        hidden = str(key).lower() if words == "Change" else None
        params["actions"] = {"items": [{"href": link[0], "text": words, "visuallyHiddenText": hidden}]}
    return params


def table_params(table: Any) -> Params:
    """The parameters of a `derbyvoice.lib.tables.Table`; numbers stand to the right."""
    columns = [column_params(column) for column in table.columns]
    rows = [list(table_row(row, columns)) for row in table.rows]
    return {
        "caption": table.caption,
        "captionClasses": "govuk-table__caption--s",
        "head": columns,
        "rows": rows,
        "firstCellIsHeader": True,
    }


def column_params(column: Any) -> Params:
    name = getattr(column, "label", None) or getattr(column, "name", None) or str(column)
    return {"text": name, "format": "numeric" if getattr(column, "numeric", False) else None}


def table_row(row: Iterable[Any], columns: list[Params]) -> Iterator[Params]:
    for cell, column in zip(row, columns, strict=False):
        number = column["format"] or ("numeric" if is_number(cell) else None)
        yield {"text": "" if cell is None else cell if hasattr(cell, "__html__") else str(cell), "format": number}


def is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


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
