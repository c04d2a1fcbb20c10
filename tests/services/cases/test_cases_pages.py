"""An officer on a phone: who is due, how to reach them, what happened."""

import uuid
from datetime import timedelta

import pytest

from derbyvoice.audit.models import Event, Reading
from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.actions import close_case, leave_task
from services.cases.choices import TaskKind
from services.cases.models import (
    Attempt,
    Case,
    CaseClock,
    ChannelSafety,
    ConflictBlock,
    Contact,
    Officer,
    OfficerTask,
    Victim,
)
from services.directory.actions import end_membership
from services.directory.models import Membership, Provider
from services.referrals.models import Referral
from services.witness_care.models import PrivateSpace
from tests.factories import make
from tests.services_world import NOW, worker_of

TODAY = NOW.date()


def held(officer, *, due_in=0, **fields):
    """A case of this officer whose contact is due in so many days."""
    case = make(Case, officer=officer, **fields)
    make(Victim, case=case, name="Robin Canary", phone="01632 960777", email="canary@example.org")
    make(CaseClock, case=case, due_on=TODAY + timedelta(days=due_in), due=NOW + timedelta(days=due_in))
    return case


def log(case, **changes):
    """What the form of this case's page sends when nothing but the result is chosen."""
    day = TODAY + timedelta(days=10)
    whole = {
        "happened": "talked",
        "about": "update",
        "way": "phone",
        "happened_on": str(TODAY),
        "next_on_day": day.day,
        "next_on_month": day.month,
        "next_on_year": day.year,
        "longer_reason": "",
        "note": "",
        "form_id": str(uuid.uuid4()),
        "edit": case.edit,
    }
    return {**whole, **changes}


@pytest.fixture
def officer(world, client):
    client.force_login(world.officer.user)
    return world.officer


def address(case, page=""):
    return f"/desk/cases/{case.public_id}/{page}"


def test_the_list_shows_who_is_due_the_longest_overdue_first(officer, client):
    make_order = [held(officer, due_in=days, reference=f"REF/{n}") for n, days in enumerate((0, -9, 1, -2))]
    held(make(Officer), reference="OTHER/1")
    page = client.get("/desk/cases/").content.decode()
    assert len(make_order) == 4
    positions = [page.find(f"REF/{n}") for n in (1, 3, 0)]
    assert positions == sorted(positions)
    assert min(positions) > 0
    assert "REF/2" not in page
    assert "OTHER/1" not in page
    assert "9 days late" in page
    everybody = client.get("/desk/cases/?show=all").content.decode()
    assert "REF/2" in everybody


def test_the_list_names_nobody(officer, client):
    held(officer)
    page = client.get("/desk/cases/").content.decode()
    assert "Canary" not in page
    assert "1632 960777" not in page
    assert "1632960777" not in page


def test_an_empty_list_says_so(officer, client):
    assert "Nobody is due today." in client.get("/desk/cases/").content.decode()


def test_a_case_is_found_by_its_whole_reference_if_it_is_mine(officer, client):
    case = held(officer, due_in=5, reference="26000/1")
    held(make(Officer), reference="26000/2")
    assert client.post("/desk/cases/find/", {"reference": " 26000/1 "})["Location"] == address(case)


@pytest.mark.parametrize("wanted", ["26000/2", "26000", "", "\x00", "x" * 5000, "‮"])
def test_what_is_not_mine_or_not_whole_is_not_found(officer, client, wanted):
    held(make(Officer), reference="26000/2")
    page = client.post("/desk/cases/find/", {"reference": wanted})
    assert page.status_code == 200
    assert page.context["form"].errors["reference"]
    assert client.get("/desk/cases/find/").status_code == 405


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", ["cases_due", "cases_overdue"])
def test_the_lists_ask_the_same_few_questions_however_long_they_are(
    world, client, rows, name, django_assert_num_queries
):
    from django.urls import reverse

    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=world.officer.team)
    for _ in range(rows):
        case = held(supervisor, due_in=-1)
        leave_task(case, kind=TaskKind.BOUNCED, dedupe_key=str(case.pk), day=TODAY)
    client.force_login(supervisor.user)
    client.get(reverse(name))
    with django_assert_num_queries({"cases_due": 6, "cases_overdue": 6}[name]):
        assert client.get(reverse(name)).status_code == 200


def test_the_case_page_masks_until_it_is_opened_for_a_reason(officer, client):
    case = held(officer)
    page = client.get(address(case)).content.decode()
    assert "ends in 777" in page
    for secret in ("Canary", "1632 960777", "1632960777", "canary@example.org"):
        assert secret not in page
    assert not Reading.objects.exists()
    opened = client.post(address(case, "person/"), {"why": "To contact them"}).content.decode()
    assert "Robin Canary" in opened
    assert 'href="tel:01632960777"' in opened
    assert Reading.objects.get().why == "To contact them"


def test_without_a_reason_nothing_is_opened(officer, client):
    refused = client.post(address(held(officer), "person/"), {"why": "I am curious"})
    assert refused.status_code == 400
    assert "Canary" not in refused.content.decode()
    assert not Reading.objects.exists()


def test_two_choices_and_save_log_a_contact(officer, client):
    case = held(officer)
    assert client.post(address(case), log(case)).status_code == 302
    contact = Contact.objects.get()
    assert (contact.made_by, contact.next_on) == (officer.user, TODAY + timedelta(days=10))
    assert "Nobody is due today." in client.get("/desk/cases/").content.decode()


def test_after_a_talk_about_a_closed_case_no_next_one_is_promised(officer, client):
    case = held(officer)
    close_case(case, by=officer.user, now=NOW)
    for _ in range(2):
        case.refresh_from_db()
        assert client.post(address(case), log(case)).status_code == 302
    said = client.get("/desk/cases/").content.decode()
    assert "Saved. They were contacted. The case is closed, so no next contact is due." in said
    assert "Next contact" not in said


def test_an_attempt_leaves_them_on_the_list(officer, client):
    case = held(officer, reference="REF1")
    client.post(address(case), log(case, happened="no_answer", about=""))
    assert Attempt.objects.get().result == "no_answer"
    assert "REF1" in client.get("/desk/cases/").content.decode()


def test_five_equal_presses_are_one_contact(officer, client):
    case = held(officer)
    sent = log(case)
    assert {client.post(address(case), sent).status_code for _ in range(5)} == {302}
    assert Contact.objects.count() == 1


def test_who_comes_second_gets_both_texts_and_can_save_after_all(officer, client):
    case = held(officer)
    mine, theirs = log(case, note="Mine: they moved house"), log(case)
    client.post(address(case), theirs)
    told = client.post(address(case), mine)
    page = told.content.decode()
    assert told.status_code == 409
    assert "Somebody else changed this case" in page
    assert "What stands there now" in page
    assert "Mine: they moved house" in page
    assert Contact.objects.count() == 1
    fresh = told.context["form"]
    again = {**mine, "edit": fresh["edit"].value(), "form_id": fresh["form_id"].value()}
    assert client.post(address(case), again).status_code == 302
    assert Contact.objects.count() == 2


def test_after_a_talk_that_is_written_down_late_the_days_count_from_the_talk(officer, client):
    case = held(officer)
    talked_on = TODAY - timedelta(days=6)
    page = client.post(address(case), log(case, happened_on=str(talked_on)), follow=True).content.decode()
    case.clock.refresh_from_db()
    assert case.clock.due_on == TODAY + timedelta(days=4)
    assert f"Next contact: {case.clock.due_on.day} {case.clock.due_on:%B}." in page


def test_after_a_talk_that_is_longer_ago_than_the_standard_they_are_due_tomorrow(officer, client):
    case = held(officer)
    client.post(address(case), log(case, happened_on=str(TODAY - timedelta(days=13))))
    case.clock.refresh_from_db()
    assert case.clock.due_on == TODAY + timedelta(days=1)


def test_a_later_day_than_the_talk_allows_needs_its_reason(officer, client):
    case, agreed = held(officer), TODAY + timedelta(days=9)
    told = {
        "happened_on": str(TODAY - timedelta(days=6)),
        **{f"next_on_{part}": getattr(agreed, part) for part in ("day", "month", "year")},
    }
    by = TODAY + timedelta(days=4)
    assert (
        f"Say why it is later than {by.day} {by:%B}" in client.post(address(case), log(case, **told)).content.decode()
    )
    client.post(address(case), log(case, **told, longer_reason="asked"))
    contact = Contact.objects.get()
    assert (contact.next_on, contact.longer_reason) == (agreed, "asked")


def test_an_older_talk_does_not_bring_the_next_one_forward(officer, client):
    case = held(officer)
    client.post(address(case), log(case))
    case.refresh_from_db()
    client.post(address(case), log(case, happened_on=str(TODAY - timedelta(days=13))))
    assert Contact.objects.count() == 2
    case.clock.refresh_from_db()
    assert case.clock.due_on == TODAY + timedelta(days=10)


HOSTILE = {
    "nothing": ({"happened": ""}, "Say what happened"),
    "an unknown result": ({"happened": "teleported"}, "is not one of the available choices"),
    "no subject": ({"about": ""}, "Say what you talked about"),
    "a day that is not": ({"next_on_day": 31, "next_on_month": 2}, "Enter a real date"),
    "a day of letters": ({"next_on_day": "x"}, "Enter a real date"),
    "a day before": ({"next_on_day": 1, "next_on_month": 5}, "Choose a day after today"),
    "a day in ten years": ({"next_on_year": 2036}, "Choose a day after today"),
    "later without a reason": ({"next_on_day": 20, "next_on_month": 6}, "Say why it is later"),
    "a long note": ({"note": "x" * 2001}, "at most 2000"),
    "1 MB": ({"note": "x" * 1_000_000}, "at most 2000"),
    "NUL": ({"note": "a\x00b"}, "Null characters"),
    "a day to come": ({"happened_on": "2026-07-01"}, "is not one of the available choices"),
    "no form": ({"form_id": "x"}, "valid UUID"),
}


@pytest.mark.parametrize(("change", "words"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_saved_is_said_and_what_was_typed_is_kept(officer, client, change, words):
    case = held(officer)
    sent = {"note": "They asked about the gate", **change}
    answer = client.post(address(case), log(case, **sent))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert not Contact.objects.exists()
    if "note" not in change:
        assert "They asked about the gate" in page


@pytest.mark.parametrize("note", ["שלום ‮ abc", "👩‍👧 family", "‏<script>alert(1)</script>", "=1+1"])
def test_any_language_and_sign_is_kept_as_it_is(officer, client, note):
    case = held(officer)
    client.post(address(case), log(case, note=note))
    shown = client.post(address(case, "person/"), {"why": "To contact them"}).content.decode()
    assert "<script>alert(1)" not in shown
    assert note.replace("<", "&lt;").replace(">", "&gt;") in shown


def test_a_longer_wait_has_its_reason(officer, client):
    case = held(officer)
    day = TODAY + timedelta(days=20)
    later = {"next_on_day": day.day, "next_on_month": day.month, "longer_reason": "asked"}
    client.post(address(case), log(case, **later))
    assert (Contact.objects.get().next_on, Contact.objects.get().longer_reason) == (day, "asked")
    assert CaseClock.objects.get().due_on == day


def test_a_working_day_policy_offers_its_own_day(officer, client):
    from services.cases.models import ContactPolicy

    make(ContactPolicy, days=5, counting="working")
    assert client.get(address(held(officer))).context["form"]["next_on"].value() == TODAY + timedelta(days=7)


def test_asking_which_ways_are_safe(officer, client):
    case = held(officer)
    make(ChannelSafety, case=case, channel="phone", state="safe")
    client.post(address(case, "channels/"), {"email": "unsafe", "phone": "safe", "text": "unknown"})
    assert dict(case.channels.values_list("channel", "state")) == {"phone": "safe", "email": "unsafe"}
    assert Event.objects.filter(verb="channel").count() == 1


def test_a_task_is_done_with_one_press(officer, client):
    case = held(officer, reference="REF1")
    task = leave_task(case, kind=TaskKind.BOUNCED, dedupe_key="1", day=TODAY)
    assert "An e-mail did not arrive" in client.get("/desk/cases/").content.decode()
    client.post(f"/desk/cases/tasks/{task.pk}/done/")
    assert not OfficerTask.objects.waiting().exists()


PAGES = ("", "person/", "channels/", "hand-over/", "support/", "send-page/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_case_is_not_there(officer, client, page, method):
    case = held(make(Officer))
    assert getattr(client, method)(address(case, page)).status_code in {403, 404, 405}
    blocked = held(officer)
    make(ConflictBlock, case=blocked, user=officer.user)
    assert getattr(client, method)(address(blocked, page)).status_code in {403, 404, 405}


@pytest.mark.parametrize(
    "role", [role for role in roles.ROLES.values() if role not in (roles.CASE_OFFICER, roles.SUPERVISOR)]
)
def test_no_other_role_comes_in(world, client, role):
    client.force_login(make(User, role=role))
    case = held(world.officer)
    for page in ("/desk/cases/", "/desk/cases/overdue/", *(address(case, page) for page in PAGES)):
        assert client.get(page).status_code in {403, 405}


def test_nobody_comes_in_without_signing_in(world, client):
    assert client.get(address(held(world.officer))).status_code == 302


def test_a_supervisor_sees_who_is_behind_and_hands_over(world, client):
    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=world.officer.team)
    other = make(Officer, team=world.officer.team)
    late = held(world.officer, due_in=-4, reference="REF1")
    client.force_login(supervisor.user)
    page = client.get("/desk/cases/overdue/").content.decode()
    assert "REF1" in page
    assert "4 days late" in page
    client.post(address(late, "hand-over/"), {"kind": "hand_over", "to-officer": other.pk})
    late.refresh_from_db()
    assert late.officer == other
    client.post(address(late, "hand-over/"), {"kind": "block", "keep-person": world.officer.user.pk})
    assert not Case.objects.visible_to(world.officer.user).exists()
    assert (
        client.post(address(late, "hand-over/"), {"kind": "hand_over", "to-officer": world.officer.pk}).status_code
        == 200
    )
    for wrong in ("", "x", "0", "9" * 40, "\x00", "²"):
        assert client.post(address(late, "hand-over/"), {"kind": "unblock", "block": wrong}).status_code == 404
    client.post(address(late, "hand-over/"), {"kind": "unblock", "block": ConflictBlock.objects.get().pk})
    assert not ConflictBlock.objects.in_force().exists()


def test_a_supervisor_keeps_somebody_of_witness_care_from_a_private_page(world, client):
    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=world.officer.team)
    colleague = make(User, role=roles.WITNESS_CARE, name="Wren Canary")
    case = held(world.officer)
    space = make(PrivateSpace, case=case)
    client.force_login(supervisor.user)
    page = client.get(address(case, "hand-over/")).content.decode()
    assert "Wren Canary (Witness Care)" in page
    assert make(User, role=roles.PROVIDER_WORKER).name not in page
    assert PrivateSpace.objects.visible_to(colleague).get() == space
    client.post(address(case, "hand-over/"), {"kind": "block", "keep-person": colleague.pk})
    assert not PrivateSpace.objects.visible_to(colleague).exists()


def test_reading_a_page_changes_nothing(officer, client):
    case = held(officer)
    before = Case.objects.values().get(), CaseClock.objects.values().get()
    for page in (
        "/desk/cases/",
        "/desk/cases/?show=all",
        address(case),
        address(case, "channels/"),
        address(case, "support/"),
    ):
        assert client.get(page).status_code == 200
    assert (Case.objects.values().get(), CaseClock.objects.values().get()) == before


def test_a_supervisor_keeps_a_provider_worker_from_the_person_of_a_case(world, client):
    case = held(world.officer)
    referral = make(Referral, case=case, service=world.near)
    gone = make(Membership, provider=world.near.provider, user=make(User, name="Gone Away", role=roles.PROVIDER_WORKER))
    end_membership(gone, by=world.officer.user, now=NOW)
    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=world.officer.team)
    client.force_login(supervisor.user)
    page = client.get(address(case, "hand-over/")).content.decode()
    assert f"{world.near_worker.name} ({world.near.provider})" in page
    assert f"{world.far_worker.name} ({world.far.provider})" in page
    assert "Gone Away" not in page
    client.post(address(case, "hand-over/"), {"kind": "block", "keep-person": world.near_worker.pk})
    assert ConflictBlock.objects.get().user == world.near_worker
    client.force_login(world.near_worker)
    assert client.get(f"/desk/referrals/{referral.public_id}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_naming_who_must_not_see_a_case_asks_as_many_questions(world, client, rows, django_assert_num_queries):
    case = held(world.officer)
    for _ in range(rows):
        worker_of(make(Provider))
    supervisor = make(Officer, user=make(User, role=roles.SUPERVISOR), team=world.officer.team)
    client.force_login(supervisor.user)
    client.get(address(case, "hand-over/"))
    with django_assert_num_queries(8):
        assert client.get(address(case, "hand-over/")).status_code == 200
