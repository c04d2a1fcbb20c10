from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone


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
