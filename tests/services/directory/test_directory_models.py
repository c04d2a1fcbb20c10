"""Help is found by what happened and where; it ends on its day."""

from datetime import date

import pytest
from django.db import IntegrityError

from derbyvoice.office.models import CrimeGroup, District
from derbyvoice.users.models import User
from services.directory.models import Membership, Provider, Service, providers_of
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def test_a_service_that_names_no_group_and_no_district_is_for_everybody():
    burglary, other = make(CrimeGroup), make(CrimeGroup)
    here, there = make(District), make(District)
    everybody = make(Service)
    only = make(Service, crime_groups=[burglary], districts=[here])
    assert set(Service.objects.for_crime_group(burglary).in_district(here)) == {everybody, only}
    assert set(Service.objects.for_crime_group(other).in_district(here)) == {everybody}
    assert set(Service.objects.for_crime_group(burglary).in_district(there)) == {everybody}


def test_a_service_ends_with_its_provider():
    ended = make(Service, provider=make(Provider, valid_to=date(2026, 5, 31)))
    assert set(Service.objects.on(date(2026, 5, 31))) == {ended}
    assert set(Service.objects.on(DAY)) == set()


@pytest.mark.parametrize(
    ("membership", "provider", "works"),
    [
        ({}, {}, True),
        ({"valid_to": DAY}, {}, True),
        ({"valid_to": date(2026, 5, 31)}, {}, False),
        ({"valid_from": date(2026, 6, 2)}, {}, False),
        ({"ended": True}, {}, False),
        ({}, {"valid_to": date(2026, 5, 31)}, False),
        ({}, {"valid_from": date(2026, 6, 2)}, False),
    ],
)
def test_a_worker_acts_for_a_provider_only_while_both_are_in_force(membership, provider, works):
    if membership.pop("ended", False):
        membership |= {"ended_at": NOON, "ended_by": make(User)}
    row = make(Membership, provider=make(Provider, **provider), **membership)
    make(Membership)
    assert list(providers_of(row.user, DAY)) == ([row.provider] if works else [])


def test_a_membership_is_ended_by_somebody():
    with pytest.raises(IntegrityError):
        make(Membership, ended_at=NOON)
