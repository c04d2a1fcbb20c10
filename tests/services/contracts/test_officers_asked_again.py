"""Officers are asked once for each time at which a service stops: not twice, and not for the first time only."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.cases.actions import finish_task
from services.cases.models import OfficerTask
from services.contracts import actions
from services.directory.models import Provider
from services.referrals.actions import refer_self, tell_officers
from tests.contract_access import DAY, DETAILS, LAST, break_off
from tests.services_world import NOW


def test_officers_are_asked_again_when_a_contract_that_was_prolonged_ends_for_good(world, contract, office, referral):
    actions.change_contract(contract, ends_on=DAY, at=NOW, by=office)
    tell_officers(day=DAY + timedelta(days=1))
    finish_task(OfficerTask.objects.get(), by=world.officer.user, now=NOW)
    varied = {"decided_on": DAY, "reason": "More people came.", "by": office}
    actions.add_variation(contract, change_months=6, at=NOW + timedelta(days=2), **varied)
    assert tell_officers(day=DAY + timedelta(days=3)) == 0
    assert tell_officers(day=DAY + timedelta(days=300)) == 1
    assert OfficerTask.objects.waiting().count() == 1


def test_officers_are_not_asked_twice_because_a_contract_is_to_come(world, contract, office, referral):
    break_off(contract, office)
    facts = {"title": "Next year", "area": "Area", "provider": world.near.provider}
    actions.add_contract(**facts, starts_on=DAY + timedelta(days=60), ends_on=LAST, at=NOW, by=office)
    tell_officers(day=DAY + timedelta(days=1))
    assert OfficerTask.objects.count() == 1


def test_officers_are_asked_once_where_a_provider_is_itself_to_come(world, contract, office, referral):
    Provider.objects.filter(pk=world.near.provider_id).update(valid_from=DAY + timedelta(days=60))
    for days in (0, 1, 2):
        tell_officers(day=DAY + timedelta(days=days))
    assert OfficerTask.objects.count() == 1


def questions_of_telling(day):
    with CaptureQueriesContext(connection) as asked:
        tell_officers(day=day)
    return len(asked)


def test_telling_again_asks_as_many_questions_whoever_waits(world, contract, office, case):
    refer_self(service=world.near, details=DETAILS, case=case, dedupe_key="first", now=NOW)
    for number in range(5):
        refer_self(service=world.far, details=DETAILS, case=case, dedupe_key=str(number), now=NOW)
    break_off(contract, office)
    few = questions_of_telling(DAY)
    Provider.objects.filter(pk=world.far.provider_id).update(valid_to=DAY)
    later = DAY + timedelta(days=1)
    tell_officers(day=later)
    assert questions_of_telling(later) == few
