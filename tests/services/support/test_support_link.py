"""The private page: safe from scanners, opened once, kind when it is closed."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from derbyvoice.notifications.kinds import Ready, Withheld
from derbyvoice.notifications.models import Message
from derbyvoice.office.models import CrimeGroup, District
from services.cases.actions import close_case
from services.cases.choices import Safety
from services.cases.models import Case, CaseClock, ChannelSafety, OfficerTask, Victim
from services.directory.models import Service
from services.referrals.actions import open_details
from services.referrals.models import Referral
from services.support import views
from services.support.actions import Spent, spend, tell_about_help
from services.support.messages import KIND, on_failure, prepare
from services.support.models import SupportLink, SupportText
from services.witness_care import visits
from tests.factories import make
from tests.notifications.test_words import readable
from tests.services_world import NOW

TELLING = re.compile(
    r"abus|domestic|violen|victim|survivor|rape|sexual|assault|stalk|testimon|crime|police|offence|refuge|harass"
    r"|perpetrator|safeguard|suspect|witness|court|referral|support service",
    re.IGNORECASE,
)


def sent(world, **changes):
    """A case whose message is prepared as the sender does it; gives the message and what would go."""
    case = make(Case, officer=world.officer, **{"crime_group": world.burglary, "district": world.district, **changes})
    make(Victim, case=case, email="canary@example.org")
    make(CaseClock, case=case)
    from django.db import transaction

    with transaction.atomic():
        message = tell_about_help(case, by=world.officer.user, now=NOW)
    return case, message


def address_in(ready):
    return re.search(r"https?://[^/]+(/r/\S+)", ready.text)[1]


@pytest.fixture
def address(world):
    return address_in(prepare(sent(world)[1]))


def without_tokens(page):
    """The page without what is drawn at random for each browser."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+', "", page)


def answer(service, **changes):
    words = {"name": "Robin", "safe_contact": "Text me after six", "words": "", "agree": "on"}
    return {"services": [service.pk], **words, **changes}


def test_the_message_is_neutral_and_holds_one_link(world):
    ready = prepare(sent(world)[1])
    assert isinstance(ready, Ready)
    assert ready.address == "canary@example.org"
    assert not TELLING.search(ready.subject + readable(ready.text))
    assert len(re.findall(r"https?://", ready.text)) == 1
    assert len(ready.subject) <= 60


@pytest.mark.parametrize("risk", [False, True])
@pytest.mark.parametrize("state", [None, *Safety])
def test_the_gate_is_asked_when_the_message_is_sent(world, risk, state):
    case, message = sent(world, crime_group=make(CrimeGroup, risk=risk))
    if state:
        make(ChannelSafety, case=case, state=state)
    may_go = state == Safety.SAFE or (not risk and state != Safety.UNSAFE)
    for _ in range(2):
        assert isinstance(prepare(message), Ready if may_go else Withheld)
    assert OfficerTask.objects.waiting().filter(kind="channel").count() == (0 if may_go else 1)


def test_a_message_never_touches_the_contact_clock(world):
    case, message = sent(world)
    before = CaseClock.objects.values().get()
    prepare(message)
    on_failure(message)
    assert CaseClock.objects.values().get() == before
    assert not case.contacts.exists()


def test_a_bounce_becomes_a_task_for_the_officer_once(world):
    _, message = sent(world)
    for _ in range(2):
        KIND.on_failure(message)
    assert OfficerTask.objects.get().kind == "bounced"


def test_nothing_goes_for_a_closed_case_a_used_link_or_a_lost_address(world):
    case, message = sent(world)
    Victim.objects.update(email=None)
    assert prepare(message) == Withheld("there is no address any more")
    SupportLink.objects.update(expires=NOW)
    assert prepare(message) == Withheld("the link was used or is too old")
    close_case(case, by=world.officer.user, now=NOW)
    assert prepare(message) == Withheld("the case is closed")


def test_without_an_address_the_officer_is_asked_to_tell_them(world):
    case = make(Case)
    make(Victim, case=case, email="")
    assert tell_about_help(case, by=world.officer.user, now=NOW) is None
    assert (OfficerTask.objects.get().kind, Message.objects.count()) == ("no_address", 0)


def test_the_most_particular_text_is_chosen(world):
    group, district = make(CrimeGroup), make(District)
    make(SupportText, district=district)
    of_group = make(SupportText, crime_group=group)
    both = make(SupportText, crime_group=group, district=district)
    make(SupportText, crime_group=group, district=district, valid_to=NOW.date() - timedelta(days=1))
    texts = SupportText.objects.on(NOW.date())
    assert texts.for_case(crime_group=group, district=district).first() == both
    assert texts.for_case(crime_group=group, district=make(District)).first() == of_group


def test_scanners_change_nothing_and_get_no_cookie(world, client, address):
    before = SupportLink.objects.values().get()
    for method in ("head", "get", "get", "head"):
        seen = getattr(Client(), method)(address)
        assert seen.status_code == 200
        assert set(seen.cookies) <= {"t"}
        assert "no-store" in seen["Cache-Control"]
        assert seen["Referrer-Policy"] == "same-origin"
    assert SupportLink.objects.values().get() == before


def test_the_first_page_says_nothing_of_the_person_or_of_what_happened(world, client, address):
    CrimeGroup.objects.update(plain_name="Somebody broke in")
    page = client.get(address).content.decode()
    shown = without_tokens(re.sub(r"<footer.*</footer>", "", page, flags=re.DOTALL))
    for word in ("canary", "Robin", "Somebody broke in", world.near.name, "There is help for you"):
        assert word not in shown
    title = re.search("<title>(.*?)</title>", page, re.DOTALL)[1]
    assert not TELLING.search(title + readable(f"https://voice.example{address}"))


def test_the_button_opens_once_and_then_the_page_is_kind(world, client, address):
    assert client.post(address).status_code == 302
    stranger = Client()
    for method in ("get", "post"):
        closed = getattr(stranger, method)(address)
        assert closed.status_code == 410
        assert "You did nothing wrong" in closed.content.decode()
    assert stranger.get("/r/").status_code == 410


@pytest.mark.parametrize("token", ["x", "0" * 32, "a" * 5000, "%00", "%F0%9F%98%80", "..%2f..%2fetc"])
def test_any_other_address_is_closed_in_the_same_way(world, client, token):
    assert client.get(f"/r/{token}/").status_code in {404, 410}


def test_two_presses_at_once_open_it_once(world, address):
    token = address.split("/")[2]
    spend(token, now=NOW)
    with pytest.raises(Spent):
        spend(token, now=NOW)


def test_a_link_ends_on_its_day(world, client, address, time_machine):
    time_machine.move_to(NOW + timedelta(days=28), tick=False)
    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410


def test_the_person_chooses_and_the_service_gets_what_they_wrote(world, client, address):
    page = client.post(address, follow=True)
    assert "There is help for you" in page.content.decode()
    thanks = client.post("/r/", answer(world.far), follow=True)
    assert "We have passed it on" in thanks.content.decode()
    referral = Referral.objects.get()
    assert (referral.service, referral.source, referral.basis) == (world.far, "self", "consent")
    details = open_details(referral, why="Test", by=world.far_worker)
    assert (details.name, details.safe_contact) == ("Robin", "Text me after six")


def test_after_a_crime_of_risk_the_basis_is_explicit_consent(world, client):
    case, message = sent(world, crime_group=world.abuse)
    make(ChannelSafety, case=case, state="safe")
    client.post(address_in(prepare(message)))
    client.post("/r/", answer(world.far))
    assert Referral.objects.get().basis == "explicit"


def test_sent_five_times_it_is_passed_on_once(world, client, address):
    client.post(address)
    for _ in range(5):
        assert client.post("/r/", answer(world.near), follow=True).status_code == 200
    assert Referral.objects.count() == 1


def test_within_the_hour_the_same_browser_may_come_back(world, client, address, time_machine):
    client.post(address)
    assert client.get(address, follow=True).status_code == 200
    time_machine.move_to(NOW + timedelta(minutes=61), tick=False)
    assert client.get("/r/").status_code == 410


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"services": []}, "Choose at least one"),
        ({"name": ""}, "Write a name that they can ask for"),
        ({"safe_contact": ""}, "Write one way that is safe for you"),
        ({"agree": ""}, "Tick the box if you agree"),
        ({"name": "x" * 81}, "at most 80"),
        ({"safe_contact": "x" * 1_000_000}, "at most 500"),
        ({"words": "a\x00b"}, "Null characters"),
        ({"services": ["999999"]}, "not one of the available choices"),
        ({"services": ["x; DROP TABLE"]}, "is not a valid value"),
    ],
)
def test_what_cannot_be_sent_is_said_at_the_field_and_kept(world, client, address, change, words):
    client.post(address)
    page = client.post(
        "/r/",
        answer(world.near, words="Please ring twice", **{k: v for k, v in change.items() if k != "words"}) | change,
    )
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Referral.objects.exists()
    if "safe_contact" not in change:
        assert "Text me after six" in page.content.decode()


def test_only_services_for_them_are_offered(world, client, address):
    closed = make(Service, takes_self_referral=False)
    elsewhere = make(Service, districts=[make(District)])
    other = make(Service, crime_groups=[make(CrimeGroup)])
    ended = make(Service, valid_to=NOW.date() - timedelta(days=1))
    page = client.post(address, follow=True).content.decode()
    assert world.near.name in page
    for hidden in (closed, elsewhere, other, ended):
        assert hidden.name not in page
        assert client.post("/r/", answer(hidden)).status_code == 200
    assert not Referral.objects.exists()


def test_the_token_is_nowhere_in_the_database_once_it_is_used(world, client, address):
    token = address.split("/")[2]
    client.post(address)
    row = SupportLink.objects.get()
    assert row.token is None
    assert token not in row.token_hash
    assert len(token) >= 32


@pytest.mark.parametrize("mine", [True, False])
def test_an_officer_sends_the_page_again_for_their_own_case_only(world, client, mine):
    case, _ = sent(world)
    client.force_login(world.officer.user if mine else make(type(world.officer)).user)
    done = client.post(f"/desk/cases/{case.public_id}/send-page/")
    assert done.status_code == (302 if mine else 404)
    assert Message.objects.count() == (2 if mine else 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda case: close_case(case, by=case.officer.user, now=NOW), "This case is closed, so nothing is sent."),
        (lambda case: Victim.objects.update(email=None), "There is no e-mail address. Please tell them yourself."),
        (lambda case: SupportText.objects.update(valid_to=NOW.date() - timedelta(days=1)), "has not written this page"),
    ],
    ids=["closed", "no address", "no text"],
)
def test_the_officer_is_told_truly_why_nothing_goes(world, client, change, words):
    case, _ = sent(world)
    change(case)
    client.force_login(world.officer.user)
    page = client.post(f"/desk/cases/{case.public_id}/send-page/", follow=True).content.decode()
    assert words in page
    assert Message.objects.count() == 1


def test_the_officer_cannot_flood_anybody(world, client):
    case, _ = sent(world)
    client.force_login(world.officer.user)
    for _ in range(6):
        client.post(f"/desk/cases/{case.public_id}/send-page/")
    assert Message.objects.count() == 4


def test_what_was_typed_while_the_hour_ran_out_is_given_back(world, client, address):
    client.post(address)
    client.cookies["u"] = "too-old"
    page = client.post("/r/", answer(world.near, safe_contact="Text me after six", words="heron at dawn"))
    assert page.status_code == 410
    assert "Text me after six" in page.content.decode()
    assert "heron at dawn" in page.content.decode()
    assert not Referral.objects.exists()


def test_its_cookie_is_not_that_of_a_private_page():
    assert views.COOKIE != visits.COOKIE
