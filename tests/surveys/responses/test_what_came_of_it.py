"""Steps that a response took after it arrived, noted by later rooms."""

import pytest

from derbyvoice.audit.actors import CLOCK, PERSON
from surveys.responses import actions
from surveys.responses.choices import Progress
from surveys.responses.models import NamedWish, Response, Trace
from tests.factories import make

pytestmark = pytest.mark.django_db
TOLD = {"step": Progress.USED, "source": "finding:12", "by": CLOCK}


def test_the_same_step_of_the_same_cause_is_noted_once_and_its_words_renewed():
    response = make(Response)
    actions.note_progress(response=response, sentence="First words", **TOLD)
    actions.note_progress(response=response, sentence="Better words", **TOLD)
    actions.note_progress(response=response, sentence="Another", **{**TOLD, "source": "finding:13"})
    assert list(Trace.objects.order_by("id").values_list("sentence", flat=True)) == ["Better words", "Another"]


def test_many_at_once_take_few_queries(django_assert_max_num_queries):
    rows = [make(Response) for _ in range(30)]
    with django_assert_max_num_queries(6):
        assert actions.note_progress_of(responses=rows, sentence="One thing", **TOLD) == 30


def test_what_was_taken_down_is_told_no_more():
    actions.note_progress(response=make(Response), **TOLD)
    assert actions.unnote_progress(source="finding:12", by=CLOCK) == 1
    assert not Trace.objects.exists()


def test_what_was_taken_back_has_no_steps_and_gets_none():
    response = make(Response)
    actions.note_progress(response=response, **TOLD)
    make(NamedWish, response=response)
    actions.withdraw(response=response, by=PERSON)
    actions.note_progress(response=response, **TOLD)
    assert not Trace.objects.exists()
    assert not NamedWish.objects.exists()
