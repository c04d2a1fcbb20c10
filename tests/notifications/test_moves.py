"""The one door for a change of state, walked through at random."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derbyvoice.notifications.choices import ENDS, IN_HAND, TRANSITIONS, UNFINISHED, State
from derbyvoice.notifications.models import Message
from derbyvoice.notifications.moves import MovedOn, NotAllowed, move
from tests.factories import make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 13, tzinfo=UTC)


def facts_for(to):
    held = {"claim": uuid4(), "lease_until": NOW + timedelta(minutes=1)}
    return held if to in IN_HAND else {"uncertain_at": NOW} if to == State.UNCERTAIN else {}


def message_in(state):
    finished = {"finished_at": NOW} if state in ENDS else {}
    return make(Message, state=state, **facts_for(state), **finished)


@pytest.mark.parametrize("state", list(State))
def test_the_table_says_what_is_allowed(state):
    for to in State:
        message = message_in(state)
        if to in TRANSITIONS[state]:
            move(message, to=to, at=NOW, **facts_for(to))
            assert Message.objects.get(pk=message.pk).state == to
            assert list(message.steps.values_list("state", flat=True)) == [to]
        else:
            with pytest.raises(NotAllowed):
                move(message, to=to, at=NOW)
            assert not message.steps.exists()


def test_every_state_is_in_the_table_and_every_message_can_end():
    assert set(TRANSITIONS) == set(State)
    assert set(State) == UNFINISHED | ENDS
    for state in UNFINISHED:
        assert State.SENT in TRANSITIONS[state]
        assert State.WITHHELD in TRANSITIONS[state]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.sampled_from(list(State)), max_size=12))
def test_any_walk_leaves_steps_that_tell_it(wishes):
    message, walked = make(Message), []
    for to in wishes:
        try:
            move(message, to=to, at=NOW, **facts_for(to))
        except NotAllowed:
            continue
        walked.append(to)
    assert list(message.steps.values_list("state", flat=True)) == walked
    row = Message.objects.get(pk=message.pk)
    assert row.state == (walked[-1] if walked else State.WAITING)
    assert (row.finished_at is not None) == (row.state in ENDS)
    assert (row.lease_until is not None) == (row.state in IN_HAND)


def test_who_comes_second_is_told():
    message = message_in(State.CLAIMED)
    other = Message.objects.get(pk=message.pk)
    move(other, to=State.WITHHELD, at=NOW)
    with pytest.raises(MovedOn):
        move(message, to=State.HANDED_OVER, at=NOW)
    assert Message.objects.get(pk=message.pk).state == State.WITHHELD
    assert message.steps.count() == 1


def test_a_claim_of_another_hand_is_not_ours():
    message = message_in(State.CLAIMED)
    Message.objects.filter(pk=message.pk).update(claim=uuid4())
    with pytest.raises(MovedOn):
        move(message, to=State.SENT, at=NOW)
