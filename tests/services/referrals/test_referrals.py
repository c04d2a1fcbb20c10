"""A provider sees its own referrals and no other; a rule refers only whom it may."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from derbyvoice.audit.models import Reading
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.actions import block, unblock
from services.cases.facts import Person
from services.cases.models import Case, CaseClock, ChannelSafety, Victim
from services.directory.actions import end_membership
from services.directory.models import Membership, Provider, Service
from services.referrals.actions import (
    Details,
    NotAllowed,
    move,
    open_details,
    refer_by_officer,
    refer_by_rules,
    refer_self,
    save_rule,
)
from services.referrals.choices import REASONS_FOR, TRANSITIONS, WORKING, Basis, State
from services.referrals.models import AutomaticRule, Referral
from tests.factories import make
from tests.services_world import NOW, worker_of

DAY = NOW.date()
WHO = Person(name="Robin Canary", email="canary@example.org", phone="01632 960777")
DETAILS = Details(name="Robin Canary", safe_contact="Phone 01632 960777", words="Not on Mondays")


def referred(service, **fields):
    return refer_self(service=service, details=DETAILS, case=None, dedupe_key=f"{fields or service.pk}", now=NOW)


def address(referral, page=""):
    return f"/desk/referrals/{referral.public_id}/{page}"


def test_a_worker_sees_the_referrals_to_their_provider_and_no_other(world, client):
    near, far = referred(world.near), referred(world.far)
    client.force_login(world.near_worker)
    page = client.get("/desk/referrals/").content.decode()
    assert str(near.public_id) in page
    assert str(far.public_id) not in page
    assert client.get(address(near)).status_code == 200


@pytest.mark.parametrize(("method", "page"), [("get", ""), ("post", ""), ("post", "person/")])
def test_another_providers_referral_is_not_there(world, client, method, page):
    far = referred(world.far)
    client.force_login(world.near_worker)
    assert getattr(client, method)(address(far, page), {"to": "accepted", "why": "To contact them"}).status_code == 404
    far.refresh_from_db()
    assert far.state == State.SENT
    assert not Reading.objects.exists()


@pytest.mark.parametrize("how", ["membership ended", "last day passed", "provider ended", "role ended"])
def test_access_that_ends_is_refused_at_the_next_request(world, client, how):
    near = referred(world.near)
    client.force_login(world.near_worker)
    assert client.get(address(near)).status_code == 200
    membership = Membership.objects.get(user=world.near_worker)
    yesterday = DAY - timedelta(days=1)
    if how == "membership ended":
        end_membership(membership, by=world.officer.user, now=NOW)
    elif how == "last day passed":
        Membership.objects.filter(pk=membership.pk).update(valid_to=yesterday)
    elif how == "provider ended":
        Provider.objects.filter(pk=world.near.provider_id).update(valid_to=yesterday)
    else:
        world.near_worker.grants.update(ended_at=NOW + timedelta(days=1), ended_by=world.officer.user)
    assert client.get(address(near)).status_code in {302, 403}  # signed out, or refused
    assert client.post(address(near, "person/"), {"why": "To contact them"}).status_code == 403
    assert str(near.public_id) not in client.get("/desk/referrals/").content.decode()


def test_a_conflict_of_interest_hides_the_referral_from_that_worker_alone(world, client):
    """They know somebody in the case: the referral of the same person is not theirs to open either."""
    case, colleague = case_of(world), worker_of(world.near.provider)
    theirs = refer_self(service=world.near, details=DETAILS, case=case, dedupe_key="theirs", now=NOW)
    other = referred(world.near)
    row = block(case, user=world.near_worker, by=world.officer.user, now=NOW)
    client.force_login(world.near_worker)
    assert client.get(address(theirs)).status_code == 404
    assert client.post(address(theirs, "person/"), {"why": "To contact them"}).status_code == 404
    assert client.get(reverse("outcomes_scores", args=[theirs.public_id])).status_code == 404
    page = client.get("/desk/referrals/").content.decode()
    assert (str(theirs.public_id) in page, str(other.public_id) in page) == (False, True)
    client.force_login(colleague)
    assert client.get(address(theirs)).status_code == 200
    unblock(row, by=world.officer.user, now=NOW)
    client.force_login(world.near_worker)
    assert client.get(address(theirs)).status_code == 200


@pytest.mark.parametrize("role", [role for role in roles.ROLES.values() if role != roles.PROVIDER_WORKER])
def test_no_other_role_comes_in(world, client, role):
    client.force_login(make(User, role=role))
    near = referred(world.near)
    assert client.get("/desk/referrals/").status_code == 403
    assert client.get(address(near)).status_code == 403
    assert client.post(address(near, "person/")).status_code == 403


def test_a_worker_opens_who_it_is_for_a_reason_and_accepts(world, client):
    near = referred(world.near)
    client.force_login(world.near_worker)
    assert "Canary" not in client.get(address(near)).content.decode()
    opened = client.post(address(near, "person/"), {"why": "To contact them"}).content.decode()
    for words in (DETAILS.name, DETAILS.safe_contact, DETAILS.words):
        assert words in opened
    assert (Reading.objects.get().by, Reading.objects.get().why) == (world.near_worker, "To contact them")
    assert client.post(address(near), {"to": "accepted"}).status_code == 302
    near.refresh_from_db()
    assert near.state == State.ACCEPTED
    assert [(step.state, step.by) for step in near.steps.all()] == [("sent", None), ("accepted", world.near_worker)]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose what happens now"),
        ({"to": "closed", "reason": "ended"}, "is not one of the available choices"),
        ({"to": "declined"}, "Choose one of these"),
        ({"to": "declined", "reason": "ended"}, "Choose one of these"),
        ({"to": "\x00"}, "is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_moves(world, client, sent, words):
    near = referred(world.near)
    client.force_login(world.near_worker)
    page = client.post(address(near), sent)
    assert page.status_code == 200
    assert words in page.content.decode()
    near.refresh_from_db()
    assert near.state == State.SENT


@pytest.mark.django_db
@pytest.mark.parametrize("was", State)
@pytest.mark.parametrize("to", State)
def test_the_one_door_knows_every_move(was, to):
    referral, by = make(Referral, state=was), make(User)
    reason = sorted(REASONS_FOR.get(to, {""}))[0]
    if to in TRANSITIONS[was]:
        assert move(referral, to=to, by=by, now=NOW, reason=reason).state == to
        assert referral.steps.get().state == to
    else:
        with pytest.raises(NotAllowed):
            move(referral, to=to, by=by, now=NOW, reason=reason)
        assert not referral.steps.exists()


def test_every_state_is_in_the_table_and_finished_ones_stay():
    assert set(TRANSITIONS) == set(State)
    assert {state for state in State if not TRANSITIONS[state]} == set(State) - WORKING


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_few_questions_however_long_it_is(world, client, rows, django_assert_num_queries):
    for number in range(rows):
        referred(world.near, number=number)
    client.force_login(world.near_worker)
    client.get(reverse("referrals_list"))
    with django_assert_num_queries(7):
        assert client.get(reverse("referrals_list")).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_a_case_asks_the_same_few_questions(world, client, rows, django_assert_num_queries):
    case = case_of(world)
    for _ in range(rows):
        make(Referral, case=case, service=world.near)
    client.force_login(world.officer.user)
    page = reverse("referrals_of_case", args=[case.public_id])
    client.get(page)
    with django_assert_num_queries(8):
        assert client.get(page).status_code == 200


def case_of(world, **fields):
    case = make(Case, officer=world.officer, **{"crime_group": world.burglary, "district": world.district, **fields})
    make(Victim, case=case, name=WHO.name, email=WHO.email, phone=WHO.phone)
    make(CaseClock, case=case)
    return case


def rules_for(world, **fields):
    return refer_by_rules(case=case_of(world, **fields), person=WHO, day=DAY, now=NOW)


def test_a_burglary_of_a_home_is_referred_by_its_rule(world):
    referral = rules_for(world)[0]
    assert (referral.service, referral.source, referral.basis) == (world.near, "rule", "public_task")
    assert referral.rule.crime_group == world.burglary
    details = open_details(referral, why="Test", by=world.near_worker)
    asked = "(nobody has asked yet if this is safe)"
    assert details.safe_contact == f"Phone 01632 960777 {asked}\nE-mail canary@example.org {asked}"


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"phone": "unsafe"}, "E-mail canary@example.org (nobody has asked yet if this is safe)"),
        ({"phone": "unsafe", "email": "safe"}, "E-mail canary@example.org (they said that this is safe)"),
        ({"phone": "unsafe", "email": "unsafe", "text": "unsafe"}, "Ask the officer"),
        (
            {"phone": "safe", "email": "unsafe", "text": "unsafe"},
            "Phone 01632 960777 (they said that this is safe)\nNo text messages: they are not safe",
        ),
    ],
)
def test_a_way_that_is_not_safe_is_never_passed_on(world, client, known, told):
    case = case_of(world)
    for channel, state in known.items():
        make(ChannelSafety, case=case, channel=channel, state=state)
    client.force_login(world.officer.user)
    client.post(f"/desk/cases/{case.public_id}/support/", {"service": world.near.pk, "basis": Basis.EXPLICIT_CONSENT})
    by_officer = open_details(Referral.objects.get(), why="Test", by=world.near_worker)
    by_rule = open_details(refer_by_rules(case=case, person=WHO, day=DAY, now=NOW)[0], why="Test", by=world.near_worker)
    assert by_officer.safe_contact == by_rule.safe_contact == told


@pytest.mark.parametrize(("state", "reason"), [(State.DECLINED, "full"), (State.WITHDRAWN, "not_wanted")])
def test_who_it_is_is_closed_to_a_service_that_does_not_help_them(world, client, state, reason):
    referral = referred(world.near)
    move(referral, to=state, reason=reason, by=world.near_worker, now=NOW)
    client.force_login(world.near_worker)
    page = client.post(address(referral, "person/"), {"why": "To contact them"})
    assert page.status_code == 409
    assert "Robin Canary" not in page.content.decode()
    assert "their details are closed" in client.get(address(referral)).content.decode()
    assert not Reading.objects.exists()


def test_somebody_who_was_declined_can_be_referred_again(world):
    case = case_of(world)
    ask = {"service": world.near, "details": DETAILS, "case": case, "basis": Basis.EXPLICIT_CONSENT}
    first = refer_by_officer(**ask, by=world.officer.user, now=NOW)
    assert refer_by_officer(**ask, by=world.officer.user, now=NOW) == first
    move(first, to=State.DECLINED, reason="full", by=world.near_worker, now=NOW)
    second = refer_by_officer(**ask, by=world.officer.user, now=NOW)
    assert (second != first, second.state) == (True, State.SENT)
    assert refer_by_officer(**ask, by=world.officer.user, now=NOW) == second


@pytest.mark.parametrize(
    ("rule", "service", "refers"),
    [
        ({}, {}, True),
        ({"valid_to": DAY}, {}, True),
        ({"valid_to": DAY - timedelta(days=1)}, {}, False),
        ({"valid_from": DAY + timedelta(days=1)}, {}, False),
        ({}, {"valid_to": DAY - timedelta(days=1)}, False),
    ],
)
def test_a_rule_and_its_service_hold_on_their_days_only(world, rule, service, refers):
    AutomaticRule.objects.update(**rule) if rule else None
    Service.objects.filter(pk=world.near.pk).update(**service) if service else None
    assert bool(rules_for(world)) is refers


def test_no_rule_no_referral(world):
    assert rules_for(world, crime_group=make(type(world.burglary))) == []


def test_after_a_crime_of_risk_a_rule_refers_nobody_even_if_it_stands_in_the_table(world):
    make(AutomaticRule, crime_group=world.abuse, service=world.near)
    assert rules_for(world, crime_group=world.abuse) == []


def test_a_rule_for_a_crime_of_risk_or_by_consent_cannot_be_written(world):
    with pytest.raises(ValidationError):
        save_rule(AutomaticRule(crime_group=world.abuse, service=world.near, source="x"), by=world.officer.user)
    with pytest.raises(ValidationError):
        save_rule(AutomaticRule(crime_group=world.burglary, service=world.near, source=""), by=world.officer.user)
    with pytest.raises(IntegrityError):
        make(AutomaticRule, basis=Basis.CONSENT)


def test_an_officer_refers_only_with_a_yes_after_a_crime_of_risk(world):
    case = case_of(world, crime_group=world.abuse)
    same = {"service": world.near, "details": DETAILS, "case": case, "by": world.officer.user, "now": NOW}
    with pytest.raises(ValidationError):
        refer_by_officer(**same, basis=Basis.PUBLIC_TASK)
    assert refer_by_officer(**same, basis=Basis.EXPLICIT_CONSENT).sent_by == world.officer.user


def test_an_officer_refers_from_the_case_page_and_the_reading_is_written_down(world, client):
    case = case_of(world)
    client.force_login(world.officer.user)
    page = f"/desk/cases/{case.public_id}/support/"
    assert "Ask them first" in client.post(page, {"service": world.far.pk}).content.decode()
    for _ in range(2):
        client.post(page, {"service": world.far.pk, "basis": "explicit"})
    assert Referral.objects.get().service == world.far
    assert {reading.why for reading in Reading.objects.all()} == {"To pass them to a service"}


def test_what_nobody_can_ask_for_themselves_is_refused(world):
    closed = make(Service, takes_self_referral=False)
    with pytest.raises(ValidationError):
        referred(closed)
