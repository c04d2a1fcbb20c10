"""What a case must look like. Strict: a number is not a text, and a field that we do not know is refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rest_framework import serializers

from derbyvoice.office.models import Cohort, CrimeGroup, District
from services.cases.choices import Channel, EnhancedCategory, Safety
from services.cases.facts import CaseFacts, Person
from services.cases.models import Officer

EARLIEST = date(2000, 1, 1)


class Text(serializers.CharField):
    """Text that came as text, of one line, without control characters."""

    default_error_messages = {"not_text": "Send text.", "control": "No control characters or line breaks."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("not_text")
        if any(not mark.isprintable() for mark in data):
            self.fail("control")
        return super().to_internal_value(data)


class Shaped(Text, serializers.RegexField):
    """Text of one shape. A number in its place has lost its leading noughts: it is refused, not guessed."""


class Whole(serializers.IntegerField):
    """A whole number that came as a number."""

    default_error_messages = {"not_whole": "Send a whole number."}

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("not_whole")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """true or false, and nothing that could be taken for it."""

    default_error_messages = {"not_yes_or_no": "Send true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("not_yes_or_no")
        return data


class Day(serializers.DateField):
    """A date that came as text: 2026-11-21."""

    default_error_messages = {"not_text": "Send text."}

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            self.fail("not_text")
        return super().to_internal_value(value)


class Known(serializers.Field):  # type: ignore[type-arg]
    """The key of a row that the office has in force on the day; anything else is refused by name."""

    default_error_messages = {"unknown": "We do not know this one. Ask the office for its list."}

    def __init__(self, model: Any, key: str, **kwargs: Any) -> None:
        self.model, self.key = model, key
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:
        wanted = Text(max_length=60).run_validation(data)
        rows = self.model.objects.serving() if self.model is Officer else self.model.objects.on(self.context["day"])
        row = rows.filter(**{self.key: wanted}).first()
        if row is None:
            self.fail("unknown")
        return row


class Chosen(Text):
    """One of a closed list."""

    default_error_messages = {"not_listed": "Send one of: {allowed}."}

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        self.allowed = list(choices.values)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if value not in self.allowed:
            self.fail("not_listed", allowed=", ".join(self.allowed))
        return value


class Strict(serializers.Serializer):  # type: ignore[type-arg]
    """Refuses fields that it does not name."""

    default_error_messages = {"unknown_field": "We do not know this field."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (strangers := sorted(set(data) - set(self.fields))):
            words = serializers.ErrorDetail(self.error_messages["unknown_field"], code="unknown_field")
            raise serializers.ValidationError({name[:40]: [words] for name in strangers[:5]})
        return super().to_internal_value(data)


class VictimSerializer(Strict):
    name = Text(max_length=120)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, default="")
    phone = Shaped(r"^\+?[0-9 ()-]{6,24}$", required=False, allow_blank=True, default="", max_length=25)

    def validate_email(self, value: str) -> str:
        return value.strip()


class ChannelsSerializer(Strict):
    email = Chosen(Safety, required=False)
    phone = Chosen(Safety, required=False)
    text = Chosen(Safety, required=False)


class CaseSerializer(Strict):
    """One version of the force's record of one case."""

    reference = Shaped(r"^[A-Za-z0-9][A-Za-z0-9/_.-]*$", max_length=40)
    version = Whole(min_value=1, max_value=2_000_000_000)
    reported_on = Day()
    crime_group = Known(CrimeGroup, "key")
    district = Known(District, "code", required=False, allow_null=True, default=None)
    cohorts = serializers.ListField(child=Known(Cohort, "key"), required=False, default=list, max_length=10)
    officer = Known(Officer, "force_id")
    victim = VictimSerializer()
    channels = ChannelsSerializer(required=False, default=dict)
    closed = YesNo(required=False, default=False)
    enhanced_rights = serializers.ListField(
        child=Chosen(EnhancedCategory), required=False, default=list, max_length=len(EnhancedCategory.values)
    )

    def validate_reported_on(self, value: date) -> date:
        if not EARLIEST <= value <= self.context["day"]:
            raise serializers.ValidationError("A day since 2000, and not in the future.", code="out_of_range")
        return value

    def facts(self) -> CaseFacts:
        found = dict(self.validated_data)
        found["person"] = Person(**found.pop("victim"))
        found["cohorts"], found["enhanced"] = tuple(found["cohorts"]), tuple(found.pop("enhanced_rights"))
        found["channels"] = {Channel(name).value: state for name, state in found["channels"].items()}
        return CaseFacts(**found)
