"""Every address, asked as everybody: the answers are those of the written rules in `tests/access.py`."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from derbyvoice.office import clock
from derbyvoice.users import roles
from services.cases.models import ConflictBlock, Officer, Team
from services.directory.models import Membership, Provider, Service
from services.referrals.models import Referral
from tests.access import (
    ANYONE,
    COOKIE,
    LINK,
    NOBODY,
    OWN,
    PROGRAM,
    ROWS,
    RULES,
    SIGNED_IN,
    admin_roles,
)
from tests.factories import load_all, make
from tests.whole_house import House, put_away

pytestmark = [pytest.mark.django_db, pytest.mark.walks]

NO_ONE = "nobody who is signed in"
PEOPLE = [NO_ONE, "", *roles.ROLES]
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
SHOWN = {200, 302}
TAKEN = {200, 201, 204, 302, 303, 400, 404, 409, 410, 429}  # the form was looked at; it may still say what is wrong
TO_SIGN_IN, ASKED_TO_SIGN_IN = "to the sign-in", 403
NO_SUCH = {302, 404, 410}
HARMLESS = {"account_logout"}  # asks "sign out?" on a page of its own


def patterns(entries=None) -> Iterator[URLPattern]:
    for entry in entries or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                yield from patterns(entry.url_patterns)
        else:
            yield entry


@pytest.fixture
def house():
    return House(clock.now())


@pytest.fixture
def client_of(house):
    def made(key) -> Client:
        client = Client(raise_request_exception=False)
        if key != NO_ONE:
            client.force_login(house.people[key])
        return client

    return made


class Rolled(Exception):
    """Whatever a form did is undone, so that the next address finds the same house."""


def ask(client, method, address):
    """The status; "to the sign-in" for somebody who is sent there. Nothing that it did stays."""
    told = {}
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    try:
        with transaction.atomic():
            response = client.generic(method, address, content_type="application/x-www-form-urlencoded")
            told = {"status": response.status_code, "to": response.headers.get("Location", "")}
            put_away(response)
            raise Rolled
    except Rolled:
        client.cookies.clear()
        client.cookies.load(cookies)
    if told["to"].startswith(reverse("admin:login")):
        return ask(client, "GET", told["to"])
    return TO_SIGN_IN if told["to"].partition("?")[0] == reverse("account_login") else told["status"]


def may(who, key, house) -> bool:
    if who in (ANYONE, LINK, COOKIE):
        return True
    return key != NO_ONE and (who in (SIGNED_IN, OWN) or key in {role.key for role in who})


def wanted(name, who, method, key, house, *, wrong=False):
    """The answers that the rule allows."""
    if who == NOBODY:
        return {405}
    if who == PROGRAM:
        return {401, 403, 404}
    if who == LINK and wrong:
        return NO_SUCH
    if who == COOKIE:
        return {*NO_SUCH, 403, 409, TO_SIGN_IN} | ({200} if name in HARMLESS else set())
    if who == OWN and key != NO_ONE:
        return {*SHOWN, 303, 400, 403, 404}
    if may(who, key, house):
        return SHOWN if method == "GET" else TAKEN
    if key == NO_ONE:
        return {TO_SIGN_IN} if method == "GET" else {ASKED_TO_SIGN_IN}
    return {403}


def test_every_address_has_a_written_rule_and_every_rule_an_address():
    named = {pattern.name for pattern in patterns()}
    assert None not in named, "an address has no name"
    assert named - set(RULES) == set(), "these have no written rule in tests/access.py"
    assert set(RULES) - named == set(), "these rules speak of no address"


@pytest.mark.parametrize("key", PEOPLE)
def test_everybody_gets_what_the_rules_say(house, client_of, key):
    client, found = client_of(key), []
    for row in ROWS:
        for method, who in (("GET", row.get), ("POST", row.post)):
            address = reverse(row.name, kwargs=house.args.get(row.name))
            status = ask(client, method, address)
            if status not in wanted(row.name, who, method, key, house):
                found.append(f"{method} {row.name}: {status}, and {who} may")
    assert not found, "\n".join(found)


def test_a_link_with_another_secret_leads_nowhere(house, client_of):
    client, found = client_of(NO_ONE), []
    for name, args in house.wrong.items():
        row = RULES[name]
        for method, who in (("GET", row.get), ("POST", row.post)):
            status = ask(client, method, reverse(name, kwargs=args))
            if status not in wanted(name, who, method, NO_ONE, house, wrong=True):
                found.append(f"{method} {name}: {status}")
    assert not found, "\n".join(found)
    assert set(house.wrong) == {row.name for row in ROWS if LINK in (row.get, row.post)}


@pytest.mark.parametrize("key", [NO_ONE, roles.OFFICE_STAFF.key])
def test_no_address_answers_a_method_that_nobody_named(house, client_of, key):
    client, found = client_of(key), []
    for row in ROWS:
        address = reverse(row.name, kwargs=house.args.get(row.name))
        found += [
            f"{method} {row.name}: {status}"
            for method in OTHER_METHODS
            if (status := ask(client, method, address)) not in {405, 401}
        ]
    assert not found, "\n".join(found)


def test_what_stands_below_no_address_is_not_found(client_of):
    client = client_of(roles.OFFICE_STAFF.key)
    for address in ("/no-such-page/", "/desk/no-such/", "/admin/no/such/", "/demo/", "/api/v1/no-such/", "/accounts/"):
        assert ask(client, "GET", address) == 404, address


# The admin: one rule by role


@pytest.fixture
def rows_of_admin(db):
    load_all()
    return [(page, make(model)) for model, page in admin.site._registry.items()]


def admin_addresses(page, row):
    base = f"admin:{page.opts.app_label}_{page.opts.model_name}"
    yield "list", reverse(f"{base}_changelist")
    yield "add", reverse(f"{base}_add")
    for part in ("change", "history", "delete"):
        yield part, reverse(f"{base}_{part}", args=[row.pk])


def admin_wanted(page, part, method, key):
    """What the one rule says: the roles of the page read; only pages with a form take one; nothing is deleted."""
    if part == "history" and method == "POST":
        return {405}
    if key == NO_ONE:
        return {TO_SIGN_IN} if method == "GET" else {403, TO_SIGN_IN}
    opened = {role.key for role in admin_roles(page.opts.label_lower)}
    if key not in opened or part == "delete":
        return {403}
    acts = {"add": page.add_form_action, "change": page.change_form_action}
    if part in acts and acts[part] is None and (part == "add" or method == "POST"):
        return {403}
    return SHOWN if method == "GET" else TAKEN | {403}


ASKED_BY_STRANGERS = {("list", "GET"), ("change", "POST")}
LABELS = [model._meta.label_lower for model in admin.site._registry]


STRANGERS = set(PEOPLE) - {role.key for label in LABELS for role in admin_roles(label)}


@pytest.mark.parametrize("key", PEOPLE)
def test_the_admin_opens_by_role(house, client_of, rows_of_admin, key):
    client, found = client_of(key), []
    for page, row in rows_of_admin:
        for part, address in admin_addresses(page, row):
            for method in ("GET", "POST"):
                if key in STRANGERS and (part, method) not in ASKED_BY_STRANGERS:
                    continue
                status = ask(client, method, address)
                if status not in admin_wanted(page, part, method, key):
                    found.append(f"{method} {page.opts.label_lower} {part}: {status}")
    assert not found, "\n".join(found)


def test_the_admin_itself_is_closed_to_those_without_a_page(client_of):
    assert {key: ask(client_of(key), "GET", "/admin/") for key in PEOPLE} == {
        NO_ONE: TO_SIGN_IN,
        "": 403,
        **{key: 200 if key in (roles.OFFICE_STAFF.key, roles.RESEARCHER.key) else 403 for key in roles.ROLES},
    }


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_admin_page_answers_other_methods(client_of, rows_of_admin, method):
    client = client_of(roles.OFFICE_STAFF.key)
    found = [
        address
        for page, row in rows_of_admin
        for _, address in admin_addresses(page, row)
        if ask(client, method, address) != 405
    ]
    assert not found, "\n".join(found)


# Neighbours: the same role, another person


@pytest.fixture
def neighbours(house):
    """Another officer in another team, and a worker of another provider, each with something of their own."""
    provider = make(Provider)
    worker = make_person(roles.PROVIDER_WORKER)
    make(Membership, user=worker, provider=provider)
    make(Referral, service=make(Service, provider=provider))
    officer, supervisor = make(Officer), make(Officer, user=make_person(roles.SUPERVISOR), team=make(Team))
    house.case_of(officer)
    return {"officer": officer.user, "supervisor": supervisor.user, "worker": worker}


def make_person(role):
    from derbyvoice.users.models import User

    return make(User, role=role)


OF_A_CASE = [
    "cases_case", "cases_person", "cases_channels", "referrals_of_case", "support_send", "witness_care_offer",
    "referrals_let_go",
    "cases_task_done", "cases_hand_over",
]  # fmt: skip
OF_A_PROVIDER = [
    "referrals_one", "referrals_person", "outcomes_scores", "contracts_return", "contracts_return_kept",
]  # fmt: skip


def asked_by(user, house, names):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    for name in names:
        row = RULES[name]
        address = reverse(name, kwargs=house.args[name])
        for method, who in (("GET", row.get), ("POST", row.post)):
            if who != NOBODY:
                yield f"{method} {name}", ask(client, method, address)


def test_another_officer_and_another_team_do_not_find_the_case(house, neighbours):
    officers = [name for name in OF_A_CASE if name != "cases_hand_over"]
    assert {status for _, status in asked_by(neighbours["officer"], house, officers)} == {404}
    assert {status for _, status in asked_by(neighbours["supervisor"], house, OF_A_CASE)} == {404}


def test_another_provider_does_not_find_the_referral_or_the_return(house, neighbours):
    assert {status for _, status in asked_by(neighbours["worker"], house, OF_A_PROVIDER)} == {404}


@pytest.mark.parametrize("role", [roles.CASE_OFFICER, roles.SUPERVISOR])
def test_a_conflict_of_interest_hides_the_case_whatever_the_role(house, role):
    user = house.somebody(role)
    make(ConflictBlock, case=house.case, user=user)
    names = [name for name in OF_A_CASE if name != "cases_hand_over" or role == roles.SUPERVISOR]
    assert {name: status for name, status in asked_by(user, house, names) if status != 404} == {}


def test_a_role_that_ends_and_a_membership_that_ends_close_the_page_at_the_next_request(house):
    worker = house.somebody(roles.PROVIDER_WORKER)
    client = Client()
    client.force_login(worker)
    address = reverse("referrals_one", kwargs=house.args["referrals_one"])
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=worker).update(valid_to=house.today - timedelta(days=1))
    assert ask(client, "GET", address) == TO_SIGN_IN
    worker.grants.update(ended_at=clock.now(), ended_by=worker)
    client = Client()
    client.force_login(worker)
    assert client.get(address).status_code == 403


def test_lists_show_nothing_of_others(house, neighbours):
    def page(user, name):
        client = Client()
        client.force_login(user)
        return client.get(reverse(name)).content.decode()

    assert str(house.referral.public_id) in page(house.somebody(roles.PROVIDER_WORKER), "referrals_list")
    assert str(house.referral.public_id) not in page(neighbours["worker"], "referrals_list")
    assert str(house.case.public_id) in page(house.somebody(roles.CASE_OFFICER), "cases_due")
    assert str(house.case.public_id) not in page(neighbours["officer"], "cases_due")


def test_reversing_a_name_of_the_library_for_sign_up_or_passwords_finds_nothing():
    for name in ("account_signup", "account_reset_password", "account_change_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
