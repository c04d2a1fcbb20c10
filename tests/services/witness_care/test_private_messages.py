"""Messages about a private page: neutral, only where safe, and a task for the officer where they could not go."""

import re
import uuid

import pytest
from django.urls import reverse

from derbyvoice.notifications.kinds import Ready, Withheld
from derbyvoice.notifications.models import Message as Queued
from derbyvoice.office.models import CrimeGroup
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.models import Case, CaseClock, ChannelSafety, OfficerTask, Victim
from services.witness_care import actions, messages
from services.witness_care.models import PrivateSpace
from tests.factories import make
from tests.services.witness_care.conftest import NOW

pytestmark = pytest.mark.django_db
LOUD = re.compile(r"victim|crime|police|court|witness|abuse|support|evidence|case|officer", re.IGNORECASE)


@pytest.fixture
def case(now):
    clock = make(CaseClock)
    make(Victim, case=clock.case)
    return clock.case


@pytest.fixture
def offered(case):
    return actions.offer_space(case, by=make(User), now=NOW)


def test_the_link_goes_to_the_persons_address_in_neutral_words(offered):
    ready = messages.prepare_link(Queued.objects.get())
    assert isinstance(ready, Ready)
    assert ready.address == "robin@example.org"
    assert ready.text.count("http") == 1
    assert offered.code not in ready.text
    assert not LOUD.search(ready.subject + re.sub(r"http\S+", "", ready.text))


def test_where_the_channel_is_not_safe_nothing_goes_and_the_officer_has_a_task(case, offered):
    make(ChannelSafety, case=case, channel="email", state="unsafe")
    assert isinstance(messages.prepare_link(Queued.objects.get()), Withheld)
    assert OfficerTask.objects.get().case == case
    messages.prepare_link(Queued.objects.get())
    assert OfficerTask.objects.count() == 1


def test_after_a_crime_of_risk_not_known_is_not_safe(now):
    case = make(Case, crime_group=make(CrimeGroup, risk=True))
    make(Victim, case=case)
    actions.offer_space(case, by=make(User), now=NOW)
    assert isinstance(messages.prepare_link(Queued.objects.get()), Withheld)
    make(ChannelSafety, case=case, channel="email", state="safe")
    assert isinstance(messages.prepare_link(Queued.objects.get()), Ready)


def test_without_an_address_the_officer_has_a_task(now):
    case = make(Case)
    make(Victim, case=case, email="")
    actions.offer_space(case, by=make(User), now=NOW)
    assert isinstance(messages.prepare_link(Queued.objects.get()), Withheld)
    assert OfficerTask.objects.get().kind == "no_address"


def test_a_link_that_waits_while_the_page_is_replaced_or_opened_does_not_go(case, offered):
    actions.offer_space(case, by=make(User), now=NOW)
    first, second = Queued.objects.order_by("id")
    assert isinstance(messages.prepare_link(first), Withheld)
    assert isinstance(messages.prepare_link(second), Ready)
    newest = PrivateSpace.objects.get(state="offered")
    PrivateSpace.objects.filter(pk=newest.pk).update(token=None)
    assert isinstance(messages.prepare_link(second), Withheld)


def test_news_says_only_that_there_is_something_new(person, worker):
    make(Victim, case=person.space.case)
    actions.reply(person.space, "Secret words", form_id=uuid.uuid4(), now=NOW, by=worker)
    ready = messages.prepare_news(Queued.objects.get(kind="witness_care.news"))
    assert "http" not in ready.text
    assert not LOUD.search(ready.subject + ready.text)


def test_a_message_that_came_back_becomes_a_task(case, offered):
    messages.on_failure(Queued.objects.get())
    assert OfficerTask.objects.get().kind == "bounced"


def test_an_officer_gives_the_page_of_their_own_case_and_sees_the_code_once(client, case):
    client.force_login(case.officer.user)
    address = reverse("witness_care_offer", args=[case.public_id])
    assert address in client.get(reverse("cases_case", args=[case.public_id])).content.decode()
    assert client.get(address).status_code == 200
    assert not PrivateSpace.objects.exists()
    page = client.post(address)
    assert re.search(r'class="dv-code">\d{4} \d{4}<', page.content.decode())
    assert "no-store" in page["Cache-Control"]
    assert "have a page already" in client.get(address).content.decode()


def test_an_officer_is_told_beforehand_when_no_message_will_go(client, case):
    make(ChannelSafety, case=case, channel="email", state="unsafe")
    client.force_login(case.officer.user)
    page = client.get(reverse("witness_care_offer", args=[case.public_id])).content.decode()
    assert "Nobody has recorded that e-mail is safe" in page


def test_an_officer_of_another_case_cannot(client, case):
    client.force_login(make(User, role=roles.CASE_OFFICER))
    assert client.post(reverse("witness_care_offer", args=[case.public_id])).status_code == 404
    assert not PrivateSpace.objects.exists()
