"""Somebody opens a private page and asks for help, a worker accepts, an officer writes down a call: in Chromium."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from derbyvoice.audit.actors import PROGRAM
from derbyvoice.office import clock
from derbyvoice.office.models import CrimeGroup, District
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.actions import leave_task
from services.cases.choices import TaskKind
from services.cases.models import Attempt, Case, CaseClock, Contact, Officer, Victim
from services.directory.models import Membership, Service
from services.referrals.actions import open_details
from services.referrals.models import Referral
from services.support.actions import tell_about_help
from services.support.messages import prepare
from services.support.models import SupportText
from tests.browser.sight import leave, nothing_wrong, turn
from tests.factories import make
from tests.factories.shared_ground import EmergencyContact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "Ring me when the heron has flown"
SIZES = pytest.mark.parametrize(("script", "width"), [(True, 320), (False, 390)])


@pytest.fixture
def service():
    make(EmergencyContact, name="Somebody listens", phone="01632 960999")
    return make(
        Service, name="Somebody to talk to", plain_words="A friendly person listens to you.", phone="01632 960101"
    )


@pytest.fixture
def case(service):
    """A case of an officer, due today, whose message has just been written."""
    make(SupportText, words="What happened was not your fault.")
    held = make(Case, reference="26000/1", crime_group=make(CrimeGroup, name="Robbery"), district=make(District))
    make(Victim, case=held, name="Robin Canary", phone="01632 960777", email="robin@example.org")
    make(CaseClock, case=held, due_on=clock.today() - timedelta(days=2), due=clock.now())
    return held


def private_page(case):
    with transaction.atomic():
        message = tell_about_help(case, by=PROGRAM, now=clock.now())
    return re.search(r"https?://[^/]+(/r/\S+)", prepare(message).text)[1]


def worker_of(service):
    user = make(User, role=roles.PROVIDER_WORKER)
    make(Membership, user=user, provider=service.provider, valid_from=clock.today() - timedelta(days=1))
    return user


def signed_in(page, live_server, user):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


@pytest.fixture
def visit(open_page, live_server):
    """`visit(address, script=…, width=…, user=…)`: a device at this address, perhaps with somebody signed in."""

    def visited(address, *, script=True, width=390, user=None, leaves=False):
        page = open_page(script=script, width=width, leaves=leaves)
        if user:
            signed_in(page, live_server, user)
        page.goto(live_server.url + address)
        return page

    return visited


def sound(page, script=True):
    """Accessible, and nothing scrolls sideways."""
    if not script:
        return
    nothing_wrong(page)


def press(page, name):
    turn(page.get_by_role("button", name=name, exact=True))


def heading(page):
    return page.locator("h1").inner_text()


@SIZES
def test_somebody_opens_the_page_chooses_and_is_passed_on(case, service, visit, script, width):
    address = private_page(case)
    page = visit(address, script=script, width=width)
    sound(page, script)
    press(page, "Open the page")
    assert heading(page) == "Help is here if you want it"
    expect(page.get_by_text("What happened was not your fault.")).to_be_visible()
    sound(page, script)
    press(page, "Ask for this help")
    assert "Choose at least one" in page.locator(".govuk-error-summary").inner_text()
    sound(page, script)
    page.get_by_label("Somebody to talk to").check()
    page.get_by_label("What should they call you?").fill("Robin")
    page.get_by_label("How can they reach you safely?").fill(SECRET)
    press(page, "Ask for this help")
    assert page.get_by_label("How can they reach you safely?").input_value() == SECRET
    page.get_by_label("I agree that the services I chose get what I wrote here").check()
    sound(page, script)
    press(page, "Ask for this help")
    assert heading(page) == "Thank you. We have passed it on"
    sound(page, script)
    details = open_details(Referral.objects.get(), why="Test", by=worker_of(service))
    assert (details.name, details.safe_contact) == ("Robin", SECRET)
    assert heading(visit(address, script=script)) == "This page is closed now"


@SIZES
def test_leaving_while_writing_leaves_nothing_behind(case, visit, script, width):
    page = visit(private_page(case), script=script, width=width, leaves=True)
    press(page, "Open the page")
    page.get_by_label("How can they reach you safely?").fill(SECRET)
    leave(page)
    page.go_back()
    page.wait_for_load_state()
    assert SECRET not in page.content()
    assert all(box.input_value() != SECRET for box in page.get_by_role("textbox").all())


def test_a_closed_page_is_kind_and_sound(visit, service):
    page = visit("/r/0000000000000000000000000000000000/", width=320)
    assert "You did nothing wrong" in page.content()
    sound(page)


def test_help_is_found_and_where_there_is_none_there_are_numbers(visit, service):
    here = make(District, name="Here")
    page = visit("/help/", width=320)
    sound(page)
    turn(page.get_by_role("link", name="Somebody to talk to"))
    sound(page)
    Service.objects.all().delete()
    make(Service, districts=[make(District)])
    page = visit(f"/help/?where={here.code}", width=320)
    expect(page.get_by_text("We found no service for this yet")).to_be_visible()
    sound(page)


@SIZES
def test_a_worker_sees_who_it_is_and_accepts(service, visit, script, width):
    page = visit("/desk/referrals/", script=script, width=width, user=worker_of(service))
    expect(page.get_by_text("There is nothing new.")).to_be_visible()
    sound(page, script)
    make(Referral, service=service, name="Robin Canary", safe_contact=SECRET)
    page.reload()
    sound(page, script)
    page.locator(".dv-people__name").click()
    assert "Robin Canary" not in page.content()
    sound(page, script)
    press(page, "Save")
    assert "Choose what happens now" in page.locator(".govuk-error-summary").inner_text()
    sound(page, script)
    press(page, "Show who it is")
    expect(page.get_by_text(SECRET)).to_be_visible()
    sound(page, script)
    page.get_by_label("Accept: we will help").check()
    press(page, "Save")
    assert Referral.objects.get().state == "accepted"
    sound(page, script)


@SIZES
def test_an_officer_finds_who_is_due_rings_and_writes_it_down(case, visit, script, width):
    page = visit("/desk/cases/", script=script, width=width, user=case.officer.user)
    expect(page.get_by_text("2 days late")).to_be_visible()
    sound(page, script)
    turn(page.get_by_role("link", name="26000/1"))
    sound(page, script)
    press(page, "Show name and numbers")
    assert page.get_by_role("link", name="01632 960777").get_attribute("href") == "tel:01632960777"
    sound(page, script)
    page.get_by_label("We talked").check()
    press(page, "Save")
    assert "Say what you talked about" in page.locator(".govuk-error-summary").inner_text()
    sound(page, script)
    page.get_by_label("If you talked: what about?").select_option(label="News of the case")
    press(page, "Save")
    expect(page.get_by_text("Nobody is due today.")).to_be_visible()
    expect(page.get_by_text("Saved. They were contacted. Next contact:")).to_be_visible()
    sound(page, script)
    assert Contact.objects.get().about == "update"


def test_an_officer_needs_the_keyboard_alone(case, visit):
    page = visit(f"/desk/cases/{case.public_id}/", width=1280, user=case.officer.user)
    page.get_by_label("No answer").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved. They are still due.").wait_for()
    assert Attempt.objects.get().result == "no_answer"


@pytest.mark.parametrize("width", [320, 1280])
def test_who_comes_second_keeps_what_they_wrote(case, visit, width):
    page = visit(f"/desk/cases/{case.public_id}/", width=width, user=case.officer.user)
    Case.objects.update(edit=2)
    page.get_by_label("No answer").check()
    page.get_by_text("Another way, another day, or a note").click()
    page.get_by_label("Note (optional)").fill(SECRET)
    press(page, "Save")
    expect(page.get_by_text("Somebody else changed this case")).to_be_visible()
    assert page.get_by_label("Note (optional)").input_value() == SECRET
    sound(page)
    press(page, "Save")
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_the_other_pages_of_the_desk_are_sound(case, visit, width):
    leave_task(case, kind=TaskKind.BOUNCED, dedupe_key="1", day=clock.today())
    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=case.team)
    for address in ("channels/", "support/"):
        sound(visit(f"/desk/cases/{case.public_id}/{address}", width=width, user=case.officer.user))
    sound(visit("/desk/cases/", width=width, user=case.officer.user))
    sound(visit("/desk/cases/overdue/", width=width, user=supervisor.user))
    page = visit(f"/desk/cases/{case.public_id}/hand-over/", width=width, user=supervisor.user)
    sound(page)
    press(page, "Give them the case")
    sound(page)
