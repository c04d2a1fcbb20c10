"""What is past its time goes, what is held stays, and of what went only its number and the day remain."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.models import Evidence
from surveys.questionnaires.models import Survey
from surveys.responses.models import Draft, NamedWish, Receipt, Response, Trace, Words
from surveys.retention import actions
from surveys.retention.models import Gone, Hold, KeepingRule
from surveys.safeguarding.models import Flag
from tests.factories import make
from tests.factories.shared_ground import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def survey():
    return make(Survey, slug="one", opened=True)


@pytest.fixture
def office():
    return make(User, role=roles.OFFICE_STAFF)


def sent(survey, days, **fields):
    row = make(Response, version=survey.current, submitted_on=TODAY - timedelta(days=days), **fields)
    make(Words, response=row)
    return row


def sweep():
    return actions.sweep(day=TODAY, now=clock.now(), by=make(User))


def test_what_was_sent_long_ago_keeps_only_what_is_counted(survey):
    old, recent = sent(survey, 1096), sent(survey, 1095)
    uncounted = sent(survey, 1096, may_count=False)
    make(Receipt, response=old)
    make(Evidence, response=old)
    assert sweep()["anonymised"] == 2
    assert sweep()["anonymised"] == 0
    kept = Response.objects.get(pk=old.pk)
    assert kept.reference != old.reference
    assert (kept.answers, kept.may_count, kept.may_read, kept.nameless_on) == (old.answers, True, False, TODAY)
    assert not Words.objects.filter(response=old).exists()
    assert not Receipt.objects.filter(response=old).exists()
    assert Words.objects.filter(response=recent).exists()
    assert not Response.objects.filter(pk=uncounted.pk).exists()
    assert set(Gone.objects.values_list("reference", "day")) == {(old.reference, TODAY), (uncounted.reference, TODAY)}


def test_words_that_were_added_later_begin_the_time_anew(client, survey, office):
    old, added_to = sent(survey, 1200), sent(survey, 1200)
    words = make(Words, response=added_to, question="+1", added_on=TODAY - timedelta(days=1095))
    client.force_login(office)
    line = next(line for line in client.get(reverse("retention_rules")).context["lines"] if line.state == "done")
    assert (line.now, line.soon) == (1, 1)
    assert sweep()["anonymised"] == 1
    assert Response.objects.get(nameless_on=TODAY).pk == old.pk
    Words.objects.filter(pk=words.pk).update(added_on=TODAY - timedelta(days=1096))
    assert sweep()["anonymised"] == 1


def test_a_survey_may_delete_instead(survey):
    make(KeepingRule, survey=survey, state="done", method="delete", days=30)
    other = sent(make(Survey, opened=True), 31)
    old = sent(survey, 31)
    make(Evidence, response=old)
    assert sweep()["deleted"] == 1
    assert list(Response.objects.all()) == [other]
    assert Gone.objects.get().reference == old.reference


def test_drafts_and_what_was_taken_back_go_too(survey):
    make(KeepingRule, state="draft", method="delete", days=3)
    make(Draft, version=survey.current, used_on=TODAY - timedelta(days=4))
    kept = make(Draft, version=survey.current, used_on=TODAY - timedelta(days=3))
    empty = {"state": "withdrawn", "answers": None, "may_read": False, "may_count": False}
    made = make(Response, version=survey.current, withdrawn_on=TODAY - timedelta(days=366), **empty)
    assert sweep() == {"draft": 1, "deleted": 1, "anonymised": 0, "flags": 0, "sessions": 0}
    assert list(Draft.objects.all()) == [kept]
    assert Gone.objects.get().reference == made.reference


def test_what_is_held_stays_until_the_hold_ends(survey, office):
    held, other = sent(survey, 1200), sent(survey, 1200)
    flag = make(Flag, state="decided", response=held.reference)
    hold = actions.hold(response=held.reference, reason="Order of the court", by=office)
    assert sweep()["anonymised"] == 1
    assert Words.objects.filter(response=held).exists()
    assert not Words.objects.filter(response=other).exists()
    Flag.objects.filter(pk=flag.pk).update(taken_back_on=TODAY)
    assert sweep()["flags"] == 0
    actions.end_hold(hold=hold, by=office)
    assert sweep() == {"draft": 0, "deleted": 0, "anonymised": 1, "flags": 1, "sessions": 0}


def test_a_whole_survey_is_held(survey, office):
    sent(survey, 1200)
    actions.hold(survey=survey, reason="Inquiry", until=TODAY, by=office)
    assert sweep()["anonymised"] == 0
    Hold.objects.update(until=TODAY - timedelta(days=1))
    assert sweep()["anonymised"] == 1


def test_due_tonight_is_what_goes_tonight(client, survey, office):
    """What is held is not due; in the month after it is only where its hold ends before."""
    held, until_next_week, _ = (sent(survey, 1200) for _ in range(3))
    actions.hold(response=held.reference, reason="Order of the court", by=office)
    actions.hold(response=until_next_week.reference, reason="Letter 7", until=TODAY + timedelta(days=7), by=office)
    kept = make(Survey, opened=True)
    sent(kept, 1200)
    actions.hold(survey=kept, reason="Inquiry", by=office)
    client.force_login(office)
    lines = client.get(reverse("retention_rules")).context["lines"]
    shown = {line.survey.slug: (line.now, line.soon) for line in lines if line.state == "done"}
    assert shown == {survey.slug: (1, 1), kept.slug: (0, 0)}
    assert sweep()["anonymised"] == 1


def test_the_sweep_asks_as_many_questions_for_forty_as_for_two(survey):
    asked = []
    for rows in (2, 40):
        for _ in range(rows):
            sent(survey, 1200)
        with CaptureQueriesContext(connection) as queries:
            assert sweep()["anonymised"] == rows
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_proof_only_grows():
    row = make(Gone)
    with pytest.raises(Exception, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM retention_gone WHERE id = %s", [row.pk])


def test_nothing_sealed_hangs_on_a_response_that_the_sweep_would_forget(survey):
    """Every table that leads to a response is emptied or cascades; a new one that does neither fails here."""
    row = sent(survey, 1200)
    make(Receipt, response=row)
    make(Trace, response=row)
    make(NamedWish, response=row)
    make(Evidence, response=row)
    tables = {relation.related_model for relation in Response._meta.related_objects}
    assert {Words, Receipt, Trace, NamedWish, Evidence} <= tables
    make(KeepingRule, survey=survey, state="done", method="delete", days=30)
    sweep()
    left = {r.related_model for r in Response._meta.related_objects
            if r.related_model.objects.filter(**{r.field.name: row.pk}).exists()}  # fmt: skip
    assert left == set()


BROKEN = [("draft", "anonymise", 3), ("draft", "delete", 15), ("done", "delete", 0), ("withdrawn", "anonymise", 5)]


@pytest.mark.parametrize(("state", "method", "days"), BROKEN)
def test_a_rule_that_breaks_a_promise_is_refused(office, state, method, days):
    with pytest.raises(ValidationError):
        actions.set_rule(survey=None, state=state, method=method, days=days, by=office)


def test_the_office_sees_and_changes_it(client, survey, office):
    row = sent(survey, 1200)
    client.force_login(office)
    page = client.get(reverse("retention_rules"))
    line = next(line for line in page.context["lines"] if (line.survey, line.state) == (survey, "done"))
    assert (line.now, line.soon, line.days) == (1, 0, 1095)
    rule = reverse("retention_rule", args=["one", "done"])
    assert "Enter 1 to 3,650 days" in client.post(rule, {"method": "delete", "days": "0"}).content.decode()
    assert client.post(rule, {"method": "anonymise", "days": "2000"}).status_code == 302
    assert KeepingRule.objects.get().days == 2000
    hold = reverse("retention_hold")
    assert "no survey with this address" in client.post(hold, {"survey": "no-such", "reason": "x"}).content.decode()
    assert client.post(hold, {"reason": "x"}).status_code == 200
    assert client.post(hold, {"response": str(row.reference), "reason": "Letter 7"}).status_code == 302
    assert "Letter 7" in client.get(reverse("retention_rules")).content.decode()
    client.post(reverse("retention_end_hold", args=[Hold.objects.get().pk]))
    assert "Letter 7" not in client.get(reverse("retention_rules")).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_as_many_questions_however_long(client, office, rows, django_assert_num_queries):
    for _ in range(rows):
        sent(make(Survey, opened=True), 1)
    client.force_login(office)
    client.get(reverse("retention_rules"))
    with django_assert_num_queries(13):
        assert client.get(reverse("retention_rules")).status_code == 200


@pytest.mark.parametrize(
    ("channel", "typed_days_ago", "wanted"), [("paper", 2, 2), ("paper", None, 300), ("web", 2, 300)]
)
def test_old_rows_get_the_day_that_the_record_tells(survey, channel, typed_days_ago, wanted):
    """Rows of before: what was typed in counts from the day on which the record of actions says that it came."""
    row = sent(survey, 300, channel=channel, received_on=TODAY)
    if typed_days_ago is not None:
        told = {"subject_type": "responses.response", "subject_id": row.pk, "by_kind": "program"}
        Event.objects.create(verb="sent", at=clock.now() - timedelta(days=typed_days_ago), **told)
    import_module("surveys.responses.migrations.0012_came_when_it_was_sent").fill(apps, None)
    row.refresh_from_db()
    assert row.received_on == TODAY - timedelta(days=wanted)
