"""Every model of these rooms can be made, saved and named."""

import pytest
from django.apps import apps

from tests.factories import make

ROOMS = ("directory", "cases", "referrals", "support", "intake")
MODELS = [
    model
    for room in ROOMS
    for model in apps.get_app_config(room).get_models()
    if not model._meta.auto_created and not model.__name__.startswith("Historical")
]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_it_can_be_made_and_has_a_name(model):
    made = make(model)
    made.refresh_from_db()
    assert str(made)
    assert model.personal_data
