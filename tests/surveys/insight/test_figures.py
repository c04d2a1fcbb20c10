"""Pages of figures: filtered, compared, over time, as files; and kept back where they would give somebody away."""

import csv
import json
from datetime import date
from io import BytesIO

import openpyxl
import pyreadstat
import pytest

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import count_answers
from surveys.insight.models import Release, Stand
from surveys.insight.releases import Figures, release
from surveys.insight.views.standing import kept as drawn_for_a_stand
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, count, withdraw
from surveys.responses.choices import Channel
from surveys.responses.models import Response
from tests.factories import make
from tests.factories.surveys import six_questions

pytestmark = pytest.mark.django_db
PEOPLE = (
    (1, 1, 29),
    (1, 2, 13),
    (1, 3, 2),
    (2, 1, 16),
    (2, 2, 17),
    (2, 3, 6),
    (3, 1, 7),
    (3, 2, 3),
    (3, 3, 15),
    (-1, -1, 6),
)
PAGE = "/desk/insight/results/how-was-it/"


def answered(survey, heard, again=1, number=1, **fields):
    """So many people; what helped them goes round."""
    answers = [[heard, 1 + place % 7, 8, None, again, 1] for place in range(number)]
    rows = [make(Response, version=survey.current, answers=one, **fields) for one in answers]
    for row in rows:
        count(row, 1)
    return rows


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def many(survey):
    """More than two hundred people who answered, half of them by telephone, in two months."""
    for channel, month in (("web", 5), ("telephone", 6)):
        for heard, again, number in PEOPLE:
            answered(survey, heard, again=again, number=number, channel=channel, submitted_on=date(2026, month, 3))
    count_answers(by=CLOCK)
    return survey


@pytest.fixture
def looker(client):
    client.force_login(make(User, role=roles.COMMISSIONER))
    return client


def test_figures_stand_still_until_ten_people_came_or_went(survey):
    rows = answered(survey, 1, number=12)
    count_answers(by=CLOCK)
    answered(survey, 2, number=9)
    count_answers(by=CLOCK)
    assert Stand.objects.get().people == 12
    assert +Figures(survey.current).counted[0] == {1: 12}
    withdraw(response=rows[0], by=PERSON)
    count_answers(by=CLOCK)
    assert Stand.objects.get(number=2).people == 20
    assert Figures(survey.current).counted[0] == {1: 11, 2: 9}


def test_one_person_who_changes_their_mind_to_and_fro_moves_figures_once(survey):
    row = answered(survey, 1, number=30)[0]
    count_answers(by=CLOCK)
    for _ in range(8):
        for consents in (frozenset({Consent.READ}), frozenset({Consent.COUNT})):
            change_consents(response=row, consents=consents, by=PERSON)
            count_answers(by=CLOCK)
    assert Stand.objects.count() == 2


def test_what_was_asked_before_is_answered_as_before(many):
    before = release(many.current, "q-heard", "q-again")
    answered(many, 1, again=2, number=4)
    withdraw(response=Response.objects.first(), by=PERSON)
    count_answers(by=CLOCK)
    assert release(many.current, "q-heard", "q-again") == before
    assert Release.objects.filter(shown=True).count() == 1


def test_two_questions_are_compared(looker, many):
    page = looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-again")
    figures = page.context["part"].figures
    assert (figures.row_labels[0], figures.column_labels[0]) == ("Yes", "Yes")
    assert figures.cells[0][0].value == 60
    assert figures.row_totals[0].value == 90
    assert str(figures.cells[0][2]) == "not shown"
    assert "<svg" in page.content.decode()


def test_a_trend_is_a_line_for_each_answer(looker, many):
    page = looker.get(f"{PAGE}compare/?rows=q-heard&columns=month")
    part = page.context["part"]
    assert part.figures.column_labels[:2] == ("May 2026", "June 2026")
    assert len(part.charts) == len(part.figures.row_labels)


def test_filters_are_said_in_words(looker, many):
    page = looker.get(f"{PAGE}?only-channel=0&only-channel=1")
    assert next(part.title for part in page.context["drawn"]) == "Did you feel heard?"
    assert page.context["said"] == ["How answers came: On the web or On a screen in a waiting room"]
    assert looker.get(f"{PAGE}?since=2026-06&until=2026-05").context["form"].errors["until"]


def test_a_filter_that_leaves_out_a_few_is_kept_back(looker, survey):
    answered(survey, 1, number=20)
    answered(survey, 2, number=20)
    answered(survey, 1, number=2, channel="paper")
    count_answers(by=CLOCK)
    page = looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-again&only-channel=0")
    assert "This is kept back" in page.content.decode()


def test_the_page_shows_how_answers_came(looker, many):
    drawn = looker.get(PAGE).context["drawn"]
    assert drawn[0].title == "How answers came"
    assert [cell.value for (cell,) in drawn[0].figures.cells if cell.value] == [115, 115]


def test_the_same_thing_twice_is_refused_at_its_field(looker, many):
    page = looker.get(f"{PAGE}compare/?rows=q-heard&columns=q-heard")
    assert page.context["form"].errors["columns"] == ["Choose something else than in the rows."]
    assert looker.get(f"{PAGE}compare/?rows=strange&columns=nothing").status_code == 200


def test_the_two_lists_begin_with_different_questions(looker, many):
    form = looker.get(f"{PAGE}compare/").context["form"]
    chosen = {side: form[side].value() or form.fields[side].choices[0][0] for side in ("rows", "columns")}
    page = looker.get(f"{PAGE}compare/", chosen)
    assert page.context["form"].is_valid()
    assert f'<option value="{chosen["columns"]}" selected' in looker.get(f"{PAGE}compare/").content.decode()


def shown(looker, **query):
    """What stands on the page between its header and its footer."""
    return looker.get(PAGE, query).content.decode().partition("<main")[2].partition("</main>")[0]


def test_the_page_is_drawn_once_for_a_stand(looker, many, django_assert_max_num_queries):
    first = shown(looker)
    with django_assert_max_num_queries(7):
        assert shown(looker) == first


def test_the_page_moves_with_the_figures(looker, many):
    before = shown(looker)
    answered(many, 1, number=40)
    assert shown(looker) == before
    count_answers(by=CLOCK)
    moved = shown(looker)
    assert moved != before
    withdraw(response=Response.objects.order_by("pk").last(), by=PERSON)
    count_answers(by=CLOCK)
    shown(looker)
    assert Stand.objects.filter(version=many.current).count() == 3
    assert drawn_for_a_stand.cache_info().misses == 9


def test_what_somebody_ticked_is_on_nobody_elses_page(looker, many):
    blank = shown(looker)
    assert " checked" in shown(looker, **{"only-q-heard": "0"})
    assert shown(looker) == blank
    assert " checked" not in blank


def test_before_ten_people_nothing_is_shown(looker, survey):
    answered(survey, 1, number=9)
    count_answers(by=CLOCK)
    assert "The first figures are shown when ten people" in looker.get(PAGE).content.decode()
    assert release(survey.current, "q-heard") is None


def compared_in(figures):
    """The first number of the cross-tab; how answers came stands before it."""
    return next(one for one in figures if one["question"] == "compared")


def test_files_hold_what_the_page_shows(looker, many, tmp_path):
    query = "?rows=q-heard&columns=q-again"
    lines = list(csv.reader(looker.get(f"{PAGE}file/csv/{query}").content.decode("utf-8-sig").splitlines()))
    assert lines[0] == ["Question", "Words", "Answer", "Beside", "Only", "People"]
    assert ["compared", "Did you feel heard? by Would you ask for help again?", "Yes", "Yes", "", "60"] in lines
    assert lines[-1][2:] == ["Total", "Total", "", "230"]
    data = json.loads(looker.get(f"{PAGE}file/json/{query}").content)
    assert {"answer": "Yes", "beside": "Yes", "people": 60}.items() <= compared_in(data["figures"]).items()
    assert None in {row["people"] for row in data["figures"]}
    sheet = openpyxl.load_workbook(BytesIO(looker.get(f"{PAGE}file/xlsx/").content)).active
    assert sheet["A4"].value == "Question"
    path = tmp_path / "figures.sav"
    path.write_bytes(looker.get(f"{PAGE}file/sav/{query}").content)
    frame, meta = pyreadstat.read_sav(str(path))
    assert "Yes" in meta.variable_value_labels["answer"].values()
    assert 60.0 in set(frame["people"])
    assert looker.get(f"{PAGE}file/exe/").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_are_safe_from_formulas(looker, kind):
    definition = six_questions()
    definition["questions"][0]["text"] = "=1+1"
    survey = make(Survey, opened=True, definition=definition)
    answered(survey, 1, number=12)
    count_answers(by=CLOCK)
    content = looker.get(f"/desk/insight/results/{survey.slug}/file/{kind}/").content
    sheet = [] if kind == "csv" else openpyxl.load_workbook(BytesIO(content)).active.values
    assert "'=1+1" in (content.decode() if kind == "csv" else {row[1] for row in sheet})


def test_a_file_says_how_answers_came_and_whom_it_is_about(looker, many):
    def rows(query):
        content = looker.get(f"{PAGE}file/csv/{query}").content.decode("utf-8-sig")
        return list(csv.DictReader(content.splitlines()))

    for query in ("?only-q-heard=0", "?rows=q-heard&columns=q-again"):
        assert "channel" in {row["Question"] for row in rows(query)}
    everybody = rows("")
    assert {row["Answer"] for row in everybody if row["Question"] == "channel"} >= {"On the web", "By telephone"}
    assert {row["Only"] for row in everybody} == {""}
    assert {row["Only"] for row in rows("?only-q-heard=0")} == {"Did you feel heard?: Yes"}


@pytest.mark.parametrize(
    "query",
    ["since=2026-06&until=2026-05", "since=0", "until=2026-07", "only-q-heard=9", "rows=nonsense&columns=channel"],
)
def test_no_file_of_everybody_instead_of_what_was_asked(looker, many, query):
    answer = looker.get(f"{PAGE}file/csv/?{query}")
    assert (answer.status_code, answer["Location"].endswith(f"?{query}")) == (302, True)
    assert "There is a problem" in looker.get(answer["Location"]).content.decode()


def test_a_question_with_several_answers_is_shown_by_channel(many):
    """At 228 people. Who gave no answer by a channel that nobody used would lack two things at once.

    63 stands at the edge of what 65 can mean: beside the total it would show that nobody used another channel."""
    table = release(many.current, "q-helped_by", "channel")
    assert [row[0].value for row in table.cells] == [65, None, 55]
    assert table.column_labels == tuple(Channel.labels)


@pytest.mark.parametrize("rows", ["q-heard", "q-helped_by", "q-again"])
@pytest.mark.parametrize("columns", ["channel", "month", "teller"])
def test_what_can_be_shown_is_shown_after_other_tables_too(many, rows, columns):
    assert release(many.current, "q-heard", "q-again")
    assert release(many.current, "q-helped_by", "q-heard")
    assert release(many.current, rows, columns)


def test_nobody_came_by_no_channel(many):
    table = release(many.current, "q-heard", "month")
    assert table.column_labels == ("May 2026", "June 2026")
