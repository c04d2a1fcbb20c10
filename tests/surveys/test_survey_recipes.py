import pytest

from tests.factories import load_all, make
from tests.test_consistency import OURS

ROOMS = ("questionnaires", "responses", "insight", "panel", "fieldwork")
MODELS = [model for model in OURS if model._meta.app_label in ROOMS]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_can_be_made_and_says_what_it_holds_of_people(model):
    assert model in load_all()
    assert make(model).pk
    assert model.personal_data
