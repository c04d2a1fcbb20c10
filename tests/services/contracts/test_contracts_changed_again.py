"""Contracts that change once more, or under somebody else's hand, and what becomes of access then."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from services.contracts import actions
from services.contracts.models import BreakOff, Contract, SubProvider
from services.directory.models import Provider
from tests.contract_access import DAY, FIRST, LAST, break_off, opens, signed_in
from tests.factories import make
from tests.services_world import NOW, worker_of


def test_a_part_that_is_written_while_somebody_breaks_off_opens_nothing(world, contract, office):
    seen_before = Contract.objects.get()
    break_off(contract, office)
    new = make(Provider, access=False)
    actions.keep_sub_provider(SubProvider(), contract=seen_before, provider=new, delivers="Talks", at=NOW, by=office)
    assert not opens(new)


def test_who_knows_an_old_last_day_writes_no_old_access(contract, office):
    seen_before = Contract.objects.get()
    actions.change_contract(contract, ends_on=DAY, at=NOW, by=office)
    new = make(Provider, access=False)
    actions.keep_sub_provider(SubProvider(), contract=seen_before, provider=new, delivers="Talks", at=NOW, by=office)
    assert (opens(new), opens(new, DAY + timedelta(days=1))) == (True, False)


def test_a_part_that_ended_before_the_contract_s_new_first_day_opens_nothing(world, contract, office):
    part = {"provider": make(Provider, access=False), "delivers": "Talks", "last_day": DAY + timedelta(days=5)}
    actions.keep_sub_provider(SubProvider(), contract=contract, **part, at=NOW, by=office)
    actions.change_contract(contract, starts_on=DAY + timedelta(days=10), at=NOW, by=office)
    assert not opens(part["provider"], DAY + timedelta(days=5))
    assert opens(world.near.provider, DAY + timedelta(days=10))


@pytest.mark.parametrize(("last", "months"), [(LAST, -32000), (date(9000, 3, 31), 32000), (date.max, 1)])
def test_months_that_lead_out_of_the_calendar_are_refused_at_their_field(contract, office, last, months):
    Contract.objects.update(ends_on=last)
    varied = {"decided_on": DAY, "reason": "A slip.", "at": NOW, "by": office}
    with pytest.raises(ValidationError, match="too many") as refusal:
        actions.add_variation(contract, change_months=months, **varied)
    assert set(refusal.value.error_dict) == {"change_months"}


def test_a_break_off_after_midnight_in_summer_is_of_that_day(contract):
    at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert str(BreakOff(contract=contract, at=at)) == "Help nearby, broken off on 1 July 2026"


def test_contracts_of_one_name_are_told_apart_before_one_is_broken_off(contract, office, client):
    facts = {"title": contract.title, "area": "Elsewhere", "provider": make(Provider, name="The Other Place")}
    make(Contract, **facts, starts_on=FIRST)
    client.force_login(office)
    page = client.get(reverse("admin:contracts_breakoff_add")).content.decode()
    assert "Help nearby, Elsewhere (The Other Place)" in page
    assert f"Help nearby, Area ({contract.provider})" in page


def test_a_worker_whose_contract_is_to_come_does_not_read_of_people_whom_they_helped(office):
    new = make(Provider, access=False)
    soon = {"starts_on": DAY + timedelta(days=10), "ends_on": LAST}
    actions.add_contract(title="Soon", area="Area", provider=new, **soon, at=NOW, by=office)
    page = signed_in(worker_of(new)).get(reverse("referrals_list")).content.decode()
    assert "does not work on referrals for the office today" in page
    assert "the people you were helping" not in page


def test_a_contract_since_the_first_day_of_the_calendar_is_a_slip_and_no_server_error(office):
    provider = make(Provider)
    facts = {"title": "A slip", "area": "Area", "provider": provider, "starts_on": date.min, "ends_on": LAST}
    actions.add_contract(**facts, at=NOW, by=office)
    listed, by_contract = provider.accesses.order_by("id")
    assert (listed.why_ended, by_contract.valid_from) == ("A contract decides now", date.min)
