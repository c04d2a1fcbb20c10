import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from derbyvoice.audit.models import Event
from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort, CrimeGroup
from derbyvoice.users.models import User
from services.directory.models import Service
from surveys.questionnaires.actions import move, prepare_survey, publish
from surveys.questionnaires.choices import State
from surveys.questionnaires.models import Survey, definition_of
from surveys.questionnaires.publishing import problems
from tests.factories import make
from tests.factories.surveys import six_questions


def with_question(position, **changes):
    raw = six_questions()
    raw["questions"][position].update(changes)
    return raw


def test_the_plain_definition_has_no_problem():
    assert problems(six_questions(), slug="how-was-it") == []


@pytest.mark.parametrize(
    ("raw", "slug", "said"),
    [
        (six_questions(title="Help after a crime"), "ok", "must not say: crime"),
        (six_questions(), "victim-survey", "must not say: victim"),
        (six_questions(minutes=0), "ok", "how many minutes"),
        (six_questions(consents=["sell"]), "ok", "Unknown consents: sell"),
        (six_questions(questions=[]), "ok", "1 to 60 questions"),
        (six_questions(readers=""), "ok", "People must be told"),
        ({"title": "x"}, "ok", "cannot be read"),
        (with_question(0, kind="dance"), "ok", "Question 1 cannot be read"),
        (with_question(0, extra=1), "ok", "Question 1 cannot be read"),
        (with_question(0, options=[]), "ok", "2 to 30 options"),
        (with_question(0, id="good_thing"), "ok", "the same id"),
        (with_question(0, id="Bad Id"), "ok", "small letters"),
        (with_question(0, section="none"), "ok", "which does not exist"),
        (with_question(0, text=" "), "ok", "has no words"),
        (with_question(0, silences=["shouted"]), "ok", "way of not answering"),
        (with_question(2, high=40), "ok", "a scale goes upwards"),
        (with_question(2, options=[{"id": "a", "text": "A"}]), "ok", "has no options"),
        (with_question(3, max_length=0), "ok", "longest text"),
        (with_question(3, show_when={"op": "eval", "of": []}), "ok", "not an operator"),
        (with_question(3, show_when="import os"), "ok", "not an operator"),
        (with_question(3, show_when={"op": "is", "question": "nope", "value": 1}), "ok", "nope, which does not exist"),
        (with_question(3, show_when={"op": "is", "question": [], "value": 1}), "ok", "which does not exist"),
        (with_question(3, show_when={"op": "is", "question": "heard", "value": "x"}), "ok", "the option x"),
        (with_question(3, show_when={"op": "at_most", "question": "heard", "value": 2}), "ok", "not on a scale"),
        (with_question(3, show_when={"op": "any", "of": []}), "ok", "needs a list of rules"),
        (with_question(3, show_when={"op": "is", "question": "heard"}), "ok", "needs a question and a value"),
        (with_question(3, show_when={"op": "is", "question": "again", "value": "no"}), "ok", "which comes later"),
        (
            with_question(3, show_when={"op": "answered", "question": "what_went_wrong", "value": True}),
            "ok",
            "in a loop",
        ),
    ],
)
def test_what_is_not_right_is_said(raw, slug, said):
    assert any(said in problem for problem in problems(raw, slug=slug)), problems(raw, slug=slug)


def test_rules_that_are_too_deep_are_refused():
    rule = {"op": "answered", "question": "heard", "value": True}
    for _ in range(8):
        rule = {"op": "all", "of": [rule]}
    assert any("nested" in problem for problem in problems(with_question(3, show_when=rule), slug="ok"))


@pytest.mark.django_db
def test_publishing_makes_an_immutable_version_and_opens_the_survey():
    survey, by = make(Survey, slug="how-was-it"), make(User)
    version = publish(survey=survey, definition=six_questions(), by=by)
    survey.refresh_from_db()
    assert (survey.state, survey.current, version.number) == (State.OPEN, version, 1)
    assert survey.title == "How was it for you?"
    assert [event.verb for event in Event.objects.order_by("id")] == ["published", "moved"]
    with pytest.raises(DatabaseError), transaction.atomic():
        survey.versions.update(definition={})


@pytest.mark.django_db
def test_the_same_definition_is_published_once_and_a_changed_one_is_the_next_version():
    survey, by = make(Survey, slug="how-was-it"), make(User)
    first = publish(survey=survey, definition=six_questions(), by=by)
    assert publish(survey=survey, definition=six_questions(), by=by) == first
    assert publish(survey=survey, definition=six_questions(minutes=6), by=by).number == 2
    assert definition_of(first.pk).minutes == 5


@pytest.mark.django_db
def test_a_survey_with_problems_is_not_published():
    survey = make(Survey, slug="how-was-it")
    with pytest.raises(ValidationError, match="1 to 60 questions"):
        publish(survey=survey, definition=six_questions(questions=[]), by=make(User))
    assert not survey.versions.exists()


@pytest.mark.django_db
def test_states_move_through_one_door():
    survey, by = make(Survey), make(User)
    with pytest.raises(ValidationError, match="Publish the survey"):
        move(survey=survey, to=State.OPEN, by=by)
    publish(survey=survey, definition=six_questions(), by=by)
    assert move(survey=survey, to=State.CLOSED, by=by).state == State.CLOSED
    with pytest.raises(ValidationError, match="cannot become"):
        move(survey=survey, to=State.CLOSED, by=by)


@pytest.mark.django_db
@pytest.mark.parametrize("about", ["cohort", "service of a crime group", "service of a cohort"])
def test_people_who_need_more_protection_get_it_whatever_is_chosen(about):
    cohort, told = make(Cohort, heightened=True), {}
    if about == "cohort":
        told["cohort"] = cohort
    else:
        told["service"] = make(Service)
        told["service"].cohorts.set([cohort] if about.endswith("cohort") else [])
        told["service"].crime_groups.set([make(CrimeGroup, heightened=True)] if about.endswith("group") else [])
    staff = make(User)
    with pytest.raises(ValidationError) as refused:
        prepare_survey(slug="quiet", protection=Protection.STANDARD, by=staff, **told)
    assert set(refused.value.message_dict) == {"protection"}
    kept = prepare_survey(slug="quiet", protection=Protection.HEIGHTENED, by=staff, **told)
    assert kept.small_numbers is Protection.HEIGHTENED
