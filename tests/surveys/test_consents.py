"""No path from a response without a consent to the use it stands for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import count_answers, read_words
from surveys.insight.models import Evidence, Finding, Tally
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, count, withdraw
from surveys.responses.models import Response, Words, consent_columns
from tests.factories import make
from tests.surveys.outputs import World
from tests.surveys.outputs_list import OUTPUTS

SETS = st.sets(st.sampled_from(list(Consent)))


def people(version, given_by_each):
    for given_ in given_by_each:
        row = make(Response, version=version, **consent_columns(given_))
        make(Words, response=row)
        count(row, 1)
        yield row


class EveryUse(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(first=st.lists(SETS, min_size=1, max_size=5), then=SETS, goes=st.booleans())
    def test_only_what_is_allowed_now(self, first, then, goes):
        survey = make(Survey, opened=True)
        researcher = make(User, role=roles.RESEARCHER)
        finding = make(Finding, survey=survey)
        rows = list(people(survey.current, first))
        for row in rows:
            make(Evidence, finding=finding, response=row)
        allowed = dict(zip(rows, first, strict=True))
        count_answers(by=CLOCK)
        change_consents(response=rows[0], consents=frozenset(then), address="robin@example.org", by=PERSON)
        allowed[rows[0]] = then
        if goes:
            withdraw(response=rows[-1], by=PERSON)
            allowed[rows[-1]] = set()
        count_answers(by=CLOCK)
        for consent in Consent:
            expected = {row.pk for row, given_ in allowed.items() if consent in given_}
            assert set(Response.objects.allowing(consent).values_list("pk", flat=True)) == expected
            assert set(Words.objects.allowing(consent).values_list("response", flat=True)) == expected
        readable = {row.pk for row, given_ in allowed.items() if Consent.READ in given_}
        assert set(Response.objects.visible_to(researcher).values_list("pk", flat=True)) == readable
        for row in rows:
            opened = read_words(response=Response.objects.get(pk=row.pk), by=researcher, why="To see")
            assert bool(opened) is (row.pk in readable)
        counted = sum(Consent.COUNT in given_ for given_ in allowed.values())
        assert sum(Tally.objects.filter(position=0).values_list("number", flat=True)) == counted
        assert Finding.objects.get().people == 0, "fewer than ten people are not in the figures yet"


class EveryOutput(TestCase):
    """Whoever allows less is shown less, in every output of `outputs_list`; whoever allows it is shown."""

    @settings(max_examples=12, deadline=None)
    @given(then=st.lists(SETS, min_size=2, max_size=3), goes=st.booleans())
    def test_shows_whoever_allows_it_and_nobody_else(self, then, goes):
        world = World(len(then))
        for number, given_ in enumerate(then):
            world.allow(number, given_)
        if goes:
            world.take_back(0)
        world.settle()
        for one in OUTPUTS:
            allowed = {
                number for number, given_ in enumerate(then) if one.needs <= given_ and not (goes and number == 0)
            }
            shown = set(one.shows(world))
            if one.numbers:
                assert len(shown) == len(allowed), one.name
            else:
                assert shown == allowed, one.name


@pytest.mark.django_db
def test_everything_is_off_until_it_is_switched_on():
    assert Response(version=make(Survey, opened=True).current).consents == frozenset()
