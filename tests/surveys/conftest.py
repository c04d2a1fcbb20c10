import pytest

from surveys.questionnaires.models import definition_of


@pytest.fixture(autouse=True)
def definitions_read_anew():
    """Ids come back after each test; a definition is kept by id."""
    definition_of.cache_clear()
