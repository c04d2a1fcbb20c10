import pytest

from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.models import Case, CaseClock, Victim
from services.contracts import actions
from services.referrals.actions import refer_self
from tests.contract_access import DETAILS, FIRST, LAST
from tests.factories import make
from tests.services_world import NOW


@pytest.fixture
def office(world):
    return make(User, role=roles.OFFICE_STAFF)


@pytest.fixture
def contract(world, office):
    """The contract under which the near provider works since last year."""
    facts = {"title": "Help nearby", "area": "Area", "provider": world.near.provider}
    return actions.add_contract(**facts, starts_on=FIRST, ends_on=LAST, at=NOW, by=office)


@pytest.fixture
def case(world):
    case = make(Case, officer=world.officer, crime_group=world.burglary, district=world.district)
    make(Victim, case=case)
    make(CaseClock, case=case)
    return case


@pytest.fixture
def referral(world, case):
    return refer_self(service=world.near, details=DETAILS, case=case, dedupe_key="one", now=NOW)
