"""What becomes of the people who wait at a service whose workers may open no referral any more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.models import OfficerTask
from services.contracts import actions
from services.directory.models import Provider, Service
from services.referrals.actions import (
    let_go,
    move,
    refer_by_officer,
    refer_by_rules,
    refer_self,
    tell_officers,
)
from services.referrals.choices import Basis, State
from services.referrals.models import Referral
from services.support.models import SupportLink
from services.support.views import offered_to
from tests.contract_access import DAY, DETAILS, address, break_off, signed_in
from tests.factories import make
from tests.services_world import NOW


def test_nobody_new_is_passed_to_a_service_whose_workers_open_nothing(world, contract, office, case, client):
    break_off(contract, office)
    assert list(offered_to(case)) == [world.far]
    assert refer_by_rules(case=case, person=None, day=DAY, now=NOW) == []
    facts = {"service": world.near, "details": DETAILS, "case": case, "now": NOW}
    with pytest.raises(ValidationError, match="takes no new people"):
        refer_self(**facts, dedupe_key="new")
    with pytest.raises(ValidationError, match="takes no new people"):
        refer_by_officer(**facts, basis=Basis.EXPLICIT_CONSENT, by=world.officer.user)
    client.force_login(world.officer.user)
    sent = {"service": world.near.pk, "basis": Basis.EXPLICIT_CONSENT}
    page = client.post(reverse("referrals_of_case", args=[case.public_id]), sent)
    assert "Select a valid choice" in page.content.decode()
    assert not Referral.objects.exists()


def test_a_link_that_is_open_in_a_browser_offers_it_no_more(world, contract, office, case):
    link = make(SupportLink, case=case)
    assert world.near in offered_to(link.case)
    break_off(contract, office)
    assert world.near not in offered_to(link.case)


def test_officers_are_asked_to_talk_to_everybody_who_waits(world, contract, office, referral):
    finished = refer_self(service=world.near, details=DETAILS, case=referral.case, dedupe_key="done", now=NOW)
    move(finished, to=State.DECLINED, reason="full", by=world.near_worker, now=NOW)
    break_off(contract, office)
    assert [task.case for task in OfficerTask.objects.filter(kind="stopped")] == [referral.case]
    assert tell_officers(day=DAY) == 1
    assert OfficerTask.objects.filter(kind="stopped").count() == 1


def test_officers_are_asked_too_when_a_contract_ends_by_itself(world, contract, office, referral):
    actions.change_contract(contract, ends_on=DAY, at=NOW, by=office)
    assert (tell_officers(day=DAY), tell_officers(day=DAY + timedelta(days=1))) == (0, 1)
    assert OfficerTask.objects.get().kind == "stopped"


@pytest.mark.parametrize(("was", "becomes"), [("sent", "declined"), ("accepted", "declined"), ("started", "closed")])
def test_the_officer_finishes_what_nobody_can_work_on(world, contract, office, referral, client, was, becomes):
    Referral.objects.update(state=was)
    client.force_login(world.officer.user)
    page, button = reverse("referrals_of_case", args=[referral.case.public_id]), "We have asked them"
    press = reverse("referrals_let_go", args=[referral.case.public_id, referral.public_id])
    assert button not in client.get(page).content.decode()
    assert "has not stopped" in client.post(press, follow=True).content.decode()
    break_off(contract, office)
    assert button in client.get(page).content.decode()
    assert "Saved" in client.post(press, follow=True).content.decode()
    referral.refresh_from_db()
    assert (referral.state, referral.steps.last().reason, referral.steps.last().by) == (
        becomes,
        "stopped",
        world.officer.user,
    )
    assert not OfficerTask.objects.waiting().exists()
    assert button not in client.get(page).content.decode()
    assert "Nothing was changed" in client.post(press, follow=True).content.decode()


def test_another_officer_finishes_nothing(world, contract, office, referral, client):
    break_off(contract, office)
    client.force_login(make(User, role=roles.CASE_OFFICER))
    assert (
        client.post(reverse("referrals_let_go", args=[referral.case.public_id, referral.public_id])).status_code == 404
    )
    referral.refresh_from_db()
    assert referral.state == State.SENT


def test_a_worker_cannot_say_that_their_service_stopped(world, referral):
    page = signed_in(world.near_worker).post(address(referral), {"to": "declined", "reason": "stopped"})
    assert "Select a valid choice" in page.content.decode()


def test_the_office_sees_where_people_wait_and_which_rules_lead_nowhere(world, contract, office, referral, client):
    break_off(contract, office)
    client.force_login(office)
    first = client.get(reverse("admin:index")).content.decode()
    assert "person waits at a service that stopped" in first
    assert "automatic rule leads to a service that takes nobody today" in first
    page = client.get(reverse("referrals_stopped")).content.decode()
    assert world.near.name in page
    assert world.far.name not in page
    let_go(referral, by=world.officer.user, now=NOW)
    assert "Nobody waits" in client.get(reverse("referrals_stopped")).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_services_that_stopped_asks_as_many_questions(
    world, office, client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make(Referral, service=make(Service, provider=make(Provider, access=False)))
    client.force_login(office)
    page = reverse("referrals_stopped")  # the address "referrals_stopped"
    client.get(page)
    with django_assert_num_queries(5):
        assert client.get(page).status_code == 200
