"""The office keeps the facts of this wing in the admin, through actions; nobody else may, and no case stands there."""

import pytest
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.models import ContactPolicy, DigestRun, Officer, Team
from services.directory.models import Membership, Provider, Service
from services.intake.keys import key_with
from services.intake.models import ApiKey, IntakeReceipt, IntakeRefusal
from services.referrals.models import AutomaticRule
from services.support.models import SupportText
from tests.factories import make
from tests.services_world import NOW

LISTS = (Provider, Service, Membership, Team, Officer, ContactPolicy, DigestRun, AutomaticRule, SupportText, ApiKey)
ALL = (*LISTS, IntakeReceipt, IntakeRefusal)


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def office(world, client):
    user = make(User, role=roles.OFFICE_STAFF, is_staff=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_each_list_and_row_opens_for_the_office(office, client, model):
    row = make(model)
    assert client.get(address(model)).status_code == 200
    assert client.get(address(model), {"q": "x"}).status_code == 200
    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.get(address(model, "history", row.pk)).status_code == 200
    assert client.post(address(model, "delete", row.pk)).status_code == 403


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_nobody_else_opens_them(world, client, model):
    client.force_login(make(User, role=roles.CASE_OFFICER, is_staff=True))
    assert client.get(address(model)).status_code in {302, 403}  # to the sign-in, or refused


def test_a_provider_is_added_and_audited(office, client):
    assert client.post(address(Provider, "add"), {"name": "New help"}).status_code == 302
    event = Event.objects.get(verb="added", subject_type="directory.provider")
    assert (event.by, event.subject_id) == (office, str(Provider.objects.get(name="New help").pk))


def test_a_rule_for_a_crime_of_risk_is_refused_at_the_field(office, client, world):
    sent = {"crime_group": world.abuse.pk, "service": world.near.pk, "basis": "public_task", "source": "Test"}
    page = client.post(address(AutomaticRule, "add"), sent)
    assert "These people must be asked first" in page.content.decode()
    assert AutomaticRule.objects.count() == 1


def test_saving_a_membership_ends_it(office, client, world):
    row = Membership.objects.get(user=world.near_worker)
    client.post(address(Membership, "change", row.pk), {})
    row.refresh_from_db()
    assert (row.ended_by, row.ended_at) == (office, NOW)


def test_a_new_key_is_shown_once_and_works(office, client):
    page = client.post(address(ApiKey, "add"), {"name": "Records", "days": 30, "may": ["cases:write"]})
    row = ApiKey.objects.get(name="Records")
    secret = page.content.decode().split("<code>")[1].split("</code>")[0]
    assert key_with(secret, now=NOW) == row
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get(address(ApiKey, "change", row.pk)).content.decode()
    client.post(address(ApiKey, "change", row.pk), {})
    assert key_with(secret, now=NOW) is None
