"""Fields that every room may use."""

from typing import Any

from django.db import models


class WebAddress(models.URLField):
    """An address on the web. Where somebody leaves the scheme out, https is meant (Django's default from 6.0)."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
