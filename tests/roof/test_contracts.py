"""The import contracts speak of every room, in the order of the house."""

from configparser import ConfigParser

import pytest
from django.conf import settings

CONTRACTS = ConfigParser()
CONTRACTS.read(settings.BASE_DIR / ".importlinter")


def listed(contract, option):
    return CONTRACTS[f"importlinter:contract:{contract}"][option].split()


def test_every_room_has_its_furniture_checked():
    assert set(listed("furniture", "containers")) == set(settings.ALL_ROOMS)


@pytest.mark.parametrize("wing", ["services", "surveys", "scrutiny"])
def test_every_room_of_a_wing_has_its_place_in_the_order(wing):
    layers = [room for room in listed(wing, "layers") if room != "|"]
    assert set(layers) == set(settings.ROOMS[wing])


def test_surveys_are_kept_from_every_room_of_services_but_the_directory():
    rooms = {f"services.{room}" for room in settings.ROOMS["services"]}
    assert set(listed("voice", "forbidden_modules")) == rooms - {"services.directory"}


def test_no_contract_is_excused():
    assert "ignore_imports =" not in (settings.BASE_DIR / ".importlinter").read_text()
