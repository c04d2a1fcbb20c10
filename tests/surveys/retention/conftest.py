import pytest
import time_machine

from tests.factories.shared_ground import NOON


@pytest.fixture(autouse=True)
def noon():
    """These tests count the days from NOON, so no midnight passes while they run."""
    with time_machine.travel(NOON):
        yield
