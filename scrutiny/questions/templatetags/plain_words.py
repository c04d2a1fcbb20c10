"""Plain text as paragraphs and lists. Nothing in it is ever taken for markup."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
POINT = "- "


@register.filter
def plain_words(words: str) -> SafeString:
    """An empty line parts paragraphs; lines that begin with "- " are a list."""
    blocks = [block for block in re.split(r"\n\s*\n", words.strip()) if block.strip()]
    return format_html_join("", "{}", ((drawn(run),) for block in blocks for run in runs(block.split("\n"))))


def runs(lines: list[str]) -> list[list[str]]:
    """Neighbouring lines of one kind: points of a list, or lines of a paragraph."""
    grouped: list[list[str]] = []
    for line in lines:
        if grouped and grouped[-1][0].startswith(POINT) == line.startswith(POINT):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return grouped


def drawn(lines: list[str]) -> SafeString:
    if lines[0].startswith(POINT):
        points = format_html_join("", "<li>{}</li>", ((line.removeprefix(POINT),) for line in lines))
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', points)
    return format_html('<p class="govuk-body">{}</p>', format_html_join(mark_safe("<br>"), "{}", ((x,) for x in lines)))
