"""`{% load insight %}`: a look into a dictionary."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(rows: Mapping[Any, Any], key: Any) -> Any:
    """`{{ themes|of:text.pk }}`: what stands under this key, nothing if there is none."""
    return rows.get(key, ())
