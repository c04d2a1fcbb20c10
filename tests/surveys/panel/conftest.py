from datetime import datetime, time

import pytest
import time_machine

from surveys.panel.safe_times import LONDON


@pytest.fixture(autouse=True)
def noon():
    """Messages are sent by day only, so these tests begin at noon of today, whenever they run."""
    with time_machine.travel(datetime.combine(datetime.now(LONDON).date(), time(12), LONDON)):
        yield
