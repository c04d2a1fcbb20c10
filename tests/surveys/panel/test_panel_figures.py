"""Rates, where people stop, what changed, who is missing: always as figures."""

from datetime import timedelta

import pytest

from derbyvoice.office import clock
from derbyvoice.office.models import Cohort, District
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.panel import reports
from surveys.panel.models import AreaCount, Carried, Invitation, Series, Subscriber, Topic, Wave
from surveys.panel.profile import key_of
from surveys.panel.pseudonyms import pseudonym_of
from surveys.panel.reports.travelled import mean_of
from surveys.questionnaires.models import Survey
from surveys.responses.models import Footfall, Response
from tests.factories import make

pytestmark = pytest.mark.django_db


def asked(wave, **profile):
    return make(Invitation, wave=wave, subscriber=make(Subscriber, safe="yes", **profile))


def answer(invitation, wave=None, **fields):
    wave = wave or invitation.wave
    name = pseudonym_of(invitation.subscriber.seed, wave.series_id)
    return make(Response, version=wave.series.survey.current, wave=wave.pk, pseudonym=name, **fields)


def shown(figures):
    return {label: str(cell) for label, (cell,) in zip(figures.row_labels, figures.cells, strict=True)}


def test_the_response_rate_counts_everybody_who_was_asked():
    wave = make(Wave, gone=4)
    rows = [asked(wave) for _ in range(26)]
    for row in rows[:12]:
        answer(row)
    for row in rows[12:18]:
        make(Carried, wave=wave, pseudonym=pseudonym_of(row.subscriber.seed, wave.series_id))
    rate = reports.response_rate(wave)
    assert list(shown(rate.figures).values()) == ["10", "5", "10"]
    assert (str(rate.figures.total), rate.share) == ("30", "about 67%")


def test_a_small_wave_shows_nothing():
    wave = make(Wave)
    answer(asked(wave))
    rate = reports.response_rate(wave)
    assert set(shown(rate.figures).values()) == {"not shown"}
    assert rate.share == "not shown"


def steps_of(version, wave, *steps):
    for at, onward, number in steps:
        make(Footfall, version=version, wave=wave, at=at, onward=onward, number=number)


def test_where_people_stop_is_counted_along_every_way():
    wave = make(Wave)
    version = wave.series.survey.current
    steps = [(-1, 0, 60), (0, 1, 50), (1, 2, 50), (2, 3, 20), (2, 4, 20), (3, 4, 20), (4, 5, 40), (5, 1000, 40)]
    steps_of(version, wave.pk, *steps, (1000, 1001, 30))
    (one,) = reports.drop_offs(wave)
    stopped = shown(one.figures)
    assert [stopped[label] for label in one.figures.row_labels] == [
        "10", "not shown", "10", "not shown", "not shown", "not shown", "10", "30",
    ]  # fmt: skip
    assert one.table.rows[0][2] == "about 17%"


def test_for_everybody_else_too():
    survey = make(Survey, opened=True)
    steps_of(survey.current, 0, (0, 1, 40), (1, 2, 30), (2, 3, 30))
    table = reports.drop_off(survey.current, protection=survey.small_numbers)
    assert shown(table.figures)["2. What helped?"] == "10"


@pytest.fixture
def series():
    """Twelve went up by two or more, twelve stayed, six went down."""
    one = make(Series)
    first, later = make(Wave, series=one, state="closed"), make(Wave, series=one)
    for number in range(30):
        row = asked(first)
        change = 2 if number < 12 else 0 if number < 24 else -4
        answer(row, answers=[1, 1, 5, None, 1, -1])
        answer(row, later, answers=[1, 1, 5 + change, None, 1, -1])
    return one


def test_what_changed_for_the_same_people(series):
    (one,) = reports.travelled(series)
    assert shown(one.figures) == {"Higher": "10", "The same": "10", "Lower": "5"}
    assert one.mean == "no change"
    assert "Higher means nearer to “Very”" in one.note


def test_more_worry_is_not_called_better():
    """A number that goes up is good news on one scale and bad news on another: only the ends say which."""
    assert mean_of([2, 2, 2]) == "2 points higher"
    assert mean_of([-1, -1, 0]) == "0.5 point lower"


@pytest.mark.parametrize(
    "change", [{"may_count": False}, {"pseudonym": None}, {"answers": [1, 1, -1, None, 1, -1]}], ids=str
)
def test_who_cannot_be_compared_is_left_out(series, change):
    Response.objects.filter(wave=series.waves.get(number=2).pk).update(**change)
    assert [shown(one.figures) for one in reports.travelled(series)] in (
        [],
        [{"Higher": "not shown", "The same": "not shown", "Lower": "not shown"}],
    )


def test_few_people_have_no_mean():
    one = make(Series)
    first, later = make(Wave, series=one), make(Wave, series=one)
    row = asked(first)
    answer(row)
    answer(row, later)
    (shown_one,) = reports.travelled(one)
    assert shown_one.mean == "not shown"


@pytest.fixture
def heard():
    """Twenty from the town and two from the hills answered; five were asked and stayed away."""
    town, hills = make(District, code="T", name="Town"), make(District, code="H", name="Hills")
    make(Cohort, key="adults", name="Adults")
    wave = make(Wave)
    for number in range(22):
        place = town if number < 20 else hills
        answer(asked(wave, district_key=key_of("district", place.code), cohort_key=key_of("cohort", "adults")))
    for _ in range(8):
        answer(asked(wave))
    for _ in range(5):
        asked(wave, district_key=key_of("district", "H"))
    return wave, town, hills


def test_without_loaded_counts_nobody_is_called_missing(heard):
    by_district, _ = reports.compared([heard[0]])
    assert by_district.table.columns == ("District", "Members who answered", "Share of answers")
    assert not by_district.has_people
    assert reports.missing(by_district) == []


def test_who_is_missing_is_said(heard):
    wave, town, hills = heard
    make(AreaCount, district=town, number=50_000)
    make(AreaCount, district=hills, number=50_000)
    by_district, _ = reports.compared([wave])
    assert by_district.has_people
    assert not by_district.has_crime
    assert reports.missing(by_district) == [
        "Few answered there, or so few elsewhere that the number cannot be shown: Hills."
    ]
    for _ in range(10):
        answer(asked(wave, district_key=key_of("district", "H")))
    for row in (town, hills):
        make(AreaCount, kind="crime", district=row, number=700, source="Recorded crime")
    by_district, _ = reports.compared([wave])
    shares = "about 50% of people and about 50% of recorded crime"
    said = f"Hills is missing: it has {shares}, and gave about 25% of the answers."
    assert by_district.has_crime
    assert reports.missing(by_district) == [said]


def test_shares_need_a_count_of_every_district(heard):
    make(AreaCount, district=heard[1])
    by_district, _ = reports.compared([heard[0]])
    assert not by_district.has_people


# The desk


@pytest.fixture
def desk(client):
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    return client


def date_of(day, name):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def told(**changes):
    today = clock.today()
    dates = {**date_of(today, "opens_on"), **date_of(today + timedelta(days=20), "closes_on")}
    plain = {"series": "new", "name": "How it goes", "repeat": "first", "reminders": "2", "told_months": "6"}
    return {**plain, **dates, **changes}


def test_staff_plan_preview_and_open_a_wave(desk):
    survey, topic = make(Survey, opened=True), make(Topic)
    page = desk.post("/desk/panel/new/", told(survey=survey.slug, topics=[topic.key]))
    wave = Wave.objects.get()
    assert page["Location"] == f"/desk/panel/waves/{wave.pk}/"
    assert "fewer than 5 people" in desk.get(page["Location"]).content.decode()
    assert "Fewer than 5 people" in desk.post(page["Location"], {"to": "open"}).content.decode()
    for _ in range(12):
        make(Subscriber, safe="yes").topics.add(topic)
    assert "about 10 people" in desk.get(page["Location"]).content.decode()
    assert desk.post(page["Location"], {"to": "open"}).status_code == 302
    assert "How many answered" in desk.get(page["Location"]).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"survey": ""}, {"name": ""}, {"repeat": "weeks"}, {"reminders": "3"}, {"told_months": "0"}, {"opens_on_day": "x"},
     {"closes_on_year": "2001"}, {"series": "77"}, {"district": "nowhere"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_planned_is_said_at_its_field(desk, wrong):
    survey = make(Survey, opened=True)
    page = desk.post("/desk/panel/new/", {**told(survey=survey.slug), **wrong})
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()
    assert not Series.objects.exists()


def test_figures_as_csv(desk, series, heard):
    for address in (f"series/{series.pk}", f"waves/{heard[0].pk}", "not-heard"):
        answer = desk.get(f"/desk/panel/{address}/csv/")
        assert answer["Content-Type"].startswith("text/csv")
        assert "People" in answer.content.decode()
        assert desk.get(f"/desk/panel/{address}/").status_code == 200


def test_published_counts_are_loaded_with_their_source(desk):
    make(District, code="T", name="Town")
    make(Cohort, key="adults", name="Adults")
    table = 'kind,code,number,source\npopulation,T,"1,200",ONS\ncrime,adults,7,Police\n'
    assert desk.post("/desk/panel/figures/", {"table": table})["Location"] == "/desk/panel/not-heard/"
    assert desk.post("/desk/panel/figures/", {"table": "population,T,1300,ONS"}).status_code == 302
    found = set(AreaCount.objects.values_list("kind", "number", "source"))
    assert found == {("population", 1300, "ONS"), ("crime", 7, "Police")}


@pytest.mark.parametrize(
    ("line", "said"),
    [("x,T,1,ONS", "the kind"), ("crime,Z,1,ONS", "no district"), ("crime,T,-1,ONS", "whole number"), ("", "Paste"),
     ("crime,T,1,", "where the number is from"), ("crime,T", "2 parts"), ("crime,T,9999999999,ONS", "whole number")],
)  # fmt: skip
def test_a_line_that_is_not_right_is_named_and_nothing_is_loaded(desk, line, said):
    make(District, code="T")
    page = desk.post("/desk/panel/figures/", {"table": f"population,T,5,ONS\n{line}" if line else ""})
    assert said in page.content.decode()
    assert not AreaCount.objects.exists()
