"""What was shown before stays what it was: older tables keep their months and waves, whatever came or went since."""

from collections import Counter
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from derbyvoice.audit.actors import CLOCK
from derbyvoice.lib.worlds import NOWHERE, World
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import count_answers
from surveys.insight.models import Release, Stand
from surveys.insight.rebuilding import is_lost
from surveys.insight.releases import Figures, release
from surveys.questionnaires.models import Survey
from surveys.responses.actions import count
from surveys.responses.models import Response
from surveys.retention.actions.sweeping import anonymise
from tests.factories import make

pytestmark = pytest.mark.django_db
PAGE = "/desk/insight/results/how-was-it/"
FIRST, SECOND = 71, 72
"""Ids of waves."""


def answered(survey, heard, again=1, number=1, **fields):
    answers = [[heard, 1 + place % 7, 8, None, again, 1] for place in range(number)]
    rows = [make(Response, version=survey.current, answers=one, **fields) for one in answers]
    for row in rows:
        count(row, 1)
    return rows


def moved(survey, number=40, **fields):
    """Enough people come for the next stand."""
    answered(survey, 1, number=number, **fields)
    count_answers(by=CLOCK)


def earlier(survey):
    return list(Figures(survey.current).ledger.earlier())


def counted_again(survey, known):
    """The table counted anew from those who were in the figures when it was shown."""
    found = Counter(places[0] for one in everybody(survey) if (places := known.places(one)))
    return tuple(tuple(found[i, j] for j in range(known.columns.size)) for i in range(known.rows.size))


def everybody(survey):
    return Figures(survey.current).ledger.people.some(frozenset())


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def of_spring(survey):
    """Eighty people who answered in March and in April."""
    for month in (3, 4):
        for heard, number in ((1, 20), (2, 12), (3, 8)):
            answered(survey, heard, number=number, submitted_on=date(2026, month, 3))
    count_answers(by=CLOCK)
    return survey


@pytest.fixture
def in_waves(survey):
    """A hundred people, asked in two waves."""
    for wave in (FIRST, SECOND):
        for heard, again, number in ((1, 1, 20), (2, 1, 15), (3, 2, 15)):
            answered(survey, heard, again=again, number=number, wave=wave)
    count_answers(by=CLOCK)
    return survey


@pytest.fixture
def looker(client):
    client.force_login(make(User, role=roles.COMMISSIONER))
    return client


def forget(wave, number):
    rows = Response.objects.filter(wave=wave).order_by("pk").values_list("pk", flat=True)
    anonymise(list(rows[:number]), day=date(2026, 12, 24))


def test_a_paper_form_of_an_earlier_month_leaves_older_tables_where_they_were(of_spring):
    assert release(of_spring.current, "q-heard", "month")
    assert release(of_spring.current, "q-heard", "", [("month", [1])])
    shown = [known.counts for known in earlier(of_spring)]
    moved(of_spring, submitted_on=date(2026, 2, 3), channel="paper")
    known = earlier(of_spring)
    assert Figures(of_spring.current).months == (2026 * 12 + 1, 2026 * 12 + 3)
    assert [one.counts for one in known] == shown
    assert [counted_again(of_spring, one) for one in known] == shown


def test_a_table_that_does_not_fit_the_months_of_its_stand_is_lost(of_spring):
    assert release(of_spring.current, "q-heard", "month")
    Stand.objects.update(first_month=2026 * 12 + 1)
    (lost,) = earlier(of_spring)
    assert is_lost(lost), "the row has two months, and the stand three"


@pytest.mark.parametrize("number", [3, 50, 100])
def test_pages_stand_when_waves_are_forgotten(looker, in_waves, number):
    before = release(in_waves.current, "q-heard", "wave")
    assert before
    assert release(in_waves.current, "q-again", "", [("wave", [0])])
    for wave in (FIRST, SECOND)[: 1 + number // 100]:
        forget(wave, min(number, 50))
    assert looker.get(f"{PAGE}compare/?rows=q-heard&columns=wave").context["part"].figures == before
    assert looker.get(f"{PAGE}?only-channel=0").status_code == 200
    moved(in_waves)
    assert looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-again").status_code == 200
    assert looker.get(f"{PAGE}?only-channel=0").status_code == 200


def test_beside_a_table_of_waves_no_other_shows_whose_wave_was_forgotten(in_waves):
    """Three people who felt heard lose their wave: a new table would have them among those without one."""
    assert release(in_waves.current, "q-again", "wave")
    forget(FIRST, 3)
    assert release(in_waves.current, "q-heard", "wave") is None
    assert release(in_waves.current, "q-heard", "", [("wave", [1])]) is None
    moved(in_waves, wave=73)
    assert Figures(in_waves.current).stand.wave_ids == (FIRST, SECOND, 73)
    assert release(in_waves.current, "q-heard", "channel")


def test_in_a_proof_nothing_changes_of_somebody_whose_wave_an_older_table_knew(in_waves):
    assert release(in_waves.current, "q-heard", "wave")
    forget(FIRST, 3)
    (known,) = earlier(in_waves)
    people = everybody(in_waves)
    nameless = [number for number, one in enumerate(people) if known.places(one) is NOWHERE]
    other = next(number for number, one in enumerate(people) if one[0] == 2)
    assert len(nameless) == 3
    assert people[nameless[0]][0] == 1
    assert not World(people, [known]).take(nameless[0], {0: other}, both=False)
    assert not World(people, [known]).take(nameless[0], {0: other}, both=True)
    assert World(people, [known]).take(nameless[0], {4: other}, both=False), "the table does not ask that"


def test_tables_after_the_waves_were_forgotten_count_them_as_without(in_waves):
    """The next stand never knew those waves: there they are people without one, like any others."""
    forget(FIRST, 50)
    Response.objects.exclude(nameless_on=None).update(nameless_on=date(2020, 1, 1))
    moved(in_waves)
    assert release(in_waves.current, "q-heard", "wave").column_labels == ("Wave 1", "No answer")
    assert all(counted_again(in_waves, one) == one.counts for one in earlier(in_waves))


def test_beside_a_table_that_nobody_can_read_any_more_nothing_new_is_shown_of_it(looker, in_waves):
    assert release(in_waves.current, "q-heard", "wave")
    Stand.objects.update(waves=None)
    (lost,) = earlier(in_waves)
    assert {lost.places(one) for one in everybody(in_waves)} == {NOWHERE}
    assert release(in_waves.current, "q-heard", "channel") is None
    assert release(in_waves.current, "q-again", "channel")
    assert looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-again").status_code == 200


MIGRATION = import_module("surveys.insight.migrations.0008_axes_of_older_stands")


def filled():
    """What the migration makes of stands of which nothing is known."""
    Stand.objects.update(first_month=None, last_month=None, waves=None)
    MIGRATION.fill(apps, None)
    return [(one.months, one.waves) for one in Stand.objects.order_by("number")]


def test_older_stands_get_the_months_and_waves_that_are_certain(in_waves):
    assert release(in_waves.current, "q-heard", "wave")
    moved(in_waves, submitted_on=date(2026, 2, 3))
    before = [(one.months, one.waves) for one in Stand.objects.order_by("number")]
    assert len(before) == 2
    assert filled() == before


def test_older_stands_whose_waves_are_gone_stay_without(in_waves):
    assert release(in_waves.current, "q-heard", "wave")
    forget(FIRST, 3)
    assert filled()[0][1] is None, "the table knew them in their wave"
    Response.objects.update(wave=None)
    assert filled()[0][1] is None


def test_an_older_stand_whose_first_month_was_taken_back_stays_without(of_spring):
    assert release(of_spring.current, "q-heard", "month")
    moved(of_spring, submitted_on=date(2026, 5, 3))
    Response.objects.filter(submitted_on=date(2026, 3, 3)).update(submitted_on=date(2026, 4, 3))
    assert [months for months, _ in filled()] == [None, (2026 * 12 + 2, 2026 * 12 + 4)]
    assert Release.objects.filter(stand__number=1).exists()
