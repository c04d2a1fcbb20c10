"""Questions that are known to ask who tells it, how old they are, and what it is about."""

import pytest

from derbyvoice.lib.suppression import Protection
from derbyvoice.users.models import User
from surveys.questionnaires import telling
from surveys.questionnaires.actions import publish
from surveys.questionnaires.answers import SKIPPED, Answer
from surveys.questionnaires.choices import Teller
from surveys.questionnaires.definitions import parse
from surveys.questionnaires.models import Survey
from surveys.questionnaires.publishing import problems
from tests.factories import make
from tests.factories.surveys import six_questions

WHO = {"id": "who", "kind": "single", "text": "Whose is it?", "measures": "teller",
       "options": [{"id": "self", "text": "Mine"}, {"id": "for_someone", "text": "Somebody else's"}]}  # fmt: skip
PART = {"id": "part", "kind": "single", "text": "What is it about?", "measures": "concerns",
        "options": [{"id": "court", "text": "Court"}, {"id": "other", "text": "Something else"}]}  # fmt: skip
SERVICE = {"id": "from", "kind": "single", "text": "Who helped?", "measures": "service",
           "options": [{"id": "service_12", "text": "Somebody"}, {"id": "other", "text": "Others"}]}  # fmt: skip
AGE = {"id": "age", "kind": "single", "text": "How old are you?", "measures": "age", "for_helper": "How old are they?",
       "options": [{"id": "under_16", "text": "Under 16", "young": True}, {"id": "older", "text": "16 or more"}],
       "for_young": "How old?"}  # fmt: skip


def with_these(*asked):
    return six_questions(questions=[*asked, *six_questions()["questions"]])


def chose(**chosen):
    return {id_: Answer(chosen=(option,)) for id_, option in chosen.items()}


def test_what_was_told_is_found_whatever_the_question_is_called():
    definition = parse(with_these(WHO, PART, SERVICE, AGE))
    answers = chose(who="for_someone", part="court", **{"from": "service_12"}, age="under_16")
    assert telling.teller_of(definition, answers) == Teller.FOR_SOMEONE
    assert telling.part_of(definition, answers) == "court"
    assert telling.service_of(definition, answers) == 12
    assert telling.is_young(definition, answers)


@pytest.mark.parametrize("answers", [{}, {"who": SKIPPED, "part": SKIPPED, "from": SKIPPED, "age": SKIPPED}])
def test_what_was_not_told_is_empty(answers):
    definition = parse(with_these(WHO, PART, SERVICE, AGE))
    assert telling.teller_of(definition, answers) == Teller.SELF
    assert (telling.part_of(definition, answers), telling.service_of(definition, answers)) == ("", None)
    assert not telling.is_young(definition, answers)
    assert telling.part_of(definition, chose(part="other")) == ""


@pytest.mark.parametrize(
    ("told", "words"),
    [({}, "How old are you?"), ({"age": "under_16"}, "How old?"), ({"who": "self", "age": "under_16"}, "How old?"),
     ({"who": "for_someone", "age": "under_16"}, "How old are they?")],
)  # fmt: skip
def test_the_words_fit_who_tells_it(told, words):
    definition = parse(with_these(WHO, AGE))
    voice = telling.voice_of(definition, chose(**told))
    assert telling.spoken(definition.by_id["age"], voice).text == words
    assert telling.spoken(definition.by_id["heard"], voice).text == "Did you feel heard?"


@pytest.mark.parametrize(
    "wrong",
    [
        [{**WHO, "options": [{"id": "me", "text": "Me"}, {"id": "you", "text": "You"}]}],
        [{**PART, "options": [{"id": "moon", "text": "Moon"}, {"id": "court", "text": "Court"}]}],
        [{**SERVICE, "options": [{"id": "service_x", "text": "X"}, {"id": "other", "text": "Others"}]}],
        [{**AGE, "kind": "several"}],
        [WHO, {**WHO, "id": "who_again"}],
    ],
)
def test_what_cannot_be_understood_later_is_not_published(wrong):
    assert len(problems(with_these(*wrong), slug="x")) == 1
    assert problems(with_these(WHO, PART, SERVICE, AGE), slug="x") == []


@pytest.mark.django_db
def test_a_survey_that_asks_people_under_sixteen_gets_the_higher_limit():
    survey = make(Survey)
    assert survey.small_numbers is Protection.STANDARD
    publish(survey=survey, definition=six_questions(), by=make(User))
    assert Survey.objects.get().small_numbers is Protection.STANDARD
    publish(survey=survey, definition=with_these(AGE), by=make(User))
    assert Survey.objects.get().small_numbers is Protection.HEIGHTENED
