"""docs/api.md says what the code does: its examples are sent, its lists compared."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from derbyvoice.office.loading import load_area
from services.cases.choices import EnhancedCategory
from services.cases.models import Officer
from services.intake.choices import Code, Scope
from services.intake.serializers import CaseSerializer
from services.referrals.models import AutomaticRule
from tests.factories import make

PAGE = Path(settings.BASE_DIR, "docs/api.md").read_text()


def example(name):
    return json.loads(re.search(rf"<!-- example: {name} -->\n```json\n(.*?)```", PAGE, re.DOTALL)[1])


@pytest.fixture
def area(world):
    type(world.burglary).objects.filter(key="burglary-home").update(key="replaced-by-the-area")
    load_area("derbyshire")
    home = type(world.burglary).objects.get(key="burglary-home")
    make(AutomaticRule, crime_group=home, service=world.near)
    make(Officer, force_id="X1001")


def test_the_example_is_taken_in_and_answered_as_written(world, area, client):
    answer = world.post(client, body=example("post"))
    assert answer.status_code == 201
    found, written = answer.json(), example("answer")
    assert set(found) == set(written)
    assert {**found, "case": ""} == {**written, "case": ""}


def test_the_refusal_is_as_written(world, area, client):
    refused = world.post(client, body={**example("post"), "crime_group": "piracy"})
    assert (refused.status_code, refused.json()) == (400, example("refusal"))


def test_every_field_is_in_the_table_and_no_other():
    table = PAGE[PAGE.index("| field |") : PAGE.index("A field that is not in this table")]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(CaseSerializer().fields)


def test_every_code_scope_and_category_is_named():
    for word in (*Code.values, *Scope.values, *EnhancedCategory.values):
        assert f"`{word}`" in PAGE
