"""Taken back with return words, something is gone from every output within a minute."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from surveys.fieldwork.actions import remove_words
from surveys.insight.models import Passage
from surveys.insight.reports import satisfaction
from surveys.insight.tasks import clear_quotes, count_answers
from surveys.insight.views.public import KEEP
from surveys.responses.models import Recording, Response, Words
from surveys.responses.way_back import lock, new_response_key
from tests.factories import make
from tests.surveys.outputs import World
from tests.surveys.outputs_list import OUTPUTS

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 60


def with_return_words(response):
    words = lock(response, new_response_key())
    response.save(update_fields=["finder", "way_back"])
    return words


def take_back(words):
    """As a person does it: come back with their words, and press the button."""
    browser = Client()
    assert browser.post("/back/", {"return_words": words}).status_code == 302
    assert browser.post(reverse("responses_take_back")).url == reverse("responses_taken_back")


def shown_in(world):
    """The outputs that show something of the first person, or count more people than there are besides."""
    others = len(world.people) - 1
    every = {one.name: (one, list(one.shows(world))) for one in OUTPUTS}
    return {name for name, (one, who) in every.items() if (len(who) > others if one.numbers else 0 in who)}


def test_it_is_gone_from_every_output():
    world = World(2)
    assert shown_in(world) == {one.name for one in OUTPUTS}
    take_back(with_return_words(Response.objects.get(pk=world.people[0].response.pk)))
    remove_words(participant=world.people[0].who, by=world.reader)
    before_the_tasks = shown_in(world)
    assert before_the_tasks <= {"counters"}, "everything else asks at the moment of showing"
    count_answers()
    clear_quotes()
    assert shown_in(world) == set()
    assert not Words.objects.filter(response=world.people[0].response).exists()
    assert not Recording.objects.filter(response=world.people[0].response).exists()
    assert Passage.objects.count() == 3, "the other person's words, transcript and note"


def test_a_consent_that_ends_is_gone_from_every_output():
    world = World(2)
    world.allow(0, ())
    assert shown_in(world) <= {"counters", "words_in_clear_in_the_database"}
    count_answers()
    clear_quotes()
    assert shown_in(world) == set()


def test_the_tasks_come_round_and_pages_are_forgotten_within_the_minute():
    every = {name: entry["schedule"] for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    assert every["count-answers"] + KEEP < SECONDS
    assert every["clear-quotes"] + KEEP < SECONDS


def test_figures_of_everybody_and_of_a_service_lose_who_went():
    """Fifty people; one goes, and nine with them by chance: figures fall from 50 to 40, which says nothing of one."""
    world = World(0)
    answers = [[1, 1, number, None, 1, 1] for number in [8] * 30 + [2] * 20]
    rows = [make(Response, version=world.survey.current, answers=one) for one in answers]
    for row in rows:
        world.count(row)
    world.settle()
    months = {"since": rows[0].submitted_on.replace(day=1), "until": rows[0].submitted_on}
    assert str(satisfaction(**months).answered) == "about 50"
    assert b">50<" in world.page("insight_results", world.survey.slug)
    take_back(with_return_words(rows[0]))
    count_answers()
    assert str(satisfaction(**months).answered) == "about 40"
    page = world.page("insight_results", world.survey.slug)
    assert b">50<" not in page
    assert b">40<" in page
    for kind in ("csv", "json"):
        content = world.page("insight_results_file", world.survey.slug, kind).replace(str(world.survey).encode(), b"")
        assert b"50" not in content
        assert b"40" in content
