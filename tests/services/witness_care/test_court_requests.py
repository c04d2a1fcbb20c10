"""What a person asks of the court: kept sealed, counted against the law's days, decided by the court alone."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from services.witness_care import actions
from services.witness_care.choices import OPEN_REQUESTS, TRANSITIONS, Ground, Measure, RequestState
from services.witness_care.deadlines import deadline_for, rules_on
from services.witness_care.models import CourtFacts, DeadlineRule, Message, Request, RequestStep
from tests.factories import make
from tests.services.witness_care.conftest import NOW

pytestmark = pytest.mark.django_db
PLEA = date(2026, 6, 5)  # a Friday


def ask_for_measures(person, **facts):
    return person.post("witness_care_measures", **{"form_id": uuid.uuid4(), "measures": ["s23", "s24"], **facts})


def ask_for_earlier(person, **facts):
    return person.post("witness_care_earlier", **{"form_id": uuid.uuid4(), "grounds": ["health"], **facts})


def record_court(team, person, **facts):
    given = {"court": "crown", "plea_on_day": "5", "plea_on_month": "6", "plea_on_year": "2026", **facts}
    return team.post(reverse("witness_care_court", args=[person.space.public_id]), given)


def desk_page(team, person):
    return team.get(reverse("witness_care_person", args=[person.space.public_id])).content.decode()


def test_a_person_asks_for_measures_and_sees_that_it_arrived(person):
    assert ask_for_measures(person, why="I am afraid.").status_code == 302
    assert "With Witness Care" in person.page()
    row = Request.objects.get()
    assert "I am afraid." in open_words(row, "details", purpose="case")
    assert list(row.steps.values_list("state", "by")) == [("received", None)]


def test_witness_care_reads_every_wish_in_plain_words(person, team):
    ask_for_measures(person, measures=Measure.values, why="One.", not_wanted="Two.", with_me="Three.")
    ask_for_earlier(person, grounds=Ground.values, not_days="Four.")
    page = desk_page(team, person)
    for text in [*Measure.labels, *Ground.labels, "One.", "Two.", "Three.", "Four."]:
        assert text.replace("'", "&#x27;") in page, text


def test_until_court_and_plea_are_recorded_there_is_no_deadline_and_the_page_says_what_is_missing(person, team):
    ask_for_measures(person)
    assert Request.objects.get().due_on is None
    assert "Record which court it is" in desk_page(team, person)
    record_court(team, person, plea_on_day="", plea_on_month="", plea_on_year="")
    assert "Record the day of the not-guilty plea" in desk_page(team, person)


@pytest.mark.parametrize(("court", "day"), [("magistrates", date(2026, 7, 3)), ("crown", date(2026, 6, 19))])
def test_measures_are_due_20_or_10_business_days_after_the_plea(person, team, court, day):
    """Criminal Procedure Rules 2025, rule 18.4; the day of the plea is not counted."""
    ask_for_measures(person)
    record_court(team, person, court=court)
    assert Request.objects.get().due_on == day
    assert "rule 18.4" in desk_page(team, person)


def test_a_bank_holiday_does_not_count(rules, now):
    facts = CourtFacts(court="crown", plea_on=date(2026, 5, 22))
    deadline = deadline_for(kind="measures", came_in=NOW.date(), facts=facts, rules=rules_on(NOW.date()))
    assert deadline.due_on == date(2026, 6, 8)  # 25 May is the spring bank holiday


def test_a_request_that_comes_after_the_facts_has_its_deadline_at_once(person, team):
    record_court(team, person)
    ask_for_measures(person)
    assert Request.objects.get().due_on == date(2026, 6, 19)


def test_an_earlier_day_is_due_by_the_offices_own_rule_and_promises_nothing(person, team):
    assert "cannot promise" in person.browser.get(reverse("witness_care_earlier")).content.decode()
    ask_for_earlier(person)
    assert Request.objects.get().due_on == date(2026, 6, 8)
    assert "Only the court sets the day" in desk_page(team, person)


def test_a_changed_rule_moves_open_deadlines_and_leaves_finished_ones(person, worker):
    ask_for_earlier(person)
    row = Request.objects.get()
    rule = DeadlineRule.objects.get(kind="earlier")
    actions.keep_rule(rule, day=NOW.date(), by=worker, working_days=3)
    row.refresh_from_db()
    assert row.due_on == date(2026, 6, 4)
    actions.withdraw_request(row, at=NOW)
    actions.keep_rule(rule, day=NOW.date(), by=worker, working_days=9)
    row.refresh_from_db()
    assert row.due_on == date(2026, 6, 4)


def test_a_rule_counts_only_between_its_days(rules, now):
    DeadlineRule.objects.filter(kind="earlier").update(valid_to=date(2026, 1, 1))
    assert deadline_for(kind="earlier", came_in=NOW.date(), facts=None, rules=rules_on(NOW.date())).due_on is None


def test_a_rule_without_a_source_is_refused(worker, now):
    facts = {"working_days": 5, "counted_from": "request", "words": "Do it.", "valid_from": date(2026, 1, 1)}
    with pytest.raises(ValidationError, match="Say which rule or policy"):
        actions.keep_rule(DeadlineRule(), day=NOW.date(), by=worker, kind="earlier", source="", **facts)


def test_a_second_open_request_of_a_kind_is_refused_kindly_and_nothing_typed_is_lost(person):
    ask_for_measures(person)
    page = ask_for_measures(person, why="Please.")
    assert "You have asked for this already. We are working on it." in page.content.decode()
    assert "Please." in page.content.decode()
    assert Request.objects.count() == 1


def test_the_same_form_sent_twice_is_one_request(person):
    once = uuid.uuid4()
    assert ask_for_measures(person, form_id=once).status_code == 302
    assert ask_for_measures(person, form_id=once).status_code == 302
    assert Request.objects.count() == 1


def test_a_request_taken_back_can_be_made_again(person):
    ask_for_measures(person)
    address = reverse("witness_care_take_back", args=[Request.objects.get().public_id])
    assert "Yes, take it back" in person.browser.get(address).content.decode()
    assert Request.objects.get().state == RequestState.RECEIVED
    person.browser.post(address)
    assert Request.objects.get().state == RequestState.WITHDRAWN
    assert person.browser.post(address).status_code == 302
    assert ask_for_measures(person).status_code == 302
    assert Request.objects.count() == 2


def test_nobody_takes_back_what_another_asked_for(person):
    row = make(Request)
    assert person.browser.post(reverse("witness_care_take_back", args=[row.public_id])).status_code == 404


@pytest.mark.parametrize("start", RequestState.values)
@pytest.mark.parametrize("end", RequestState.values)
def test_a_request_moves_only_along_its_table(start, end, worker):
    row = make(Request, state=start)
    if end in TRANSITIONS[start]:
        assert actions.move_request(row, to=end, at=NOW, by=worker).state == end
        assert row.steps.get().state == end
    else:
        with pytest.raises(ValidationError):
            actions.move_request(row, to=end, at=NOW, by=worker)
        assert not row.steps.exists()


def test_open_states_are_those_that_can_still_be_taken_back():
    assert {state for state, ways in TRANSITIONS.items() if RequestState.WITHDRAWN in ways} == OPEN_REQUESTS


def test_witness_care_passes_it_on_and_the_person_sees_what_the_court_said(person, team):
    ask_for_measures(person)
    row = Request.objects.get()
    for to in ("passed_on", "partly"):
        team.post(reverse("witness_care_move", args=[row.pk]), {f"request{row.pk}-to": to})
    assert "Partly agreed by the court" in person.page()


def test_two_workers_at_once_are_told_that_it_changed(person, team):
    ask_for_measures(person)
    row = Request.objects.get()
    address = reverse("witness_care_move", args=[row.pk])
    for _ in range(2):
        page = team.post(address, {f"request{row.pk}-to": "passed_on"}, follow=True).content.decode()
    assert "Nothing was changed" in page
    assert row.steps.count() == 2


def test_steps_only_grow(person):
    ask_for_measures(person)
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestStep.objects.update(state="agreed")


@pytest.mark.parametrize("name", ["measures", "earlier"])
@pytest.mark.parametrize("value", ["x" * 10001, "\x00", "z" * 400_000])
def test_what_cannot_be_kept_is_said_at_the_field(person, name, value):
    fields = {"measures": ("why", "not_wanted", "with_me"), "earlier": ("why", "not_days")}[name]
    given = {"form_id": uuid.uuid4(), "measures": ["s23"], "grounds": ["child"], **dict.fromkeys(fields, value)}
    page = person.post(f"witness_care_{name}", **given)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == set(fields)
    assert not Request.objects.exists()


@pytest.mark.parametrize("name", ["measures", "earlier"])
def test_nothing_chosen_and_unknown_choices_get_a_kind_message(person, name):
    for given in ({}, {"measures": ["s99"], "grounds": ["no"]}):
        page = person.post(f"witness_care_{name}", form_id=uuid.uuid4(), **given)
        assert page.status_code == 200
        assert 'class="govuk-error-summary"' in page.content.decode()


@pytest.mark.parametrize("form_id", ["", "x", "0" * 200])
def test_a_broken_form_number_is_not_a_fault_of_ours(person, form_id):
    assert ask_for_measures(person, form_id=form_id).status_code == 200


@pytest.mark.parametrize("year", ["2206", "1926"])
def test_a_year_that_cannot_be_meant_is_asked_about(person, team, year):
    page = record_court(team, person, plea_on_year=year)
    assert f"Check the year: {year}" in page.content.decode()
    assert not CourtFacts.objects.exists()


def test_where_a_day_lies_beyond_the_calendar_there_is_no_deadline_and_it_says_why(rules, now):
    """As a row may hold it that was written before years were looked at."""
    facts = CourtFacts(court="crown", plea_on=date(2206, 6, 5))
    told = deadline_for(kind="measures", came_in=NOW.date(), facts=facts, rules=rules_on(NOW.date()))
    assert (told.due_on, told.words) == (None, "Check the year of the day that the deadline counts from.")


def test_a_hearing_before_the_plea_is_refused(person, team):
    page = record_court(team, person, hearing_on_day="1", hearing_on_month="6", hearing_on_year="2026")
    assert "The hearing cannot come before the plea." in page.content.decode()
    assert not CourtFacts.objects.exists()


@pytest.mark.parametrize("day", ["31/2/2026", "0/0/0", "x/y/z", "1/1/99999"])
def test_a_day_that_does_not_exist_is_said_at_the_field(person, team, day):
    parts = dict(zip(("plea_on_day", "plea_on_month", "plea_on_year"), day.split("/"), strict=True))
    page = record_court(team, person, **parts)
    assert page.status_code == 200
    assert 'class="govuk-error-summary"' in page.content.decode()


def test_court_facts_leave_a_trace(person, team, worker):
    record_court(team, person)
    assert Event.objects.get(verb="court facts recorded").by == worker


def test_standard_rules_are_loaded_once(rules):
    count = DeadlineRule.objects.count()
    actions.load_standard_rules(by=make(User))
    assert DeadlineRule.objects.count() == count == 4


@pytest.mark.parametrize("rows", [1, 30])
def test_what_waits_asks_the_same_of_the_database_at_1_and_30_rows(team, rules, now, rows, django_assert_num_queries):
    team.get(reverse("witness_care_waiting"))
    for _ in range(rows):
        make(Message)
        make(Request)
    with django_assert_num_queries(7):
        page = team.get(reverse("witness_care_waiting"))
    assert len(page.context["page_obj"]) == min(rows, 25)
    assert len(page.context["messages_page"]) == min(rows, 25)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_persons_desk_page_asks_the_same_at_1_and_30_messages(person, team, rows, django_assert_num_queries):
    for _ in range(rows):
        make(Message, space=person.space)
    address = reverse("witness_care_person", args=[person.space.public_id])
    team.get(address)
    with django_assert_num_queries(12):
        team.get(address)


def test_near_deadlines_call_for_attention(person, worker, time_machine):
    ask_for_earlier(person)
    time_machine.move_to(NOW + timedelta(days=4), tick=False)
    browser = Client()
    browser.force_login(worker)
    assert "request near its deadline" in browser.get(reverse("desk_home")).content.decode()


def test_the_office_changes_a_time_limit_in_the_admin(client, person):
    ask_for_earlier(person)
    rule = DeadlineRule.objects.get(kind="earlier")
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    facts = {name: getattr(rule, name) for name in ("kind", "court", "counted_from", "words", "source")}
    given = {**facts, "working_days": 2, "valid_from": "2025-10-06", "valid_to": ""}
    address = reverse("admin:witness_care_deadlinerule_change", args=[rule.pk])
    answer = client.post(address, given)
    assert answer.status_code == 302, answer.context["errors"]
    assert Request.objects.get().due_on == date(2026, 6, 3)


def test_the_office_sees_that_there_are_messages_and_not_a_word_of_them(client, person):
    person.post("witness_care_home", words="A canary", form_id=uuid.uuid4())
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    for name in ("message", "request", "privatespace", "deadlinerule"):
        page = client.get(reverse(f"admin:witness_care_{name}_changelist"))
        assert page.status_code == 200, name
    row = Message.objects.get()
    page = client.get(reverse("admin:witness_care_message_change", args=[row.pk])).content.decode()
    assert "canary" not in page
    assert "sealed" not in page
    assert client.get("/admin/witness_care/courtfacts/").status_code == 404
