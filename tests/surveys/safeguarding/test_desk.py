"""The leads' desk: flags by their clock, one door for states, and an end to every flag."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from derbyvoice.audit.models import Reading
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.sending import send_batches
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.attention import waiting_for
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey
from surveys.safeguarding import actions
from surveys.safeguarding.choices import State, What
from surveys.safeguarding.models import Deadline, Flag, FlagStep, Rule
from tests.factories import make
from tests.govuk.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make(User, role=roles.SAFEGUARDING_LEAD, name="Sage Lead")


@pytest.fixture
def office():
    return make(User, role=roles.OFFICE_STAFF)


def page_of(flag):
    return reverse("safeguarding_flag", args=[flag.reference])


def fresh(**fields):
    return make(Flag, raised_at=clock.now(), **fields)


def test_from_waiting_to_decided(client, lead):
    flag = fresh(said="He is outside my door.")
    client.force_login(lead)
    assert str(flag) in client.get(reverse("safeguarding_list")).content.decode()
    page = client.get(page_of(flag)).content.decode()
    assert "He is outside my door." in page
    assert Reading.objects.filter(subject_type="safeguarding.flag", by=lead).count() == 1
    assert "Decide</button>" not in page
    client.post(reverse("safeguarding_take", args=[flag.reference]))
    answer = client.post(page_of(flag), {"outcome": "referred", "reasons": "Spoke with her.", "referred_to": ""})
    assert "Say who was told" in answer.content.decode()
    assert "Spoke with her." in answer.content.decode()
    told = {"outcome": "police", "reasons": "Life at risk.", "referred_to": "Log 77"}
    assert client.post(page_of(flag), told).status_code == 302
    page = client.get(page_of(flag)).content.decode()
    assert "Log 77" in page
    assert "Life at risk." in page
    flag.refresh_from_db()
    assert (flag.state, flag.outcome, flag.decided_by) == ("decided", "police", lead)
    assert [step.what for step in flag.steps.all()] == ["taken", "decided"]
    assert str(flag) not in client.get(reverse("safeguarding_list")).content.decode()
    assert str(flag) in client.get(reverse("safeguarding_list") + "?show=decided").content.decode()


def test_only_whoever_looks_at_it_decides(client, lead):
    colleague, flag = make(User, role=roles.SAFEGUARDING_LEAD), fresh()
    decision = {"outcome": "no_concern", "reasons": "A song.", "by": lead}
    with pytest.raises(ValidationError, match="Nobody is looking"):
        actions.decide(flag=flag, **decision)
    actions.take(flag=flag, by=colleague)
    with pytest.raises(ValidationError, match="is looking at it"):
        actions.decide(flag=flag, **decision)
    client.force_login(lead)
    told = client.post(page_of(flag), {"outcome": "no_concern", "reasons": "A song."}).content.decode()
    assert "Take it first" in told
    actions.take(flag=flag, by=lead)
    actions.put_back(flag=flag, by=lead)
    actions.take(flag=flag, by=lead)
    actions.decide(flag=flag, **decision)
    with pytest.raises(ValidationError):
        actions.take(flag=flag, by=lead)
    with pytest.raises(ValidationError, match="decided already"):
        actions.decide(flag=flag, **decision)


@pytest.mark.parametrize("change", [{"state": "decided"}, {"outcome": "police"}, {"destroyed_on": date(2026, 1, 1)},
                                    {"sealed": None}, {"state": "looked_at"}])  # fmt: skip
def test_the_database_refuses_an_end_without_a_decision(change):
    flag = fresh()
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(**change)


def test_the_history_only_grows():
    step = make(FlagStep)
    with pytest.raises(Exception, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM safeguarding_flagstep WHERE id = %s", [step.pk])


def test_what_was_typed_comes_back_when_a_colleague_was_faster(client, lead):
    colleague, flag = make(User, role=roles.SAFEGUARDING_LEAD), fresh()
    client.force_login(lead)
    written = {"outcome": "police", "reasons": "She said <i>tonight</i>.", "referred_to": "Log 77"}
    actions.take(flag=flag, by=colleague)
    page = client.post(page_of(flag), written)
    assert read(page.content.decode()).by_id("typed").text.split() == ["Log", "77", "She", "said", "<i>tonight</i>."]
    actions.decide(flag=flag, outcome="no_concern", reasons="A song.", by=colleague)
    page = client.post(page_of(flag), written).content.decode()
    assert "Log 77" in read(page).by_id("typed").text
    assert "decided already" in page
    assert 'id="typed"' not in client.get(page_of(flag)).content.decode()


def test_what_is_put_back_is_told_to_the_leads_each_time(lead, settings, tmp_path):
    settings.TRANSPORT, settings.MAIL_DIR = "folder", tmp_path
    flag = actions.raise_by_hand(reference=None, survey=None, words="x", why="y", by=lead)
    actions.take(flag=flag, by=lead)
    send_batches()
    for told in (1, 2):
        actions.put_back(flag=flag, by=lead)
        send_batches()
        assert Message.objects.filter(kind="safeguarding.raised", state="sent").count() == told
        actions.take(flag=flag, by=lead)
    assert Message.objects.filter(state="withheld").count() == 1


def test_a_state_moves_only_where_it_may(lead):
    flag = fresh()
    with pytest.raises(ValidationError):
        actions.move(flag, to=State.DECIDED, what=What.DECIDED, by=lead)


def test_office_staff_see_how_many_and_never_what(client, office):
    flag, past = fresh(said="The heron knows."), make(Flag, state="decided")
    client.force_login(office)
    page = client.get(reverse("safeguarding_list")).content.decode()
    assert str(flag) in page
    assert str(flag.reference) not in page
    assert client.get(page_of(flag)).status_code == 403
    assert str(past) not in client.get(reverse("safeguarding_list") + "?show=decided").content.decode()


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("safeguarding_list", 5), ("safeguarding_rules", 8)])
def test_lists_ask_as_many_questions_however_long(client, lead, rows, name, queries, django_assert_num_queries):
    for _ in range(rows):
        flag = fresh(state="looked_at")
        flag.rules.add(make(Rule))
    client.force_login(lead)
    client.get(reverse(name))
    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200


# The clock


def test_what_is_past_its_time_is_told_to_every_lead_and_then_to_the_office(lead, office):
    other, now = make(User, role=roles.SAFEGUARDING_LEAD), clock.now()
    late = [make(Flag, raised_at=now - timedelta(hours=5)) for _ in range(3)]
    make(Flag, raised_at=now)
    make(Flag, raised_at=now - timedelta(days=9), state="decided")
    assert actions.escalate(now=now, by=None) == {"leads": 3, "office": 0}
    assert actions.escalate(now=now, by=None) == {"leads": 0, "office": 0}
    assert {told.recipient_ref for told in Message.objects.all()} == {f"user:{lead.pk}", f"user:{other.pk}"}
    assert Message.objects.count() == 2, "one message for all that became late together"
    assert actions.escalate(now=now + timedelta(hours=2), by=None)["office"] == 4 - 1
    assert Message.objects.filter(recipient_ref=f"user:{office.pk}").count() == 1
    assert [step.what for step in late[0].steps.all()] == ["leads_told", "office_told"]


def test_the_sweep_is_set_based(lead, django_assert_max_num_queries):
    now = clock.now()
    for _ in range(30):
        make(Flag, raised_at=now - timedelta(hours=5))
    with django_assert_max_num_queries(14):
        actions.escalate(now=now, by=None)


def test_without_a_lead_the_office_is_told_at_once(office):
    actions.raise_by_hand(reference=None, survey=None, words="x", why="y", by=office)
    assert Message.objects.get().recipient_ref == f"user:{office.pk}"


def test_messages_are_neutral_and_not_sent_when_nothing_waits(lead, settings, tmp_path):
    settings.TRANSPORT, settings.MAIL_DIR = "folder", tmp_path
    flag = actions.raise_by_hand(reference=None, survey=None, words="x", why="y", by=lead)
    actions.take(flag=flag, by=lead)
    send_batches()
    assert Message.objects.get().state == "withheld"


def test_the_desk_says_what_waits(lead, office):
    now = clock.now()
    make(Flag, raised_at=now - timedelta(hours=5))
    make(Flag, raised_at=now)
    keys = {one.what.key: one.count for one in waiting_for(lead, now=now)}
    assert keys == {"safeguarding.late": 1, "safeguarding.fresh": 1, "safeguarding.no_rules": 1}
    assert {one.what.key: one.count for one in waiting_for(office, now=now)}["safeguarding.late"] == 1


def test_words_of_old_decisions_are_destroyed_and_the_outcome_stays(lead):
    old = make(Flag, state="decided")
    recent = make(Flag, state="decided", raised_at=clock.now())
    assert actions.forget_decided(day=clock.today() + timedelta(days=360), now=clock.now()) == 1
    assert actions.forget_decided(day=clock.today() + timedelta(days=360), now=clock.now()) == 0
    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.sealed, old.reasons, old.outcome) == (None, None, "no_concern")
    assert recent.sealed
    assert [step.what for step in old.steps.all()] == ["destroyed"]


# Rules

PHRASES = {"name": "Fear", "level": "urgent", "phrases": "afraid of him", "unless": "",
           "examples": "I am AFRAID of him!",
           "counter_examples": "He was afraid of hims."}  # fmt: skip


def test_a_rule_is_kept_if_it_passes_its_own_examples(client, lead):
    client.force_login(lead)
    page = reverse("safeguarding_new_rule")
    missed = client.post(page, {**PHRASES, "examples": "I am scared."}).content.decode()
    assert "This must be found, and is not: I am scared." in missed
    caught = client.post(page, {**PHRASES, "counter_examples": "Not afraid of him now"}).content.decode()
    assert "This must not be found" in caught
    strange = client.post(page, {**PHRASES, "phrases": "a*b"}).content.decode()
    assert "stands for a whole word" in strange
    assert not Rule.objects.exists()
    assert client.post(page, PHRASES).status_code == 302
    assert Rule.objects.get().phrases == "afraid of him"
    again = client.post(page, PHRASES)
    assert again.status_code == 200
    assert "already exists" in again.content.decode()


def test_a_rule_is_changed_and_ended(client, office):
    rule = make(Rule, phrases="kill me")
    client.force_login(office)
    ends = {"valid_to_day": "1", "valid_to_month": "1", "valid_to_year": "2026"}
    told = {"name": rule.name, "level": "soon", "phrases": "kill us", **ends}
    assert client.post(reverse("safeguarding_rule", args=[rule.pk]), told).status_code == 302
    rule.refresh_from_db()
    assert (rule.phrases, rule.level, rule.valid_to) == ("kill us", "soon", date(2026, 1, 1))


def test_a_rule_on_answers_is_put_together_without_code(client, lead):
    survey = make(Survey, slug="one", opened=True)
    client.force_login(lead)
    page = reverse("safeguarding_new_rule") + "?survey=one"
    offered = {words: value for value, words in client.get(page).context["form"].fields["first"].choices}
    told = {"name": "Low", "level": "soon", "join": "all", "first": offered["How good was it? 2 or less"]}
    assert client.post(page, {**told, "first": "x"}).status_code == 200
    assert client.post(page, {**told, "second": offered["Did you feel heard? “No”"]}).status_code == 302
    rule = Rule.objects.get()
    low, unheard = (
        {"op": "at_most", "question": "helpful", "value": 2},
        {"op": "is", "question": "heard", "value": "no"},
    )
    assert (rule.survey, rule.condition) == (survey, {"op": "all", "of": [low, unheard]})
    shown = client.get(reverse("safeguarding_rule", args=[rule.pk])).context["form"]
    assert shown["second"].value() == offered["Did you feel heard? “No”"]


def test_a_text_is_tried_and_not_kept(client, lead):
    make(Rule, name="Threat", phrases="kill me")
    client.force_login(lead)
    page = reverse("safeguarding_try")
    assert "Threat" in client.post(page, {"text": "They will kill me"}).content.decode()
    assert "No rule finds anything" in client.post(page, {"text": "A kind skill"}).content.decode()
    assert not Flag.objects.exists()


def test_the_standard_rules_pass_their_own_examples_and_load_once(client, office):
    client.force_login(office)
    assert client.post(reverse("safeguarding_rules")).status_code == 302
    loaded = Rule.objects.count()
    assert loaded >= 5
    client.post(reverse("safeguarding_rules"))
    assert (Rule.objects.count(), Deadline.objects.count()) == (loaded, 2)


# Help now


def test_help_now_leads_back_and_writes_nothing(client):
    make(Survey, slug="how-was-it", opened=True)
    here = {"headers": {"Referer": "http://testserver/s/how-was-it/2/"}}
    page = client.get("/now/", **here)
    assert 'href="/s/how-was-it/2/"' in page.content.decode()
    assert "999" in page.content.decode()
    for elsewhere in (
        "https://evil.example/s/how-was-it/2/",
        "http://testserver/desk/",
        "http://testserver/nothing/",
        "http://[x/",
        "",
    ):
        assert client.get("/now/", headers={"Referer": elsewhere}).context["back"] == "/"


def test_what_was_typed_is_kept_on_the_way_to_help(client):
    make(Survey, slug="how-was-it", opened=True)
    answer = client.post("/s/how-was-it/1/", {"answer": "partly", "go": "now"})
    assert answer.url == "/now/"
    assert "checked" in client.get("/s/how-was-it/1/").content.decode()
    client.post("/s/how-was-it/1/", {"answer": "partly"})
    assert client.post("/s/how-was-it/2/", {"go": "now"}).url == "/now/"
    assert client.get("/s/how-was-it/3/").status_code == 302, "an answer that was not given counts as not seen"
