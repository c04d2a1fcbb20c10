"""The demonstration's records load from nothing, through the same actions that people use, and only once."""

import pytest
from django.apps import apps
from django.core.management import call_command

from derbyvoice.office.models import Office

APPEND_EVERY_TIME = {"audit.Event", "audit.Reading"}


def counts() -> dict[str, int]:
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] != "django"]
    return {model._meta.label: model._default_manager.count() for model in ours}


@pytest.mark.django_db
def test_everything_loads_and_loading_again_doubles_nothing():
    call_command("load_demo", verbosity=0)
    first = counts()
    call_command("load_demo", verbosity=0)
    again = counts()
    assert {label for label in first if first[label] != again[label]} <= APPEND_EVERY_TIME
    for label in ("responses.Response", "questions.Question", "guidance.Guide"):
        assert first[label] > 0, label
    assert Office.objects.get().demonstration
