from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from surveys.questionnaires.models import definition_of
from surveys.responses.pages import agree_drawn, drawn


@pytest.fixture(autouse=True)
def definitions_read_anew():
    """Ids come back after each test; a definition is kept by id."""
    definition_of.cache_clear()
    drawn.cache_clear()
    agree_drawn.cache_clear()


@pytest.fixture
def time_machine_at():
    """Move the clock forward from now."""
    began = timezone.now()
    travels = []

    def go(**ahead):
        travel = time_machine.travel(began + timedelta(**ahead), tick=False)
        travel.start()
        travels.append(travel)

    yield go
    for travel in reversed(travels):
        travel.stop()
