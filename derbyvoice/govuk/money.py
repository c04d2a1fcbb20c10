"""Money as people write it, kept as whole pence."""

from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MOST_POUNDS = 10**10


class PoundsField(forms.Field):
    """An amount of pounds, such as 1,200,000 or £15.50. Its value is whole pence.

    Refuses fractions of a penny, amounts below nought (unless `negative`), and what is not an amount."""

    default_error_messages = {
        "required": "Enter an amount",
        "invalid": "Enter an amount in pounds, like 1200 or 15.50",
        "negative": "The amount cannot be below nought",
        "fraction": "Use at most two numbers after the point",
    }

    def __init__(self, *, negative: bool = False, **kwargs: Any) -> None:
        self.negative = negative
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "prefix": "£", "width": "10"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Pence from the database as pounds; what somebody typed stays as it is."""
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        typed = "".join(str(value or "").split()).replace(",", "").removeprefix("£")
        if not typed:
            return None
        pounds = self.amount(typed)
        if pounds < 0 and not self.negative:
            raise ValidationError(self.error_messages["negative"], code="negative")
        pence = pounds * 100
        if pence != pence.to_integral_value(ROUND_DOWN):
            raise ValidationError(self.error_messages["fraction"], code="fraction")
        return int(pence)

    def amount(self, typed: str) -> Decimal:
        try:
            pounds = Decimal(typed)
        except InvalidOperation:
            pounds = Decimal("NaN")
        if not pounds.is_finite() or abs(pounds) > MOST_POUNDS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return pounds
