"""Who takes their answers back leaves the figures at the next fold, and nobody can see from them whose they were."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.lib.releases import STEP
from surveys.insight.actions import count_answers
from surveys.insight.models import PEOPLE, Stand, Tally
from surveys.insight.releases import Figures
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.compact import tallies
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.actions import change_consents, count, withdraw
from surveys.responses.models import Response, Uncounted
from tests.factories import make


def answered(version, number):
    rows = [make(Response, version=version, answers=[1 + k % 3, 1 + k % 7, k % 11, None, 1, 1]) for k in range(number)]
    for row in rows:
        count(row, 1)
    return rows


def inside(version):
    """Who is in the figures now."""
    return set(Response.objects.filter(version=version, stand__isnull=False).values_list("pk", flat=True))


def shown(version):
    """What figures are made from, and what it should be."""
    found, due = Counter(), Counter()
    for row in Tally.objects.filter(version=version):
        found[row.position, row.code] += row.settled
    for pk in inside(version):
        due.update([(PEOPLE, 0), *tallies(definition_of(version.pk), Response.objects.get(pk=pk).answers)])
    return +found, due


@pytest.fixture
def version():
    return make(Survey, opened=True).current


@pytest.mark.django_db
def test_one_who_goes_leaves_with_nine_others_who_come_back(version):
    rows = answered(version, 50)
    count_answers(by=CLOCK)
    withdraw(response=rows[0], by=PERSON)
    count_answers(by=CLOCK)
    first = inside(version)
    assert Stand.objects.order_by("number").values_list("number", "people").last() == (2, 40)
    assert len(first) == 40
    assert rows[0].pk not in first
    assert Figures(version).counted[PEOPLE][0] == 40
    withdraw(response=rows[1], by=PERSON)
    count_answers(by=CLOCK)
    second = inside(version)
    assert len(second) in (39, 40), "40 where the second one rested already: then nothing has to move"
    answered(version, 10)
    count_answers(by=CLOCK)
    assert len(inside(version)) == 58
    assert not Response.objects.filter(version=version, state="received", stand=None).exists()


@pytest.mark.django_db
def test_who_rests_already_moves_nothing(version):
    rows = answered(version, 40)
    count_answers(by=CLOCK)
    withdraw(response=rows[0], by=PERSON)
    count_answers(by=CLOCK)
    resting = Response.objects.exclude(aside=None).first()
    withdraw(response=resting, by=PERSON)
    count_answers(by=CLOCK)
    assert Stand.objects.count() == 2
    assert not Uncounted.objects.exists()
    assert Tally.objects.get(position=PEOPLE).number == 38


@pytest.mark.django_db
def test_of_few_people_nothing_is_shown_once_somebody_went(version):
    rows = answered(version, 39)
    count_answers(by=CLOCK)
    withdraw(response=rows[0], by=PERSON)
    count_answers(by=CLOCK)
    assert inside(version) == set()
    assert Figures(version).stand is None
    answered(version, 10)
    count_answers(by=CLOCK)
    assert len(inside(version)) == 48


@pytest.mark.django_db
def test_who_only_ends_the_counting_leaves_too_and_waits_like_somebody_new(version):
    row = answered(version, 40)[0]
    count_answers(by=CLOCK)
    for consents in ({Consent.READ}, {Consent.COUNT}, {Consent.READ}, {Consent.COUNT}):
        change_consents(response=Response.objects.get(pk=row.pk), consents=frozenset(consents), by=PERSON)
        count_answers(by=CLOCK)
        assert row.pk not in inside(version)
    assert Stand.objects.count() == 2


SOMEBODY = st.integers(0, 200)
STEP_TAKEN = st.one_of(
    st.tuples(st.just("come"), st.integers(1, 12)),
    st.tuples(st.sampled_from(("go", "not counted")), SOMEBODY),
    st.just(("fold", 0)),
)


class Moving(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(steps=st.lists(STEP_TAKEN, max_size=25), first=st.integers(10, 90))
    def test_figures_are_of_those_inside_and_two_stands_never_lie_near(self, steps, first):
        version = make(Survey, opened=True).current
        answered(version, first)
        count_answers(by=CLOCK)
        seen, gone = [inside(version)], set()
        for what, number in [*steps, ("fold", 0)]:
            standing = list(Response.objects.allowing(Consent.COUNT).filter(version=version).order_by("pk"))
            if what == "come":
                answered(version, number)
            elif what == "fold":
                count_answers(by=CLOCK)
                seen.append(inside(version))
                assert not seen[-1] & gone
                found, due = shown(version)
                assert found == due
            elif standing:
                row = standing[number % len(standing)]
                gone.add(row.pk)
                if what == "go":
                    withdraw(response=row, by=PERSON)
                else:
                    change_consents(response=row, consents=frozenset({Consent.READ}), by=PERSON)
        for one, other in pairwise(seen):
            assert one == other or not other or len(one ^ other) >= STEP
        assert sum(Tally.objects.filter(version=version, position=PEOPLE).values_list("number", flat=True)) == (
            Response.objects.allowing(Consent.COUNT).filter(version=version).count()
        )
