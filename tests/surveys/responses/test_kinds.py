"""Every kind of question on its page: asked, refused, kept, shown, counted."""

import pytest

from derbyvoice.lib.suppression import Protection
from derbyvoice.office.models import Cohort, District, VictimRight
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.insight.actions import count_answers
from surveys.insight.releases import Figures
from surveys.insight.reports import results
from surveys.questionnaires.actions import publish
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.models import Response, Words
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.survey_kinds import ANSWERS, all_kinds, number_of, with_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    make(District, code="E07000034", name="Chesterfield")
    make(Cohort, key="adults", name="Adults", position=1)
    make(Cohort, key="under-18", name="Under 18", position=2)
    make(VictimRight, key="understand")


@pytest.fixture
def survey(facts):
    return published(all_kinds())


def published(raw):
    survey = make(Survey, slug="how-was-it", protection=Protection.STANDARD.value)
    publish(survey=survey, definition=raw, by=make(User))
    survey.refresh_from_db()
    return survey


def step(client, id_, data=None, **more):
    return client.post(f"/s/how-was-it/{number_of(id_)}/", ANSWERS[id_] if data is None else {**data, **more})


def look(client, id_):
    return client.get(f"/s/how-was-it/{number_of(id_)}/").content.decode()


def answer_until(client, id_):
    """Answer every question before this one."""
    for earlier in ANSWERS:
        if earlier == id_:
            return
        assert step(client, earlier).status_code == 302, earlier


def finish(client):
    client.post("/s/how-was-it/agree/", {"consents": ["count", "read"]})
    return client.post("/s/how-was-it/check/")


def test_the_whole_way_through_every_kind(client, survey):
    answer_until(client, None)
    client.post("/s/how-was-it/agree/", {"consents": ["count", "read"]})
    checked = client.get("/s/how-was-it/check/").content.decode()
    for said in ("They listened: 2 of 5; They told me things: 5 of 5", "1. Facts; 2. A call", "March 2024", "12",
                 "Chesterfield", "Under 18", "The visit", "You said No &amp; never. Why?", "4 out of 10"):  # fmt: skip
        assert said in checked
    assert "Before we begin" not in checked
    finish(client)
    response = Response.objects.get()
    assert response.answers == [None, 2, 5, 4, 2 + 5 * 8, 3 + 1 * 16, 1, 12, 2024 * 12 + 2, 1, 2, 1, 1, 1]
    said = {words.question: open_words(words, "sealed", purpose="voice") for words in Words.objects.all()}
    assert said == {
        "name_of_it": "The visit",
        "why": "It took so long.",
        "good_thing": "The nurse was kind.",
    }


@pytest.mark.parametrize("id_", [id_ for id_ in ANSWERS if id_ != "hello"])
def test_what_was_answered_stands_there_again(client, survey, id_):
    answer_until(client, None)
    page = look(client, id_)
    for value in ANSWERS[id_].values():
        for one in [value] if isinstance(value, str) else value:
            kept = {"march": "3"}.get(one, one).strip()
            assert f'value="{kept}"' in page or f">\n{kept}<" in page or f'value="{kept}" selected' in page
    chosen = {"heard": 1, "helped_by": 2, "helpful": 1, "care": 2, "where": 1, "who": 1}
    assert page.count(" checked") == chosen.get(id_, 0)


@pytest.mark.parametrize("id_", list(ANSWERS))
def test_every_question_can_be_left_empty(client, survey, id_):
    answer_until(client, id_)
    assert step(client, id_, {"go": "next"}).status_code == 302
    assert "error" not in look(client, id_)


@pytest.mark.parametrize(
    ("id_", "data", "said"),
    [
        ("helped_by", {"answer": ["call", "info", "visit"]}, "Choose up to two"),
        ("helped_by", {"answer": ["call", "nope"]}, "Choose one of the answers on the page"),
        ("care", {"answer_listened": "6"}, "Choose one of the answers on the page"),
        ("care", {"answer_told": "<b>", "answer_listened": "1"}, "Choose one of the answers on the page"),
        ("order", {"answer_1": "call", "answer_3": "call"}, "You chose this one twice"),
        ("order", {"answer_1": "nope"}, "Choose one of the answers on the page"),
        ("calls", {"answer": "many"}, "Write the number of calls, like 2"),
        ("calls", {"answer": "1.5"}, "Write the number of calls, like 2"),
        ("calls", {"answer": "-1"}, "Write the number of calls, like 2"),
        ("calls", {"answer": "²"}, "Write the number of calls, like 2"),
        ("calls", {"answer": "9" * 400}, "Write the number of calls, like 2"),
        ("calls", {"answer": "501"}, "That is more calls than we can believe"),
        ("wanted", {"answer": "x"}, "Enter a whole number from 0 to 999,999"),
        ("wanted", {"answer": "0"}, "You had more than that already"),
        ("since", {"answer_month": "3", "answer_year": ""}, "must include a year"),
        ("since", {"answer_month": "13", "answer_year": "2024"}, "Enter a real month and year"),
        ("since", {"answer_month": "\x00", "answer_year": "2024"}, "Enter a real month and year"),
        ("since", {"answer_month": "3", "answer_year": "0001"}, "Enter a real month and year"),
        ("since", {"answer_month": "9" * 5000, "answer_year": "2024"}, "Enter a real month and year"),
        ("since", {"answer_month": "12", "answer_year": "2099"}, "This month is still to come"),
        ("where", {"answer": "E07000034"}, "Choose one of the answers on the page"),
        ("who", {"answer": "7"}, "Choose one of the answers on the page"),
        ("name_of_it", {"answer": "x" * 201}, "Please use 200 letters or fewer"),
        ("name_of_it", {"answer": "a\x00b"}, "a sign that we cannot keep"),
        ("name_of_it", {"answer": "y" * 1_000_000}, "Please use 200 letters or fewer"),
    ],
)
def test_what_is_not_right_is_said_at_the_field_and_kept(client, survey, id_, data, said):
    answer_until(client, id_)
    page = step(client, id_, data)
    shown = page.content.decode()
    assert page.status_code == 200
    assert said in shown
    assert "govuk-error-message" in shown
    for value in data.values():
        typed = value if id_ in ("calls", "wanted", "since", "name_of_it") else ""
        assert typed.replace("\x00", "") in shown
    assert client.get("/s/how-was-it/agree/")["Location"] == f"/s/how-was-it/{number_of(id_)}/"


@pytest.mark.parametrize("kind", ["scale", "matrix"])
def test_ends_without_words_are_not_spoken_of(client, kind):
    asked = {"id": "a", "kind": kind, "text": "How was it?"}
    asked |= {"options": [{"id": "r", "text": "The call"}]} if kind == "matrix" else {"low": 0, "high": 5}
    make(Survey, slug="bare", opened=True, definition=six_questions(questions=[asked]))
    page = client.get("/s/bare/1/").content.decode()
    assert "“”" not in page
    assert page.count("scale-ends") in (0, 2)


def test_a_statement_asks_nothing_and_leaves_nothing(client, survey):
    page = look(client, "hello")
    assert "<p>You can stop.</p>" in page
    assert "Skip this question" not in page
    assert "Continue" in page
    answer_until(client, None)
    finish(client)
    assert Response.objects.get().answers[0] is None


def test_earlier_answers_are_said_again_in_sensible_words(client, survey):
    answer_until(client, "wanted")
    assert "You had 1 calls." in look(client, "wanted")
    step(client, "calls", {"go": "skipped"})
    assert "You had some calls." in look(client, "wanted")
    for id_ in list(ANSWERS)[number_of("wanted") - 1 : -2]:
        step(client, id_)
    assert "You said No &amp; never. Why?" in look(client, "why")
    step(client, "heard", {"go": "not_said"})
    assert "You said nothing. Why?" in look(client, "why")
    assert "You said nothing. Why?" in step(client, "why", {"answer": "x" * 3000}).content.decode()


def test_an_answer_off_the_path_is_not_said_again(client, facts):
    raw = with_change("calls", show_when={"op": "is", "question": "heard", "value": "no"})
    published(raw)
    answer_until(client, "wanted")
    assert "You had 1 calls." in look(client, "wanted")
    step(client, "heard", {"answer": "yes"})
    assert "You had some calls." in look(client, "wanted")


def test_the_districts_and_groups_of_the_day_stay_in_the_version(client, survey):
    District.objects.update(name="Renamed")
    definition_of.cache_clear()
    answer_until(client, "where")
    page = look(client, "where")
    assert "Chesterfield" in page
    assert "Somewhere else" in page
    assert "Renamed" not in page


def test_the_same_definition_is_the_same_version_until_the_office_changes(survey):
    by = make(User)
    assert publish(survey=survey, definition=all_kinds(), by=by).number == 1
    make(District, code="E07000099", name="Another")
    assert publish(survey=survey, definition=all_kinds(), by=by).number == 2


def test_every_kind_is_counted_and_shown_protected(client, survey):
    for _ in range(12):
        answer_until(client, None)
        finish(client)
    count_answers(by=make(User))
    counts = Figures(survey.current).counted
    assert counts[number_of("care") - 1] == {0: 12, 8 + 2: 12, 16 + 5: 12}
    assert counts[number_of("order") - 1] == {0: 12, 24 + 1: 12, 8 + 2: 12}
    tables = {question.id: table for question, table in results(survey.current)}
    assert "hello" not in tables
    rows = {id_: set(table.row_labels) for id_, table in tables.items()}
    assert {"0", "1", "5 to 9", "10 to 19", "1,000 or more", "Skipped"} < rows["wanted"]
    assert {"2024", "Skipped"} < rows["since"]
    assert {"Chesterfield", "Somewhere else"} < rows["where"]
    assert rows["care"] >= {"They listened", "They told me things"}
    assert tables["care"].column_labels == ("1", "2", "3", "4", "5", "No answer")
    assert rows["order"] >= {"Facts", "A call"}
    assert "Under 18" in rows["who"]
    assert "Wrote something" in rows["name_of_it"]
    care = tables["care"]
    assert {str(cell) for cell in care.cells[0]} == {"not shown"}
