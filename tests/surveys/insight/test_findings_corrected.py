"""What a finding says can be corrected: everybody reads the new words, and the earlier ones stay in its history."""

from importlib import import_module

import pytest
from django.apps import apps

from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import correct_finding, move
from surveys.insight.choices import State
from surveys.insight.models import Evidence, Finding
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response, Trace
from tests.factories import make

pytestmark = pytest.mark.django_db
BETTER = {"title": "People wait days for a call", "summary": "Most said so."}


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


@pytest.fixture
def finding(survey, researcher):
    """Published, resting on one person who was told on an earlier day."""
    row = make(Finding, survey=survey, title="Peple wait", summary="Many sed so.", what_we_did="We ring.")
    make(Evidence, finding=row, response=make(Response, version=survey.current))
    move(finding=row, to=State.PUBLISHED, by=researcher)
    Trace.objects.update(day="2026-01-02")
    return Finding.objects.get()


def test_everybody_reads_the_corrected_words(client, finding):
    client.post(f"/desk/insight/findings/{finding.pk}/", BETTER)
    page = client.get("/heard/").content.decode()
    assert BETTER["title"] in page
    assert BETTER["summary"] in page
    assert "Peple" not in page
    event = Event.objects.get(verb="corrected")
    assert event.facts == {"fields": ["summary", "title"]}


def test_whoever_was_told_reads_the_corrected_title_under_the_day_of_the_old(finding, researcher):
    correct_finding(finding=finding, **BETTER, by=researcher)
    told = {step: (sentence, str(day)) for step, sentence, day in Trace.objects.values_list("step", "sentence", "day")}
    assert told["used"] == (f"It helped us to learn this: {BETTER['title']}.", "2026-01-02")
    assert told["action"] == ("We ring.", "2026-01-02")


def test_who_no_longer_lets_it_be_read_does_not_keep_the_old_title(finding, researcher):
    Response.objects.update(may_read=False)
    correct_finding(finding=finding, **BETTER, by=researcher)
    assert not Trace.objects.filter(step="used").exists()


def test_nobody_is_told_of_a_draft_that_was_corrected(survey, researcher):
    draft = make(Finding, survey=survey)
    make(Evidence, finding=draft, response=make(Response, version=survey.current))
    correct_finding(finding=draft, **BETTER, by=researcher)
    assert not Trace.objects.exists()


def test_the_earlier_words_stay_in_its_history(client, finding, researcher):
    address = f"/desk/insight/findings/{finding.pk}/"
    assert "Earlier words" not in client.get(address).content.decode()
    client.post(address, BETTER)
    page = client.get(address).content.decode()
    assert "Earlier words" in page
    assert "Many sed so." in page
    client.force_login(make(User, role=roles.COMMISSIONER))
    assert "Many sed so." not in client.get(address).content.decode()


def test_the_same_words_again_change_nothing(finding, researcher):
    correct_finding(finding=finding, title=finding.title, summary=finding.summary, by=researcher)
    assert not Event.objects.filter(verb="corrected").exists()
    assert not Finding.objects.get().earlier


def test_what_was_typed_stays_when_something_is_missing(client, finding):
    page = client.post(f"/desk/insight/findings/{finding.pk}/", {**BETTER, "title": ""}).content.decode()
    assert "There is a problem" in page
    assert BETTER["summary"] in page
    assert Finding.objects.get().title == "Peple wait"


def test_who_only_looks_corrects_nothing(client, finding):
    client.force_login(make(User, role=roles.COMMISSIONER))
    assert client.post(f"/desk/insight/findings/{finding.pk}/", BETTER).status_code == 403
    assert Finding.objects.get().title == "Peple wait"


def test_findings_that_are_there_begin_their_history_with_what_they_say(finding, researcher):
    finding.history.all().delete()
    import_module("surveys.insight.migrations.0012_findings_begin_their_history").begin(apps, None)
    correct_finding(finding=finding, **BETTER, by=researcher)
    assert [(one.title, one.summary) for one in Finding.objects.get().earlier] == [("Peple wait", "Many sed so.")]
