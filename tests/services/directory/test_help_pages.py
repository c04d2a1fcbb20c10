"""Find help: without a number, without an account, with nothing in the address that tells."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from derbyvoice.office.models import CrimeGroup, District
from services.directory.models import Service
from tests.factories import make
from tests.factories.shared_ground import EmergencyContact
from tests.services_world import NOW

TELLING = re.compile(r"abus|domestic|violen|victim|rape|sexual|assault|stalk|crime|police|refuge|harass", re.IGNORECASE)


def test_everything_is_shown_until_something_is_chosen(world, client):
    here, there = make(District), make(District)
    only = make(Service, districts=[here])
    page = client.get("/help/").content.decode()
    assert only.name in page
    assert only.name in client.get("/help/", {"where": here.code}).content.decode()
    assert only.name not in client.get("/help/", {"where": there.code}).content.decode()


def test_what_happened_is_asked_in_plain_words_and_sent_as_a_number(world, client):
    group = make(CrimeGroup, key="domestic-abuse-2", plain_name="Somebody close to me hurts me", position=7)
    only = make(Service, crime_groups=[group])
    page = client.get("/help/").content.decode()
    assert f'<option value="{group.pk}"' in page
    assert "Somebody close to me hurts me" in page
    assert only.name in client.get("/help/", {"what": group.pk}).content.decode()


def test_two_groups_at_one_place_of_the_list_have_their_own_services(world, client):
    groups = [make(CrimeGroup, key=f"group-{name}", name=name) for name in ("a", "b")]
    assert groups[0].position == groups[1].position
    services = [make(Service, name=f"Help with {group.name}", crime_groups=[group]) for group in groups]
    for group, own, other in zip(groups, services, reversed(services), strict=True):
        page = client.get("/help/", {"what": group.pk}).content.decode()
        assert own.name in page
        assert other.name not in page


def test_title_and_address_tell_nothing(world, client):
    service = make(Service, name="Support after domestic abuse")
    for page in ("/help/", f"/help/{service.pk}/"):
        html = client.get(page).content.decode()
        assert not TELLING.search(page + re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1])


def test_ended_services_are_not_offered(world, client):
    ended = make(Service, valid_to=NOW.date() - timedelta(days=1))
    assert ended.name not in client.get("/help/").content.decode()
    assert client.get(f"/help/{ended.pk}/").status_code == 404


def test_when_nothing_fits_the_helplines_are_there(world, client):
    Service.objects.update(valid_to=NOW.date() - timedelta(days=1))
    make(EmergencyContact, name="Somebody listens", phone="01632 960999")
    page = client.get("/help/").content.decode()
    assert "We found no service for this yet" in page
    assert page.count("01632 960999") >= 2


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "x"},
        {"what": "999"},
        {"where": "'; DROP TABLE"},
        {"where": "\x00"},
        {"what": "1" * 5000},
        {"page": "x"},
    ],
)
def test_nonsense_in_the_address_shows_help_all_the_same(world, client, asked):
    assert client.get("/help/", asked).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_few_questions_however_long_it_is(world, client, rows, django_assert_num_queries):
    Service.objects.all().update(valid_to=NOW.date() - timedelta(days=1))
    for _ in range(rows):
        make(Service, crime_groups=[world.burglary], districts=[world.district])
    client.get(reverse("directory_services"))
    with django_assert_num_queries(7):
        assert client.get(reverse("directory_services")).status_code == 200


def test_nobody_gets_a_cookie_for_looking(world, client):
    assert not client.get("/help/").cookies
    assert not client.get(f"/help/{world.near.pk}/").cookies
