"""Who may see a case."""

import pytest

from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.models import Case, ConflictBlock, Officer
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db


def test_an_officer_sees_their_own_cases_and_no_other():
    case, _ = make(Case), make(Case)
    assert list(Case.objects.visible_to(case.officer.user)) == [case]


def test_a_supervisor_sees_each_case_of_their_team_once():
    officer = make(Officer)
    make(Officer, team=officer.team)
    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=officer.team)
    case, _ = make(Case, officer=officer), make(Case)
    assert list(Case.objects.visible_to(supervisor.user)) == [case]


@pytest.mark.parametrize(
    "role", [role for role in roles.ROLES.values() if role not in (roles.CASE_OFFICER, roles.SUPERVISOR)]
)
def test_nobody_else_sees_any(role):
    make(Case)
    assert not Case.objects.visible_to(make(User, role=role)).exists()


@pytest.mark.parametrize("ended", [False, True])
def test_a_conflict_of_interest_hides_a_case_while_it_lasts(ended):
    case = make(Case)
    make(ConflictBlock, case=case)
    over = {"ended_at": NOON, "ended_by": make(User)} if ended else {}
    make(ConflictBlock, case=case, user=case.officer.user, **over)
    assert Case.objects.visible_to(case.officer.user).exists() is ended
