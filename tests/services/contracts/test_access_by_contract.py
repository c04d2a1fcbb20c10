"""Who may open referrals through a contract, and that breaking it off ends this at the next request."""

import re
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.actors import CLOCK
from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.models import BreakOff, Contract, ContractAccess, Kpi, SubProvider
from services.contracts.periods import last_finished_quarter, months_later
from services.directory import actions as directory
from services.directory.models import Access, Membership, Provider
from services.referrals.actions import (
    refer_self,
)
from services.referrals.choices import State
from tests.contract_access import DAY, DETAILS, FIRST, LAST, address, break_off, opens, pages, signed_in
from tests.factories import make
from tests.services_world import NOW, worker_of
from tests.users.signing_in import ask_for_code, give_code


def test_breaking_a_contract_off_ends_access_at_the_next_request(world, contract, office, referral):
    near, far = signed_in(world.near_worker), signed_in(world.far_worker)
    elsewhere = refer_self(service=world.far, details=DETAILS, case=None, dedupe_key="two", now=NOW)
    assert (near.get(address(referral)).status_code, far.get(address(elsewhere)).status_code) == (200, 200)
    replayed = {name: morsel.value for name, morsel in near.cookies.items()}
    break_off(contract, office)
    for client in (near, Client()):
        client.cookies.load(replayed)
        assert client.get(address(referral)).url.startswith(reverse("account_login"))
        assert client.post(reverse("referrals_person", args=[referral.public_id])).status_code == 403
    assert far.get(address(elsewhere)).status_code == 200
    assert not far.get(reverse("referrals_list")).content.decode().count("does not work on referrals")


def test_who_signs_in_again_finds_no_referral_and_is_told_whom_to_ask(world, contract, office, referral):
    break_off(contract, office)
    client = signed_in(world.near_worker)
    for method, name in pages(referral):
        where = reverse(name, args=[referral.public_id])
        assert getattr(client, method)(where, {"to": "accepted", "why": "To contact them"}).status_code == 404
    page = client.get(reverse("referrals_list")).content.decode()
    assert str(referral.public_id) not in page
    assert "does not work on referrals for the office today" in page
    assert "ask the office" in page
    referral.refresh_from_db()
    assert referral.state == State.SENT


def test_returns_for_the_past_can_still_be_entered_and_then_the_sign_in_ends(
    world, contract, office, client, time_machine
):
    kpi = make(Kpi, contract=contract)
    break_off(contract, office)
    client.force_login(world.near_worker)
    assert client.get(reverse("contracts_returns")).status_code == 200
    later = datetime(2026, 7, 10, 9, tzinfo=UTC)
    time_machine.move_to(later, tick=False)
    (row,) = actions.open_returns(last_finished_quarter(later.date()), by=CLOCK)
    client.force_login(world.near_worker)
    page = reverse("contracts_return", args=[row.pk])
    sent = {f"kpi{kpi.pk}-value": "12", "comment": "", "seen_version": "0", "send": "yes"}
    assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert row.state == "sent"
    actions.accept_return(row, at=later, by=office)
    assert client.get(page).url.startswith(reverse("account_login"))
    client.force_login(world.near_worker)
    assert client.get(reverse("referrals_list")).status_code == 302


def test_somebody_whose_work_is_over_is_told_so_when_they_sign_in(world, contract, office, client, time_machine):
    break_off(contract, office)
    time_machine.move_to(datetime(2026, 7, 10, 9, tzinfo=UTC), tick=False)
    Membership.objects.filter(user=world.near_worker).update(valid_from=FIRST)
    ask_for_code(client, email=world.near_worker.email)
    page = client.get(give_code(client).url)
    assert page.status_code == 403
    assert "the work of your organisation with the office has ended" in page.content.decode()
    assert not world.near_worker.sign_ins.exists()


def test_the_last_day_of_a_contract_ends_access_without_a_hand(world, contract, office, referral, time_machine):
    actions.change_contract(contract, ends_on=DAY, at=NOW, by=office)
    client = signed_in(world.near_worker)
    assert client.get(address(referral)).status_code == 200
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    client = signed_in(world.near_worker)
    assert client.get(address(referral)).status_code == 404


def test_another_contract_that_runs_keeps_access(world, contract, office, referral):
    facts = {"title": "More help", "area": "Area", "provider": world.near.provider}
    other = actions.add_contract(**facts, starts_on=FIRST, ends_on=LAST, at=NOW, by=office)
    client = signed_in(world.near_worker)
    break_off(contract, office)
    assert client.get(address(referral)).status_code == 200
    break_off(other, office)
    assert client.get(address(referral)).status_code == 302


@pytest.mark.parametrize("how", ["broken off", "part ended", "lead changed only"])
def test_who_delivers_a_part_has_access_through_the_lead_s_contract(world, contract, office, how):
    part = actions.keep_sub_provider(
        SubProvider(), contract=contract, provider=world.far.provider, delivers="Talks", at=NOW, by=office
    )
    mine = refer_self(service=world.far, details=DETAILS, case=None, dedupe_key="far", now=NOW)
    client = signed_in(world.far_worker)
    assert client.get(address(mine)).status_code == 200
    if how == "broken off":
        break_off(contract, office)
    elif how == "part ended":
        actions.keep_sub_provider(part, last_day=DAY - timedelta(days=1), at=NOW, by=office)
    else:
        actions.change_contract(contract, provider=make(Provider, access=False), at=NOW, by=office)
    assert (client.get(address(mine)).status_code == 200) is (how == "lead changed only")
    assert opens(world.near.provider) is (how == "part ended")


def test_a_part_ends_with_the_contract_at_the_latest(contract, office):
    after = LAST + timedelta(days=30)
    part = actions.keep_sub_provider(
        SubProvider(), contract=contract, provider=make(Provider), delivers="Talks", last_day=after, at=NOW, by=office
    )
    assert (opens(part.provider, LAST), opens(part.provider, LAST + timedelta(days=1))) == (True, False)
    with pytest.raises(ValidationError, match="before the contract begins"):
        actions.keep_sub_provider(part, last_day=FIRST - timedelta(days=1), at=NOW, by=office)


def test_a_variation_of_the_term_moves_access_with_the_last_day(contract, office):
    provider, varied = contract.provider, {"decided_on": DAY, "reason": "More people came.", "at": NOW, "by": office}
    actions.add_variation(contract, change_months=6, **varied)
    contract.refresh_from_db()
    assert contract.ends_on == date(2028, 9, 30)
    assert (opens(provider, contract.ends_on), opens(provider, date(2028, 10, 1))) == (True, False)
    client = signed_in(worker_of(provider))
    actions.add_variation(contract, change_months=-36, **varied)
    assert not opens(provider)
    assert client.get(reverse("desk_home")).status_code == 302


def test_months_of_a_contract_without_a_last_day_are_refused(world, office):
    endless = make(Contract, provider=world.near.provider)
    with pytest.raises(ValidationError, match="no last day yet"):
        actions.add_variation(endless, change_months=6, decided_on=DAY, reason="More.", at=NOW, by=office)
    assert not endless.variations.exists()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 9, 30), 6, date(2027, 3, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_the_end_of_a_month_stays_the_end_of_a_month(day, months, later):
    assert months_later(day, months) == later


def test_a_contract_to_come_opens_nothing_before_its_first_day(world, office):
    new = make(Provider, access=False)
    soon = DAY + timedelta(days=10)
    actions.add_contract(title="Soon", area="Area", provider=new, starts_on=soon, ends_on=LAST, at=NOW, by=office)
    assert [opens(new, day) for day in (DAY, soon, LAST, LAST + timedelta(days=1))] == [False, True, True, False]
    assert signed_in(worker_of(new)).get(reverse("desk_home")).status_code == 200


def test_what_the_office_decided_without_a_contract_ends_the_day_before_one_begins(world, office):
    provider, soon = world.far.provider, DAY + timedelta(days=10)
    actions.add_contract(title="Soon", area="Area", provider=provider, starts_on=soon, ends_on=soon, at=NOW, by=office)
    listed = Access.objects.listed().get(provider=provider)
    assert (listed.ended_at, listed.valid_to) == (None, soon - timedelta(days=1))
    assert [opens(provider, day) for day in (DAY, soon, soon + timedelta(days=1))] == [True, True, False]


def test_a_contract_of_the_past_leaves_what_the_office_decided(world, office):
    old = {"starts_on": date(2019, 4, 1), "ends_on": date(2022, 3, 31)}
    actions.add_contract(title="Old", area="Area", provider=world.far.provider, **old, at=NOW, by=office)
    assert opens(world.far.provider)


def test_the_office_decides_only_where_no_contract_does(world, contract, office):
    provider, decided = world.near.provider, {"source": "Board of 1 May", "by": office}
    with pytest.raises(ValidationError, match="the contract decides"):
        directory.open_without_contract(provider, valid_from=DAY, **decided)
    break_off(contract, office)
    row = directory.open_without_contract(provider, valid_from=DAY, **decided)
    assert opens(provider)
    with pytest.raises(ValidationError, match="decided this already"):
        directory.open_without_contract(provider, valid_from=DAY, **decided)
    directory.end_access(row, why="They asked for it", at=NOW, by=office)
    assert not opens(provider)
    with pytest.raises(ValidationError, match="ended already"):
        directory.end_access(row, why="Twice", at=NOW, by=office)


def test_another_provider_takes_a_contract_over(world, contract, office, referral):
    client, new = signed_in(world.near_worker), make(Provider, access=False)
    actions.change_contract(contract, provider=new, at=NOW, by=office)
    assert (opens(world.near.provider), opens(new)) == (False, True)
    assert client.get(address(referral)).status_code == 302


def in_admin(client, model, facts, row=None):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    where = reverse(f"{name}_change", args=[row.pk]) if row else reverse(f"{name}_add")
    lines = dict(re.findall(r'name="([\w-]+_FORMS)" value="(\d+)"', client.get(where).content.decode()))
    return client.post(where, {**lines, **facts})


def test_the_office_breaks_off_in_the_admin_with_a_reason(world, contract, office, client):
    client.force_login(office)
    page = in_admin(client, BreakOff, {"contract": contract.pk, "reason": " "})
    assert "This field is required" in page.content.decode()
    assert opens(world.near.provider)
    assert in_admin(client, BreakOff, {"contract": contract.pk, "reason": "No safe staff."}).status_code == 302
    contract.refresh_from_db()
    assert (contract.ends_on, BreakOff.objects.get().by) == (DAY, office)
    again = in_admin(client, BreakOff, {"contract": contract.pk, "reason": "Again."})
    assert "Select a valid choice" in again.content.decode()
    verbs = set(Event.objects.filter(by=office).values_list("verb", flat=True))
    assert {"contract broken off", "access_ended"} <= verbs
    events = Event.objects.filter(verb__in=("contract broken off", "access_ended"))
    assert not any("No safe staff" in str(event.facts) for event in events)


@pytest.mark.parametrize("role", [role for role in roles.ROLES.values() if role != roles.OFFICE_STAFF])
def test_nobody_else_breaks_off(world, contract, client, role):
    client.force_login(make(User, role=role))
    for method in ("get", "post"):
        answer = getattr(client, method)(reverse("admin:contracts_breakoff_add"), {"contract": contract.pk})
        assert answer.status_code in {302, 403}
    assert not BreakOff.objects.exists()


def test_what_was_broken_off_stays_so(world, contract, office):
    row = break_off(contract, office)
    with pytest.raises(ValidationError, match="cannot be broken off"):
        break_off(contract, office)
    for facts in ({"ends_on": LAST}, {"starts_on": DAY}, {"provider": world.far.provider}):
        with pytest.raises(ValidationError, match="stays so"):
            actions.change_contract(Contract.objects.get(), **facts, at=NOW, by=office)
    with pytest.raises(ValidationError, match="stays so"):
        actions.add_variation(contract, change_months=6, decided_on=DAY, reason="Sorry.", at=NOW, by=office)
    actions.change_contract(Contract.objects.get(), notes="See the minutes.", at=NOW, by=office)
    assert not opens(world.near.provider)
    with pytest.raises(DatabaseError), transaction.atomic():
        BreakOff.objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize("days", [{"starts_on": DAY + timedelta(days=1)}, {"ends_on": DAY - timedelta(days=1)}])
def test_a_contract_that_does_not_run_is_not_broken_off(world, office, days):
    with pytest.raises(ValidationError, match="does not run today"):
        break_off(make(Contract, provider=world.near.provider, **days), office)


def test_the_database_refuses_access_without_a_source_or_ended_without_a_reason(world):
    provider = make(Provider, access=False)
    for wrong in ({"source": ""}, {"ended_at": NOW}, {"ground": "kindness"}, {"valid_from": LAST, "valid_to": FIRST}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(Access, provider=provider, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(BreakOff, reason="")
    make(Access, provider=provider)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Access, provider=provider)


def test_the_office_opens_and_ends_access_without_a_contract_in_the_admin(world, office, client):
    client.force_login(office)
    new = make(Provider, access=False)
    facts = {"provider": new.pk, "valid_from": str(DAY), "valid_to": "", "source": ""}
    assert "This field is required" in in_admin(client, Access, facts).content.decode()
    assert in_admin(client, Access, {**facts, "source": "Board of 1 May"}).status_code == 302
    assert opens(new)
    row = Access.objects.get(provider=new)
    assert "This field is required" in in_admin(client, Access, {"why_ended": ""}, row).content.decode()
    assert in_admin(client, Access, {"why_ended": "They closed."}, row).status_code == 302
    row.refresh_from_db()
    assert (row.why_ended, row.ended_by, opens(new)) == ("They closed.", office, False)


def test_what_rests_on_a_contract_is_not_ended_beside_it(world, contract, office, client):
    client.force_login(office)
    row = ContractAccess.objects.get().access
    assert client.post(reverse("admin:directory_access_change", args=[row.pk]), {"why_ended": "No."}).status_code == 403
    row.refresh_from_db()
    assert row.ended_at is None


def test_a_provider_without_a_contract_keeps_its_access_by_a_row_of_its_own(world):
    assert opens(world.far.provider)
    Access.objects.filter(provider=world.far.provider).delete()
    assert not opens(world.far.provider)


def test_what_was_here_before_gets_its_access(world):
    """The step that writes access down for contracts and providers that are here already."""
    lead, part, past = make(Provider), make(Provider), make(Provider)
    contract = make(Contract, provider=lead, starts_on=FIRST, ends_on=LAST)
    make(SubProvider, contract=contract, provider=part)
    make(Contract, provider=past, starts_on=date(2019, 4, 1), ends_on=date(2022, 3, 31))
    make(Contract)
    ContractAccess.objects.all().delete()
    Access.objects.all().delete()
    step = import_module("services.contracts.migrations.0005_known_providers_have_their_access")
    step.open_what_stands(apps, None)
    told = {provider: opens(provider) for provider in (lead, part, past, world.far.provider)}
    assert told == {lead: True, part: True, past: False, world.far.provider: True}
    assert set(ContractAccess.objects.values_list("access__provider", flat=True)) == {lead.pk, part.pk, past.pk}
    actions.change_contract(contract, ends_on=DAY - timedelta(days=1), at=NOW, by=make(User))
    assert not opens(lead)
    assert not opens(part)
    step.forget_it(apps, None)
    assert not Access.objects.exists()
