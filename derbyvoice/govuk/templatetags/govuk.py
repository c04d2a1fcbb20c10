"""`{% load govuk %}`: components, forms and shapes for every page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from derbyvoice.govuk import drawing, shapes
from derbyvoice.govuk.engine import component
from derbyvoice.govuk.languages import ASKED, asking

register = template.Library()


@register.simple_tag
def govuk(name: str, **params: Any) -> SafeString:
    """`{% govuk "button" text="Continue" %}`: any macro, its parameters as keywords."""
    return component(name, params)


@register.simple_tag
def govuk_field(field: BoundField, **options: Any) -> SafeString:
    """One field: `{% govuk_field form.story label_size="l" heading=True %}`."""
    return drawing.draw(field, **options)


@register.simple_tag
def govuk_form(form: BaseForm, **options: Any) -> SafeString:
    """Every field of a form in order, hidden ones included; the page adds token and button."""
    return format_html_join("", "{}", ((drawing.draw(field, **options),) for field in form))


@register.simple_tag
def error_summary(*forms: BaseForm | list[BaseForm]) -> SafeString:
    """What has to be mended in these forms or lists of forms, with a link to each field; nothing when all is well."""
    every = [one for form in forms if form for one in (form if isinstance(form, list) else [form])]
    errors = [item for form in every for item in shapes.errors_of(form)]
    if not errors:
        return mark_safe("")
    return component("error-summary", {"titleText": gettext("There is a problem"), "errorList": errors})


@register.simple_tag
def summary_list(rows: Iterable[Any], **params: Any) -> SafeString:
    """Rows are (key, value) or (key, value, href, words of the link)."""
    return component("summary-list", {"rows": [shapes.summary_row(row) for row in rows], **params})


@register.simple_tag
def govuk_table(table: Any, **params: Any) -> SafeString:
    """A table with `caption`, `columns` and `rows`; it scrolls sideways inside itself on a narrow screen."""
    return shapes.scrolling(component("table", {**shapes.table_params(table), **params}), table.caption)


@register.simple_tag
def chart(drawing_svg: str, table: Any, summary: str = "Show the numbers as a table") -> SafeString:
    """A drawing from `derbyvoice.lib.charts`, which escapes its own words, always with its numbers."""
    numbers = component("details", {"summaryText": summary, "html": govuk_table(table)})
    svg = mark_safe(str(drawing_svg))  # noqa: S308 - see above
    return format_html('<div class="dv-chart">{}{}</div>', svg, numbers)


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page_obj: Page, name: str = "page") -> SafeString:
    """Links to the pages around this one, keeping the rest of the address. Nothing for a single page."""
    if page_obj.paginator.num_pages < 2:
        return mark_safe("")
    request = context.get("request")
    query = request.GET.copy() if request else None
    return component("pagination", shapes.page_links(page_obj, query, name))


@register.simple_tag
def back_link(url: str, text: str = "") -> SafeString:
    """A step back, in a landmark of its own so that nothing on the page lies outside one."""
    text = text or gettext("Back")
    return format_html('<nav aria-label="{}">{}</nav>', text, component("back-link", {"href": url, "text": text}))


@register.simple_tag
def breadcrumbs(*parts: str) -> SafeString:
    """`{% breadcrumbs "Start" "/" "Meetings" "/meetings/" "July" %}`: pairs, the last one without address."""
    steps = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    items = [{"text": step[0], "href": step[1] if len(step) > 1 else None} for step in steps]
    return component("breadcrumbs", {"items": items, "collapseOnMobile": True})


@register.simple_tag
def govuk_details(summary: str, html: Any) -> SafeString:
    """More for those who want it. Unsafe text is escaped."""
    return component("details", {"summaryText": summary, "html": format_html("{}", html)})


@register.simple_tag
def status_tag(text: str, colour: str = "teal") -> SafeString:
    """`{% status_tag "Overdue" "red" %}`: the word carries the meaning, the colour only helps."""
    return component("tag", {"text": text, "classes": f"govuk-tag--{colour}"})


@register.simple_tag
def notice(text: str, level: str = "info", number: int = 1) -> SafeString:
    """One banner. Green when something was done, else the office's own colour."""
    kind = "success" if level == "success" else None
    return component("notification-banner", {"text": text, "type": kind, "titleId": f"notice-{number}"})


@register.simple_tag
def asked_in() -> str:
    """`<a href="{% url 'page' %}{% asked_in %}">`: the page speaks as this one does."""
    return asking()


@register.simple_tag
def asking_field() -> SafeString:
    """In a form: should it fail anywhere, the page that says so speaks as this one does."""
    key = asking().removeprefix(f"?{ASKED}=")
    return format_html('<input type="hidden" name="{}" value="{}">', ASKED, key) if key else mark_safe("")


@register.inclusion_tag("govuk/exit.html")
def exit_control() -> Mapping[str, str]:
    """The form that leaves: no token, so that it works on cached pages and after the cookies are gone."""
    return {"leave": reverse("leave"), "site": settings.NEUTRAL_SITE}


@register.inclusion_tag("govuk/messages.html", takes_context=True)
def govuk_messages(context: template.Context) -> Mapping[str, Any]:
    """Django's messages as banners. It reads the session, so only pages that may set one should ask."""
    return {"messages": context.get("messages") or ()}
