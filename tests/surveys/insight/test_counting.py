from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.lib.suppression import Protection
from surveys.insight.actions import count_answers
from surveys.insight.models import PEOPLE, Tally
from surveys.insight.releases import Figures
from surveys.insight.reports import results, satisfaction
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, count, withdraw
from surveys.responses.models import Response, Uncounted
from tests.factories import make

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def response_of(version, answers, **fields):
    made = make(Response, version=version, answers=answers, **fields)
    count(made, 1)
    return made


def counts_of(version):
    found = {}
    rows = Tally.objects.filter(version=version, number__gt=0).exclude(position=PEOPLE)
    for position, code, number in rows.values_list("position", "code", "number"):
        found.setdefault(position, Counter())[code] += number
    return found


@pytest.mark.django_db
def test_each_response_counts_once(django_assert_max_num_queries):
    version = make(Survey, opened=True).current
    for _ in range(3):
        response_of(version, [1, 5, 8, None, -1, 1])
    with django_assert_max_num_queries(17):
        assert count_answers(by=CLOCK) == 3
    assert count_answers(by=CLOCK) == 0
    assert counts_of(version) == {0: {1: 3}, 1: {0: 3, 1: 3, 3: 3}, 2: {8: 3}, 4: {-1: 3}, 5: {1: 3}}


@pytest.mark.django_db
def test_who_does_not_allow_it_is_not_counted_and_who_goes_is_taken_out():
    version = make(Survey, opened=True).current
    response_of(version, [1, 1, 8, None, 1, 1], may_count=False)
    stays, leaves = (response_of(version, [2, 1, 8, None, 1, 1]) for _ in range(2))
    count_answers(by=CLOCK)
    withdraw(response=leaves, by=PERSON)
    change_consents(response=stays, consents=frozenset({Consent.READ}), by=PERSON)
    count_answers(by=CLOCK)
    assert counts_of(version) == {}


@pytest.mark.django_db
def test_satisfaction_is_hidden_when_few_answered_and_shown_when_many():
    survey = make(Survey, opened=True)
    for number in [9] * 9 + [3] * 2:
        response_of(survey.current, [1, 1, number, None, 1, 1])
    count_answers(by=CLOCK)
    few = satisfaction(since=SINCE, until=UNTIL)
    assert (str(few), str(few.answered), few.counted) == ("not shown", "not shown", 0)
    for number in [9] * 21 + [3] * 8:
        response_of(survey.current, [1, 1, number, None, 1, 1])
    count_answers(by=CLOCK)
    many = satisfaction(since=SINCE, until=UNTIL)
    assert (many.percentage.value, many.answered.value, many.surveys) == (75, 40, (survey.title,))
    assert satisfaction(since=date(2025, 1, 1), until=date(2025, 12, 31)).percentage.hidden


@pytest.mark.django_db
def test_satisfaction_is_asked_by_service_and_cohort():
    from derbyvoice.office.models import Cohort
    from services.directory.models import Service

    service, cohort = make(Service), make(Cohort)
    survey = make(Survey, opened=True, service=service, cohort=cohort, protection=Protection.HEIGHTENED.value)
    make(Survey, opened=True)
    for number in [9] * 30 + [1] * 20 + [-1] * 12:
        response_of(survey.current, [1, 1, number, None, 1, 1])
    count_answers(by=CLOCK)
    period = {"since": SINCE, "until": UNTIL}
    for chosen in (
        {"service_key": service.pk},
        {"cohort": cohort.key},
        {"service_key": service.pk, "cohort": cohort.key},
    ):
        assert satisfaction(**chosen, **period).percentage.value == 60
    assert satisfaction(service_key=service.pk + 1, **period).percentage.hidden
    assert satisfaction(service_key=service.pk, **period).protection is Protection.HEIGHTENED


def said(survey, satisfied, others):
    for number in [9] * satisfied + [2] * others:
        response_of(survey.current, [1, 1, number, None, 1, 1])
    count_answers(by=CLOCK)


@pytest.mark.django_db
@pytest.mark.parametrize(("satisfied", "others"), [(12, 2), (3, 40), (9, 4)])
def test_satisfaction_of_several_surveys_says_nothing_of_one_that_is_hidden(satisfied, others):
    """A shows 40 satisfied of 60, and B hides its numbers: with B in the sum, the sum without A would bound them."""
    shown, hidden = make(Survey, opened=True), make(Survey, opened=True)
    said(shown, 40, 20)
    alone = satisfaction(since=SINCE, until=UNTIL)
    said(hidden, satisfied, others)
    both = satisfaction(since=SINCE, until=UNTIL)
    assert (both.percentage, both.answered, both.counted) == (alone.percentage, alone.answered, 1)
    assert (alone.left_out, both.left_out) == (False, True)
    assert "answers to 1 of 2 surveys" in both.note
    assert "surveys" not in alone.note


@pytest.mark.django_db
def test_satisfaction_of_several_surveys_is_made_from_what_each_shows():
    """Rounded numbers are added: true ones would narrow what each survey's own figures leave open."""
    for satisfied, others in ((42, 22), (42, 22)):
        said(make(Survey, opened=True), satisfied, others)
    both = satisfaction(since=SINCE, until=UNTIL)
    assert (both.answered.value, both.percentage.value, both.counted) == (120, 67, 2)


@pytest.mark.django_db
def test_satisfaction_shows_no_number_that_the_ledger_hides():
    """Of 37 people nobody was silent: 30 and 7 beside the total would say that fewer than 5 gave no answer."""
    survey = make(Survey, opened=True)
    said(survey, 30, 7)
    figures = Figures(survey.current)
    table = figures.release(figures.subjects["satisfied-helpful"])
    assert "not shown" in {str(cell) for (cell,) in table.cells[:2]}
    told = satisfaction(since=SINCE, until=UNTIL)
    assert (str(told), str(told.answered), told.left_out) == ("not shown", "not shown", True)


@pytest.mark.django_db
def test_results_hide_small_numbers():
    version = make(Survey, opened=True).current
    for answer in [1] * 20 + [2] * 3 + [3] * 12:
        response_of(version, [answer, 1, 8, None, 1, 1])
    count_answers(by=CLOCK)
    tables = {question.id: table for question, table in results(version)}
    shown = dict(zip(tables["heard"].row_labels, (str(row[0]) for row in tables["heard"].cells), strict=True))
    assert shown["Yes"] == "20"
    assert shown["Partly"] == "not shown"


ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 7), st.integers(0, 10), st.none(), st.integers(-3, -1), st.just(1)),
    max_size=12,
)


class Folding(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(rows=ROWS, gone=st.sets(st.integers(0, 11)), folds=st.sets(st.integers(0, 11)))
    def test_counts_are_those_of_the_standing_responses_however_folded(self, rows, gone, folds):
        version = make(Survey, opened=True).current
        made = []
        for number, row in enumerate(rows):
            made.append(response_of(version, list(row)))
            if number in folds:
                count_answers(by=CLOCK)
        for number in gone & set(range(len(made))):
            withdraw(response=made[number], by=PERSON)
        count_answers(by=CLOCK)
        scale = [row[2] for number, row in enumerate(rows) if number not in gone]
        assert counts_of(version).get(2, {}) == {number: scale.count(number) for number in set(scale)}
        assert not Uncounted.objects.exists()
        assert not Tally.objects.filter(number__lt=0).exists()
