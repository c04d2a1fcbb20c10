"""Tables that go out one after the other give no small number away, even all together."""

from random import Random

import pytest

from derbyvoice.lib.releases import Asked, decide, protected
from derbyvoice.lib.worlds import ALL, EVERYBODY, Axis, Filter, World, entries
from tests.lib.attack import LIMIT, Attacker, Desk, Shape, question, scenario

YES_NO = Axis(0, int, 2)
COLOURS = Axis(1, int, 3)


def people_of(*kinds):
    """(how many, heard, colour, district)"""
    return [(*kind, 1) for number, *kind in kinds for _ in range(number)]


def counted_in(people):
    desk = Desk(Shape((2, 3, 2, 2)), Random(1), people=[list(person) for person in people], stand=1)
    return desk.counted


def ask(asked, people, earlier=(), seed=1):
    counted, facts = counted_in(people), {"limit": LIMIT, "stand": 1}
    each = [Asked(axis, EVERYBODY) for axis in (YES_NO, COLOURS, Axis(2, int, 2))]
    alone = [protected(one, counted(one), **facts) for one in each]
    return decide(asked, counted, alone=alone, earlier=list(earlier), people=people, chance=Random(seed), **facts)


def test_a_table_with_large_numbers_goes_out_whole():
    people = people_of((20, 0, 0, 0), (20, 1, 0, 0), (31, 0, 1, 1), (22, 1, 1, 1), (18, 0, 2, 0), (19, 1, 2, 1))
    (release,) = ask(Asked(YES_NO, COLOURS), people)
    assert release.hidden == frozenset()


def test_a_filter_that_leaves_out_one_person_is_kept_back():
    people = people_of((20, 0, 0, 0), (20, 1, 0, 0), (1, 0, 0, 1))
    assert ask(Asked(YES_NO, EVERYBODY, (Filter(2, {0}.__contains__),)), people) == []
    assert ask(Asked(YES_NO, EVERYBODY, (Filter(2, {1}.__contains__),)), people) == []


def test_a_second_filter_that_differs_by_two_people_is_kept_back():
    people = [(*answers, 0, 1) for answers in [(0, 0, 0)] * 30 + [(1, 0, 0)] * 30 + [(0, 1, 0)] * 30 + [(1, 1, 1)] * 2]
    people += [(1, 2, 0, 0, 1)] * 30 + [(0, 2, 0, 0, 1)] * 30
    one = Asked(YES_NO, EVERYBODY, (Filter(1, {0, 1}.__contains__),))
    first = ask(one, people)
    assert first
    two = Asked(YES_NO, EVERYBODY, (Filter(1, {0, 1}.__contains__), Filter(2, {0}.__contains__)))
    assert ask(two, people, first) == []


def test_what_one_question_hides_stays_hidden_as_a_total():
    release = protected(Asked(YES_NO, YES_NO), ((2, 1), (31, 31)), limit=LIMIT, stand=1)
    assert {(0, ALL), (1, ALL)} <= release.hidden


@pytest.mark.parametrize("seed", range(6))
def test_every_proof_shows_other_people_in_whom_all_that_was_shown_is_the_same(seed):
    chance = Random(seed)
    shape = Shape((3, 3, 2, 2))
    desk = Desk(shape, chance)
    for _ in range(60):
        desk.join(tuple(chance.choices(range(size), weights=[4, 2, 1][:size])[0] for size in shape.sizes))
    desk.settle()
    for _ in range(12):
        desk.ask(*question(shape, chance))
    people = [tuple(person) for person in desk.people]
    world = World(people, desk.ledger)
    for _ in range(300):
        one, other = chance.sample(range(60), 2)
        world.take(one, {chance.randrange(4): other}, chance.random() < 0.5)
    assert world.people != people
    changed = Desk(shape, chance, people=[list(person) for person in world.people], stand=1)
    for release in desk.ledger:
        asked = Asked(release.rows, release.columns, release.filters, release.without)
        before, after = dict(entries(release.counts)), dict(entries(changed.counted(asked)))
        for seat in before.keys() - release.hidden:
            near = (before[seat] + 2) // 5 * 5
            assert (after[seat] + 2) // 5 * 5 == near
            assert after[seat] >= LIMIT


def test_the_attacker_finds_what_can_be_found():
    """One table with live figures before and after one person came: the attacker knows what they answered."""
    desk = Desk(Shape((2, 2, 2, 2)), Random(1), careful=False)
    for person in [(0, 0, 0, 0)] * 12 + [(1, 0, 0, 0)] * 17:
        desk.join(person)
    desk.settle()
    before = desk.ask(0, ALL, ())
    desk.join((0, 0, 0, 0))
    desk.settle()
    after = desk.ask(0, ALL, ())
    attacker = Attacker(desk.shape, desk.steps, desk.totals)
    for shown in (before, after):
        attacker.learn(shown)
    assert attacker.reckon()
    assert attacker.bounds[2, attacker.people_in(after, (0, 0))] == (13, 13)


def test_without_the_ledger_small_numbers_are_recovered():
    assert sum(one.recovered + one.between for one in (scenario(seed, 120, careful=False) for seed in (1, 4))) > 0


def test_with_the_ledger_nothing_is_recovered():
    """The short form; `tests/benchmarks/attack.py` is the long one, with 1,000 tables and 200 releases."""
    outcomes = [scenario(seed, 60) for seed in range(2000, 2008)]
    assert all(outcome.consistent for outcome in outcomes)
    assert sum(outcome.shown for outcome in outcomes) > 100
    assert sum(outcome.hidden for outcome in outcomes) > 50
    assert sum(outcome.recovered + outcome.between for outcome in outcomes) == 0
