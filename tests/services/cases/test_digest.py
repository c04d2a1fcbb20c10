"""An officer's morning message: how many and where, and no word that tells."""

from datetime import timedelta

import pytest

from derbyvoice.notifications.kinds import Ready, Withheld
from derbyvoice.users import roles
from derbyvoice.users.actions import end_role
from services.cases.messages import prepare_digest
from services.cases.models import Case, CaseClock, Officer, Victim
from tests.factories import make
from tests.factories.shared_ground import Message
from tests.services.support.test_support_link import TELLING
from tests.services_world import NOW

DAY = NOW.date()


@pytest.fixture
def message(world):
    return make(Message, recipient_ref=f"officer:{world.officer.pk}", context_ref=f"day:{DAY}")


def due(officer, days):
    case = make(Case, officer=officer)
    make(Victim, case=case, name="Robin Canary")
    return make(CaseClock, case=case, due_on=DAY + timedelta(days=days), due=NOW)


def test_it_says_how_many_and_links_to_the_list(world, message):
    for days in (0, 0, -3, 4):
        due(world.officer, days)
    ready = prepare_digest(message)
    assert isinstance(ready, Ready)
    assert ready.address == world.officer.user.email
    assert "2 due today" in ready.text
    assert "1 due before today" in ready.text
    assert ready.text.count("http") == 1
    assert "/desk/cases/" in ready.text
    for word in ("Canary", "26000"):
        assert word not in ready.text
    assert not TELLING.search(ready.subject + ready.text)


def test_what_was_done_meanwhile_is_not_asked_for(world, message):
    due(world.officer, 3)
    assert prepare_digest(message) == Withheld("nothing is due any more")


@pytest.mark.parametrize("late", [timedelta(hours=8), timedelta(hours=20)], ids=["at night", "the next morning"])
def test_a_message_that_was_held_up_does_not_go_at_night_or_on_another_day(world, message, time_machine, late):
    due(world.officer, 0)
    time_machine.move_to(NOW + late)
    assert prepare_digest(message) == Withheld("its morning is over")


def test_who_left_gets_none(world, message):
    due(world.officer, 0)
    Officer.objects.update(serving=False)
    assert prepare_digest(message) == Withheld("this officer no longer works here")


def test_whose_role_ended_gets_none(world, message):
    due(world.officer, 0)
    assert isinstance(prepare_digest(message), Ready)
    end_role(world.officer.user, role=roles.CASE_OFFICER, by=world.near_worker)
    assert prepare_digest(message) == Withheld("this officer no longer works here")
