"""What was linked by mistake is unlinked: its person is told of it no longer, and nobody can be seen leaving."""

import pytest
from django.core.exceptions import ValidationError

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import (
    add_theme,
    code,
    count_answers,
    link_evidence,
    link_theme,
    move,
    unlink_evidence,
    unlink_theme,
)
from surveys.insight.choices import State
from surveys.insight.models import Evidence, Finding, Passage, Quote, Redaction
from surveys.questionnaires.models import Survey
from surveys.responses.actions import count, withdraw
from surveys.responses.models import Response, Trace, Words
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def reader(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


@pytest.fixture
def finding(survey):
    return make(Finding, survey=survey, title="People wait", what_we_did="We ring.")


def in_figures(survey, number):
    rows = [make(Response, version=survey.current, answers=[1, 1, 8, None, 1, 1]) for _ in range(number)]
    for row in rows:
        count(row, 1)
    count_answers(by=CLOCK)
    return list(Response.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def rested(finding, rows, reader):
    for row in rows:
        link_evidence(finding=finding, response=row, by=reader)
    return move(finding=finding, to=State.PUBLISHED, by=reader)


def coded(reader, theme, row):
    passage = Passage.objects.filter(words__response=row).first()
    passage = passage or make(Passage, words=make(Words, response=row, said="Nobody rang."))
    code(passage=passage, places=[(0, 6)], themes=[theme], by=reader)


def number(finding):
    return Finding.objects.get(pk=finding.pk).people


def test_who_was_told_is_told_no_more_and_nothing_else(finding, survey, reader):
    first, second = rows = in_figures(survey, 40)[:2]
    rested(finding, rows, reader)
    unlink_evidence(finding=finding, response=first, by=reader)
    assert not first.traces.exists()
    assert set(second.traces.values_list("step", flat=True)) == {"used", "action"}
    assert list(Evidence.objects.values_list("response", flat=True)) == [second.pk]
    assert Event.objects.get(verb="unlinked").facts == {"response": str(first.reference)}


def test_the_number_of_people_waits_for_the_step(client, finding, survey, reader):
    rows = in_figures(survey, 60)
    rested(finding, rows[:13], reader)
    unlink_evidence(finding=finding, response=rows[0], by=reader)
    assert "about 15 people" in client.get("/heard/").content.decode()
    in_figures(survey, 9)
    assert number(finding) == 13
    in_figures(survey, 1)
    assert number(finding) == 12


def test_who_leaves_the_figures_takes_the_number_a_step_further(finding, survey, reader):
    rows = in_figures(survey, 60)
    rested(finding, rows[:13], reader)
    unlink_evidence(finding=finding, response=rows[0], by=reader)
    withdraw(response=rows[20], by=PERSON)
    assert number(finding) == 13
    count_answers(by=CLOCK)
    assert number(finding) == Response.objects.filter(evidence__finding=finding, stand__isnull=False).count() <= 12


def test_who_is_linked_again_counts_once(finding, survey, reader):
    rows = in_figures(survey, 40)
    rested(finding, rows[:12], reader)
    for _ in range(3):
        unlink_evidence(finding=finding, response=rows[0], by=reader)
        link_evidence(finding=finding, response=rows[0], by=reader)
    assert number(finding) == 12
    unlink_evidence(finding=finding, response=rows[0], by=reader)
    link_evidence(finding=finding, response=rows[20], by=reader)
    assert number(finding) == 12, "one for the other"
    link_evidence(finding=finding, response=rows[21], by=reader)
    assert number(finding) == 13


@pytest.mark.parametrize(("wrong", "left"), [(10, 5), (9, 14)])
def test_ten_who_are_unlinked_together_are_a_step(finding, survey, reader, wrong, left):
    rows = in_figures(survey, 40)
    rested(finding, rows[:5], reader)
    theme = add_theme(name="Calls", definition="x", by=reader)
    for row in rows[10 : 10 + wrong]:
        coded(reader, theme, row)
    link_theme(finding=finding, theme=theme, by=reader)
    assert number(finding) == 5 + wrong
    assert unlink_theme(finding=finding, theme=theme, by=reader) == wrong
    assert number(finding) == left
    assert finding.evidence.count() == 5


def test_what_carries_another_theme_of_the_finding_stays(finding, survey, reader):
    first, second, third = in_figures(survey, 40)[:3]
    calls, waits = (add_theme(name=name, definition="x", by=reader) for name in ("Calls", "Waits"))
    for theme, row in [(calls, first), (calls, second), (waits, second), (waits, third)]:
        coded(reader, theme, row)
    link_theme(finding=finding, theme=calls, by=reader)
    link_theme(finding=finding, theme=waits, by=reader)
    assert unlink_theme(finding=finding, theme=calls, by=reader) == 1
    assert dict(finding.evidence.values_list("response", "theme")) == {second.pk: waits.pk, third.pk: waits.pk}


def test_a_published_finding_rests_on_somebody(client, finding, survey, reader):
    (row,) = in_figures(survey, 40)[:1]
    rested(finding, [row], reader)
    page = client.post(
        f"/desk/insight/responses/{row.reference}/", {"unlink": finding.pk}, follow=True
    ).content.decode()
    assert "Nothing would be left that it rests on" in page
    assert Trace.objects.filter(response=row).count() == 2
    move(finding=finding, to=State.RETRACTED, by=reader)
    assert unlink_evidence(finding=finding, response=row, by=reader)
    assert not unlink_evidence(finding=finding, response=row, by=reader)


def test_no_quote_of_theirs_stands_with_it(finding, survey, reader):
    rows = in_figures(survey, 40)[:2]
    rested(finding, rows, reader)
    for row in rows:
        text = make(Redaction, state="confirmed", passage=make(Passage, words=make(Words, response=row, said="Mm.")))
        make(Quote, finding=finding, redaction=text, state="shown")
    unlink_evidence(finding=finding, response=rows[0], by=reader)
    quotes = dict(Quote.objects.values_list("passage__words__response", "state"))
    assert quotes == {rows[0].pk: "taken_down", rows[1].pk: "shown"}


def test_only_what_may_be_read_is_unlinked(client, finding, survey, reader):
    rows = in_figures(survey, 40)[:2]
    rested(finding, rows, reader)
    Response.objects.filter(pk=rows[0].pk).update(may_read=False)
    with pytest.raises(ValidationError):
        unlink_evidence(finding=finding, response=rows[0], by=reader)
    assert finding.evidence.count() == 2


def test_it_is_unlinked_on_its_page(client, finding, survey, reader):
    row, other = in_figures(survey, 40)[:2]
    rested(finding, [row, other], reader)
    address = f"/desk/insight/responses/{row.reference}/"
    assert "Findings that rest on it" in client.get(address).content.decode()
    page = client.post(address, {"unlink": finding.pk}, follow=True).content.decode()
    assert "The number of people follows" in page
    assert "Findings that rest on it" not in page
    for strange in (finding.pk, "x", "9" * 30):
        assert client.post(address, {"unlink": strange}).status_code == 404


def test_a_theme_is_unlinked_on_the_page_of_the_finding(client, finding, survey, reader):
    row = in_figures(survey, 40)[0]
    theme = add_theme(name="Calls", definition="x", by=reader)
    coded(reader, theme, row)
    link_theme(finding=finding, theme=theme, by=reader)
    address = f"/desk/insight/findings/{finding.pk}/"
    assert "It rests on these themes" in client.get(address).content.decode()
    page = client.post(address, {"unlink": theme.pk}, follow=True).content.decode()
    assert "The number of people follows" in page
    assert not finding.evidence.exists()
    for strange in (theme.pk, "x", "9" * 30):
        assert client.post(address, {"unlink": strange}).status_code == 404
    client.force_login(make(User, role=roles.COMMISSIONER))
    assert client.post(address, {"unlink": theme.pk}).status_code == 403
