from typing import Any

import pytest

from tests.services_world import NOW, World, make_world


@pytest.fixture
def world(db: None, time_machine: Any) -> World:
    """The first of June 2026, noon in London's summer."""
    time_machine.move_to(NOW, tick=False)
    return make_world()
