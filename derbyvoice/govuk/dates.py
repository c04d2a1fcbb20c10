"""A date as three boxes, because nobody should have to fight a calendar."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class SplitDateWidget(forms.Widget):
    """Reads name_day, name_month and name_year; keeps what was typed, however wrong."""

    names: tuple[str, ...] = PARTS

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        return tuple(str(data.get(f"{name}_{part}", "")).strip() for part in self.names)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in self.names)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-{self.names[0]}" if id_ else id_

    @classmethod
    def parts(cls, value: Any) -> tuple[str, ...]:
        """What stands in the boxes for a date, for typed text, or for nothing."""
        if isinstance(value, dt.date):
            return tuple(str(getattr(value, name)) for name in cls.names)
        return tuple(value) if value else ("",) * len(cls.names)


class SplitMonthWidget(SplitDateWidget):
    """Reads name_month and name_year."""

    names = ("month", "year")


class SplitDateField(forms.Field):
    """A calendar date from day, month and year. A month may be written as a word."""

    widget = SplitDateWidget
    default_error_messages = {
        "required": "Enter a date",
        "missing": "The date must include a {missing}",
        "invalid": "Enter a real date, like 27 3 2026",
        "year": _("The year must have 4 numbers, like 2026"),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        day, month, year = value
        if not (day or month or year):
            return None
        self._nothing_missing(dict(zip(PARTS, (day, month, year), strict=True)))
        return self._date(day, month, year)

    def _nothing_missing(self, parts: Mapping[str, str]) -> None:
        missing = [name for name, typed in parts.items() if not typed]
        if missing:
            words = self.error_messages["missing"].format(missing=" and ".join(missing))
            raise ValidationError(words, code="missing")

    def _date(self, day: str, month: str, year: str) -> dt.date:
        if len(year) != 4:
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return dt.date(int(year), month_number(month), int(day))
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.parts(initial) != self.widget.parts(data)


class SplitMonthField(SplitDateField):
    """A month of a year, as its first day. The month may be written as a word."""

    widget = SplitMonthWidget
    default_error_messages = {
        "month": _("The answer must include a month"),
        "year": _("The answer must include a year"),
        "invalid": _("Enter a real month and year, like 3 2026"),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        month, year = value
        if not (month or year):
            return None
        self._nothing_missing({"month": month, "year": year})
        return self._date("1", month, year)

    def _nothing_missing(self, parts: Mapping[str, str]) -> None:
        for name in ("month", "year"):
            if not parts[name]:
                raise ValidationError(self.error_messages[name], code="missing")


def month_number(typed: str) -> int:
    """3 for "3", "03", "Mar" or "march"."""
    start = typed[:3].lower()
    return MONTHS.index(start) + 1 if start in MONTHS else int(typed)
