"""Contracts: a provider returns figures, the office accepts them, a pack is read; in headless Chromium."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from derbyvoice.audit.actors import CLOCK
from derbyvoice.office import clock
from derbyvoice.office.models import Office
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.contracts import actions
from services.contracts.models import Contract, Kpi, Return
from services.contracts.periods import last_finished_quarter
from services.directory.models import Membership, Provider, Service
from services.outcomes.models import Outcome
from surveys.insight.actions import count_answers
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.actions import count
from surveys.responses.models import Response
from tests.browser.sight import nothing_wrong, turn
from tests.factories import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contract():
    make(Office)
    provider = make(Provider, name="Example Support")
    dates = {"starts_on": date(2020, 4, 1), "ends_on": date(2040, 3, 31)}
    made = make(Contract, title="Help nearby", provider=provider, **dates)
    make(Kpi, contract=made, name="People supported", unit="people", target=60, position=1)
    make(Kpi, contract=made, name="Feel safer", unit="share", target=75, position=2)
    return made


@pytest.fixture
def worker(contract):
    user = make(User, role=roles.PROVIDER_WORKER)
    make(Membership, user=user, provider=contract.provider)
    return user


def signed_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "s", "value": client.cookies["s"].value, "url": live_server.url}])
    return page


def go(page, live_server, name, *args):
    page.goto(live_server.url + reverse(name, args=args))


def people_said(contract, quarter):
    """Sixty people answered the survey about the provider's service."""
    survey = make(Survey, opened=True, service=make(Service, provider=contract.provider, name="Somebody to talk to"))
    questions = definition_of(survey.current.pk).questions
    position = next(question.position for question in questions if question.measures == "satisfaction")
    answers = [None] * len(questions)
    for code, number in ((9, 40), (2, 20)):
        answers[position] = code
        for _ in range(number):
            count(make(Response, version=survey.current, submitted_on=quarter.first_day, answers=answers), 1)
    count_answers(by=CLOCK)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_journey_from_a_return_to_the_pack(open_page, live_server, contract, worker, script, width):
    quarter = last_finished_quarter(clock.today())
    actions.open_returns(quarter, by=make(User))
    people_said(contract, quarter)
    provider = signed_in(open_page(script=script, width=width), live_server, worker)
    go(provider, live_server, "contracts_returns")
    provider.get_by_role("link", name=str(quarter)).click()
    provider.get_by_label("How many people", exact=True).fill("74")
    provider.get_by_label("How many people it was true for").fill("30")
    provider.get_by_label("Out of how many people in all").fill("50")
    provider.get_by_role("button", name="Send to the office").click()
    expect(provider.get_by_role("heading", name="Your return was sent")).to_be_visible()

    office = signed_in(open_page(script=script, width=width), live_server, make(User, role=roles.OFFICE_STAFF))
    go(office, live_server, "admin:contracts_return_change", Return.objects.get().pk)
    office.get_by_label("Accept it").check()
    turn(office.get_by_role("button", name="Save", exact=True))
    assert Return.objects.get().state == "accepted"

    reader = signed_in(open_page(script=script, width=width), live_server, make(User, role=roles.COMMISSIONER))
    go(reader, live_server, "briefings_start")
    reader.get_by_role("link", name="Help nearby").click()
    expect(reader.get_by_text("About 75", exact=True)).to_be_visible()
    expect(reader.get_by_text("About 60%", exact=True)).to_be_visible()
    expect(reader.get_by_text("about 67% satisfied").first).to_be_visible()
    with reader.expect_download() as started:
        reader.get_by_role("link", name="Download as a spreadsheet").click()
    assert started.value.suggested_filename.endswith(".xlsx")


def test_every_page_of_the_provider_can_be_used_by_everybody(open_page, live_server, contract, worker):
    page = signed_in(open_page(width=320), live_server, worker)
    go(page, live_server, "contracts_returns")
    nothing_wrong(page)
    actions.open_returns(last_finished_quarter(clock.today()), by=make(User))
    go(page, live_server, "contracts_returns")
    nothing_wrong(page)
    go(page, live_server, "contracts_return", Return.objects.get().pk)
    nothing_wrong(page)
    page.get_by_label("How many people it was true for").fill("9")
    turn(page.get_by_role("button", name="Send to the office"))
    nothing_wrong(page)
    page.get_by_label("Out of how many people in all").fill("20")
    turn(page.get_by_role("button", name="Keep for later"))
    nothing_wrong(page)
    go(page, live_server, "contracts_return", Return.objects.get().pk)
    turn(page.get_by_role("button", name="Send to the office"))
    nothing_wrong(page)


def test_every_page_of_the_briefing_can_be_used_by_everybody(open_page, live_server, contract):
    page = signed_in(open_page(width=320), live_server, make(User, role=roles.COMMISSIONER))
    quarter, day = last_finished_quarter(clock.today()), clock.today()
    for name in ("briefings_start", "briefings_contracts"):
        go(page, live_server, name)
        nothing_wrong(page)
    address = ("briefings_pack", contract.pk, quarter.year, quarter.number)
    go(page, live_server, *address)
    nothing_wrong(page)
    people_said(contract, quarter)
    make(Outcome)
    by = make(User)
    meeting = actions.hold_meeting(contract, held_on=day - timedelta(days=9), by=by)
    actions.add_action(meeting, what="Evenings", body="provider", owner_post="Manager", due_on=day, by=by)
    actions.hold_meeting(contract, held_on=day + timedelta(days=9), by=by)
    actions.add_budget_line(contract, financial_year=quarter.year, amount_pence=4_000_000, what_for="Help", by=by)
    go(page, live_server, *address)
    nothing_wrong(page)
