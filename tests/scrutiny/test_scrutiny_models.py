"""What the database of the scrutiny wing refuses by itself."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from scrutiny.commitments.models import Commitment, Update
from scrutiny.measures.models import Comparator, Measure
from scrutiny.meetings.models import Meeting, Paper
from scrutiny.questions.models import Answer, Question, QuestionStep
from tests.factories import load_all, make, recipes

pytestmark = pytest.mark.django_db
ROOMS = {"plan", "meetings", "questions", "measures", "boards", "commitments"}


def refused(make_it):
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        make_it()


def test_every_model_of_the_wing_has_a_recipe_and_tells_of_personal_data():
    load_all()
    models = [model for model in recipes if model._meta.app_label in ROOMS]
    assert len(models) == 21
    for model in models:
        assert make(model).pk, model
        assert model.personal_data, model


def test_no_comparator_beside_a_figure_that_may_not_be_compared():
    closed = make(Measure, comparator_allowed=False)
    refused(lambda: make(Comparator, measure=closed))
    other = make(Comparator)
    refused(lambda: Comparator.objects.filter(pk=other.pk).update(measure=closed))


def test_a_figure_with_comparators_cannot_be_closed_to_comparison():
    row = make(Comparator)
    refused(lambda: Measure.objects.filter(pk=row.measure_id).update(comparator_allowed=False))


@pytest.mark.parametrize("model", [QuestionStep, Update])
def test_steps_only_grow(model):
    row = make(model)
    refused(lambda: model.objects.filter(pk=row.pk).update(to_state="open"))
    refused(lambda: model.objects.filter(pk=row.pk).delete())


def test_a_meeting_is_published_on_a_day_after_it():
    refused(lambda: make(Meeting, state="published"))
    refused(lambda: make(Meeting, date=date(2026, 7, 2), published_on=date(2026, 7, 1)))
    refused(lambda: make(Meeting, date=date(2026, 7, 2), question_deadline=date(2026, 7, 3)))


def test_a_recording_tells_of_captions_and_nothing_else_does():
    refused(lambda: make(Paper, kind="recording"))
    refused(lambda: make(Paper, kind="agenda", captions="none"))
    assert make(Paper, kind="recording", captions="unknown")
    refused(lambda: make(Paper, file="papers/a.pdf"))


def test_a_question_says_what_its_state_needs():
    refused(lambda: make(Question, state="accepted", public_words=""))
    refused(lambda: make(Question, state="declined", declined_by_rule=None))
    refused(lambda: make(Question, state="merged", merged_into=None))
    refused(lambda: make(Question, state="published", published_at=None))


def test_one_current_answer_and_two_people_where_it_may_tell_of_a_person():
    first = make(Answer)
    refused(lambda: make(Answer, question=first.question))
    by = first.written_by
    refused(lambda: make(Answer, needs_second_person=True, released_by=by))
    refused(lambda: make(Answer, needs_second_person=True, checked_by=by, released_by=by))


def test_a_promise_is_done_with_evidence_only():
    refused(lambda: make(Commitment, state="done", evidence=""))
    refused(lambda: make(Commitment, state="done", done_on=None))
    refused(lambda: make(Commitment, due=date(2026, 1, 1)))
    refused(lambda: make(Commitment, source=""))
    refused(lambda: make(Commitment, owner="partner"))
