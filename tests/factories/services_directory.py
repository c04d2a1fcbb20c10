from datetime import date

from services.directory.models import Access, Membership, Provider, Service
from tests.factories import make, number, recipe
from tests.factories.shared_ground import NOON, User


@recipe(Provider)
def provider(*, access=True, **fields):
    """A provider that the office works with, without a contract; without access if the test says so."""
    made = Provider.objects.create(**{"name": f"Provider {next(number)}", **fields})
    if access:
        make(Access, provider=made)
    return made


@recipe(Access)
def access(**fields):
    if "provider" not in fields:
        fields["provider"] = make(Provider, access=False)
    return Access.objects.create(**{"ground": "listed", "source": "Test", **fields})


@recipe(Service)
def service(*, crime_groups=(), districts=(), cohorts=(), **fields):
    if "provider" not in fields:
        fields["provider"] = make(Provider)
    made = Service.objects.create(
        **{"name": f"Service {next(number)}", "plain_words": "Somebody to talk to.", **fields}
    )
    made.crime_groups.set(crime_groups)
    made.districts.set(districts)
    made.cohorts.set(cohorts)
    return made


@recipe(Membership)
def membership(**fields):
    for name, model in (("user", User), ("provider", Provider), ("added_by", User)):
        if name not in fields:
            fields[name] = make(model)
    return Membership.objects.create(**{"valid_from": date(2026, 1, 1), "added_at": NOON, **fields})
