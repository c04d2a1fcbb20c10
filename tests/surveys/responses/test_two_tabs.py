"""Somebody has the survey open twice: what was read a moment ago is saved only if nobody changed it since."""

import pytest
from django.test import Client

from derbyvoice.audit.actors import PERSON
from derbyvoice.office import clock
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses import actions
from surveys.responses.actions import DraftGone
from surveys.responses.browser import BrowserKey
from surveys.responses.models import Draft, Footfall
from tests.factories import make

pytestmark = pytest.mark.django_db
HERE = "how-was-it"


@pytest.fixture
def survey():
    return make(Survey, slug=HERE, opened=True)


def answer(survey, key, question, chosen, **more):
    facts = {"version": survey.current_id, "place": HERE, "question": question, "answer": Answer(chosen=(chosen,))}
    return actions.save_answer(key=key, **facts, by=PERSON, **more)


def seen(key):
    return actions.seen_in(key=key, place=HERE, day=clock.today())


def test_both_tabs_answers_are_kept_though_each_read_before_the_other_wrote(survey):
    key = BrowserKey.new()
    answer(survey, key, "heard", "partly")
    first, second = seen(key), seen(key)
    answer(survey, key, "helped_by", "call", seen=first)
    answer(survey, key, "heard", "yes", seen=second)
    assert {id_: one.chosen for id_, one in seen(key).held.answers.items()} == {
        "heard": ("yes",),
        "helped_by": ("call",),
    }


def test_consents_do_not_write_over_an_answer_given_meanwhile(survey):
    key = BrowserKey.new()
    answer(survey, key, "heard", "partly")
    before = seen(key)
    answer(survey, key, "heard", "yes")
    held = actions.save_consents(
        key=key, place=HERE, consents=frozenset({Consent.COUNT}), address="", by=PERSON, seen=before
    )
    assert held.answers["heard"].chosen == ("yes",)
    assert seen(key).held == held


def test_what_was_thrown_away_meanwhile_does_not_come_back(survey):
    key = BrowserKey.new()
    answer(survey, key, "heard", "partly")
    before = seen(key)
    actions.throw_away(key=key, place=HERE, by=PERSON)
    with pytest.raises(DraftGone):
        answer(survey, key, "helped_by", "call", seen=before)
    with pytest.raises(DraftGone):
        actions.save_consents(key=key, place=HERE, consents=frozenset(), address="", by=PERSON, seen=before)
    assert not Draft.objects.exists()


def test_people_who_go_the_same_way_are_counted_in_one_step(survey, django_assert_num_queries):
    where = {"version": survey.current_id, "wave": None, "at": 0, "onward": 1}
    Footfall.objects.one_more(**where)
    with django_assert_num_queries(1):
        Footfall.objects.one_more(**where)
    assert Footfall.objects.get().number == 2


def test_the_last_look_is_drawn_once_and_shows_each_person_their_own(survey):
    pages, skip = [], {"go": "skipped"}
    for words in ("<b>Ring back</b>", "More time"):
        person = Client()
        told = ({"answer": "partly"}, {"answer": ["call"]}, {"answer": "4"}, {"answer": words}, skip, skip)
        for number, data in enumerate(told, start=1):
            person.post(f"/s/{HERE}/{number}/", data)
        person.post(f"/s/{HERE}/agree/", {"consents": ["count"]})
        pages.append(person.get(f"/s/{HERE}/check/").content.decode())
    assert "&lt;b&gt;Ring back&lt;/b&gt;" in pages[0]
    assert "More time" in pages[1]
    assert "Ring back" not in pages[1]
    assert all("csrfmiddlewaretoken" in page and "\ue000" not in page for page in pages)
