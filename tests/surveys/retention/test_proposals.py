"""What lets things go sooner, or wholly, is proposed by one and confirmed by another; until then nothing changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response
from surveys.retention import actions
from surveys.retention.models import KeepingRule, Proposal
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def survey():
    return make(Survey, slug="one", opened=True)


@pytest.fixture
def first(client):
    user = make(User, role=roles.OFFICE_STAFF)
    client.force_login(user)
    return user


@pytest.fixture
def second():
    """Another person of the office at another computer."""
    browser = Client()
    browser.force_login(make(User, role=roles.OFFICE_STAFF))
    return browser


def sent(survey, days, **fields):
    return make(Response, version=survey.current, submitted_on=TODAY - timedelta(days=days), **fields)


def change(client, slug="one", state="done", **rule):
    return client.post(reverse("retention_rule", args=[slug, state]), {"method": "anonymise", **rule})


def decide(client, go):
    return client.post(page_of(), {"go": go})


def page_of():
    return reverse("retention_proposal", args=[Proposal.objects.get().pk])


def sweep():
    return actions.sweep(day=TODAY, now=clock.now(), by=make(User))


def test_one_person_alone_cannot_let_everything_go(client, first, survey):
    for days in (2, 3, 400):
        sent(survey, days)
    assert change(client, slug="all", method="delete", days="1").status_code == 302
    decide(client, "confirm")
    assert sweep()["deleted"] == 0
    assert Response.objects.count() == 3
    assert not KeepingRule.objects.exists()


def test_both_see_how_many_would_go_and_the_second_makes_it_the_rule(client, first, second, survey):
    for days in (2, 3, 400):
        sent(survey, days)
    page = change(client, method="delete", days="30")["Location"]
    mine, theirs = client.get(page).content.decode(), second.get(page).content.decode()
    for text in (mine, theirs):
        assert "1 response" in text
        assert "1095 days" in text
    assert ("Confirm it" in mine, "Confirm it" in theirs) == (False, True)
    assert "Somebody else must confirm this" in client.post(page, {"go": "confirm"}).content.decode()
    assert str(survey) in second.get(reverse("retention_rules")).context["proposals"][0].what
    assert second.post(page, {"go": "confirm"}).status_code == 302
    rule = KeepingRule.objects.get()
    assert (rule.survey, rule.state, rule.method, rule.days) == (survey, "done", "delete", 30)
    assert sweep()["deleted"] == 1
    told = list(Event.objects.filter(subject_type="retention.proposal").order_by("id").values_list("verb", "facts"))
    assert [verb for verb, _ in told] == ["proposed how long", "confirmed how long"]
    assert [facts["would_go"] for _, facts in told] == [1, 1]
    assert Event.objects.filter(subject_type="retention.keepingrule").exists()


HARSHER = [("done", "anonymise", 1094), ("done", "delete", 1095), ("done", "delete", 3650), ("draft", "delete", 13),
           ("withdrawn", "delete", 364), ("flag", "delete", 364)]  # fmt: skip
GENTLER = [("done", "anonymise", 1096), ("draft", "delete", 14), ("withdrawn", "delete", 366), ("flag", "delete", 400)]


@pytest.mark.parametrize(("state", "method", "days"), HARSHER)
def test_what_lets_go_sooner_or_wholly_waits(client, first, state, method, days):
    change(client, slug="all", state=state, method=method, days=days)
    assert (Proposal.objects.count(), KeepingRule.objects.count()) == (1, 0)
    assert actions.rules_of(None)[state] == actions.rules_of(make(Survey))[state] != (method, days)
    assert client.get(page_of()).status_code == 200
    with pytest.raises(ValidationError, match="second person"):
        actions.set_rule(survey=None, state=state, method=method, days=days, by=first)


@pytest.mark.parametrize(("state", "method", "days"), GENTLER)
def test_keeping_longer_needs_one_person(client, first, state, method, days):
    change(client, slug="all", state=state, method=method, days=days)
    assert (Proposal.objects.count(), KeepingRule.objects.count()) == (0, 1)


def test_the_rule_of_a_survey_is_weighed_against_the_rule_that_holds_for_it(client, first, survey):
    make(KeepingRule, state="done", method="delete", days=100)
    change(client, method="delete", days=100)
    change(client, method="anonymise", days=100)
    assert KeepingRule.objects.get(survey=survey).method == "anonymise"
    change(client, method="delete", days=100)
    assert Proposal.objects.count() == 1


def test_a_proposal_is_taken_back_by_whoever_made_it_or_by_a_colleague(client, first, second, survey):
    for browser in (client, second):
        change(client, days="30")
        page = reverse("retention_proposal", args=[Proposal.objects.latest("id").pk])
        assert browser.post(page, {"go": "withdraw"}).status_code == 302
        assert "decided already" in second.post(page, {"go": "confirm"}).content.decode()
    assert not KeepingRule.objects.exists()
    assert "Nothing waits" in client.get(reverse("retention_rules")).content.decode()


def test_one_proposal_waits_at_a_time_and_the_page_of_the_rule_shows_it(client, first, survey):
    change(client, days="30")
    assert "waits for a second person already" in change(client, days="20").content.decode()
    assert page_of() in client.get(reverse("retention_rule", args=["one", "done"])).content.decode()
    change(client, slug="all", days="30")
    assert "waits for a second person already" in change(client, slug="all", days="20").content.decode()
    assert Proposal.objects.count() == 2


def test_held_and_ruled_otherwise_are_not_among_those_that_would_go(client, first, survey):
    held, _ = sent(survey, 40), sent(survey, 40)
    actions.hold(response=held.reference, reason="Letter 7", by=first)
    other, kept = make(Survey, opened=True), make(Survey, opened=True)
    actions.hold(survey=kept, reason="Letter 8", by=first)
    make(KeepingRule, survey=other, state="done", method="delete", days=2000)
    for one in (other, kept):
        sent(one, 40)
    change(client, slug="all", method="delete", days="30")
    assert client.get(page_of()).context["would_go"] == 1


@pytest.mark.parametrize("role", sorted(set(roles.ROLES.values()) - {roles.OFFICE_STAFF}, key=lambda role: role.key))
def test_others_neither_propose_nor_confirm(client, role):
    proposal = make(Proposal)
    client.force_login(make(User, role=role))
    page = reverse("retention_proposal", args=[proposal.pk])
    assert [client.get(page).status_code, client.post(page, {"go": "confirm"}).status_code] == [403, 403]
    assert change(client, slug="all", days="1").status_code == 403
    assert not KeepingRule.objects.exists()


@pytest.mark.parametrize("form", [{}, {"go": "everything"}])
def test_a_press_that_says_neither_changes_nothing(second, form):
    proposal = make(Proposal)
    page = reverse("retention_proposal", args=[proposal.pk])
    assert second.post(page, form).status_code == 400
    proposal.refresh_from_db()
    assert (proposal.confirmed_at, proposal.withdrawn_at) == (None, None)


def test_the_database_itself_refuses_one_person_as_both():
    proposal = make(Proposal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(confirmed_at=NOON, confirmed_by=proposal.proposed_by)


def test_drafts_and_flags_say_why_no_number_is_shown(client, first):
    change(client, slug="all", state="draft", method="delete", days="3")
    assert "not counted" in client.get(page_of()).content.decode()
