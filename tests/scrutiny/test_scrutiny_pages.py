"""Public pages: what they show, what they never show, what they cost, and the same as feeds and open data."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from derbyvoice.office import clock
from scrutiny.boards.models import Board, Seat
from scrutiny.commitments import reports as commitments
from scrutiny.commitments.models import Commitment, Update
from scrutiny.measures import drawing, reports
from scrutiny.measures.models import Comparator, Measure, Value
from scrutiny.meetings.calendar import calendar, event, folded
from scrutiny.meetings.models import Meeting, Paper
from scrutiny.plan.models import Priority
from scrutiny.questions.models import Answer, Question
from scrutiny.questions.reports import open_questions
from scrutiny.questions.searching import COUNTED
from tests.factories import make

pytestmark = pytest.mark.django_db
PAGES = ["overview_index", "meetings_list", "questions_list", "measures_list", "commitments_list"]
PAGES += ["commitments_changed", "boards_list", "questions_feed", "meetings_feed", "measures_csv", "measures_json"]
PAGES += ["commitments_csv"]
WORDS = [
    "abus",
    "domestic",
    "violen",
    "victim",
    "survivor",
    "rape",
    "sexual",
    "assault",
    "stalk",
    "testimon",
    "crime",
    "police",
    "pcc",
    "refuge",
    "harass",
]


@pytest.fixture(autouse=True)
def minute_stands_still(monkeypatch):
    """The office is read anew each minute: counts of queries must not depend on the second."""
    monkeypatch.setattr("derbyvoice.office.context.SECONDS_KEPT", 10**9)


def one_of_each():
    meeting = make(Meeting, date=date(2026, 1, 9), state="held")
    question = make(Question, state="published", meeting=meeting, search_words="Why is it so?")
    make(Answer, question=question)
    measure = make(Value).measure
    make(Comparator)
    make(Seat)
    make(Commitment, state="done", question=question, measure=measure, source_meeting=meeting)
    make(Commitment, due=date(2020, 1, 1), due_precision="month", source_meeting=meeting)


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_empty_and_filled_and_may_be_kept(name, client):
    for fill in (lambda: None, one_of_each):
        fill()
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        assert "max-age" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert not answer.cookies


@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_the_same_for_one_row_and_thirty(name, client, django_assert_num_queries):
    one_of_each()
    client.get(reverse(name))
    with django_assert_num_queries(40, exact=False) as few:
        client.get(reverse(name))
    assert len(few.captured_queries) <= 16
    for _ in range(29):
        one_of_each_more()
    with django_assert_num_queries(len(few.captured_queries), exact=False):
        client.get(reverse(name))


def one_of_each_more():
    make(Meeting, date=date(2026, 1, 9), state="held")
    make(Answer, question=make(Question, state="published"))
    make(Comparator, measure=make(Value, measure=make(Measure, comparator_allowed=True)).measure)
    make(Seat)
    make(Commitment, state="done")
    make(Commitment, due=date(2020, 1, 1), due_precision="month")


def test_a_meeting_costs_the_same_with_one_question_and_thirty(client, django_assert_num_queries):
    one_of_each()
    meeting = Meeting.objects.first()
    address = reverse("overview_meeting", args=[meeting.address])
    client.get(address)
    with django_assert_num_queries(12, exact=False) as few:
        client.get(address)
    for _ in range(29):
        make(Answer, question=make(Question, state="published", meeting=meeting))
        make(Paper, meeting=meeting)
        make(Commitment, source_meeting=meeting)
    with django_assert_num_queries(len(few.captured_queries), exact=False):
        client.get(address)


def test_titles_and_addresses_are_neutral(client):
    one_of_each()
    Measure.objects.filter(number=Measure.objects.first().number).update(name="Victims of crime")
    Commitment.objects.filter(number=Commitment.objects.first().number).update(what="Police help for victims of crime")
    Meeting.objects.update(address="2026-01-09", priority=make(Priority, name="Domestic abuse"))
    addresses = [
        *(reverse(name) for name in PAGES[:7]),
        reverse("measures_page", args=[Measure.objects.first().number]),
        reverse("commitments_page", args=[Commitment.objects.first().number]),
        reverse("overview_meeting", args=["2026-01-09"]),
        reverse("questions_page", args=[Question.objects.first().reference]),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        title = page.split("<title>")[1].split("</title>")[0].lower()
        assert not [word for word in WORDS if word in title or word in address], address


def test_a_draft_meeting_is_for_the_office_only(client):
    meeting = make(Meeting, state="draft")
    for name in ("meetings_list", "meetings_feed", "overview_index"):
        assert meeting.address not in client.get(reverse(name)).content.decode()
    assert client.get(reverse("overview_meeting", args=[meeting.address])).status_code == 404


def test_the_next_meeting_and_its_last_day_for_questions_stand_first(client):
    today = clock.today()
    make(Meeting, date=today + timedelta(days=40), state="announced", address="later")
    make(Meeting, date=today + timedelta(days=9), state="announced", question_deadline=today, address="sooner")
    page = client.get(reverse("meetings_list")).content.decode()
    assert page.index("sooner") < page.index("later")
    assert "Ask a question" in page


@pytest.mark.parametrize("name", ["meetings_list", "questions_list", "commitments_list"])
@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "%00", "1e9"])
def test_any_page_number_is_answered(name, page, client):
    one_of_each()
    assert client.get(f"{reverse(name)}?page={page}").status_code == 200


@pytest.mark.parametrize("asked", ["x" * 101, "%00", "%E2%80%AE", "'; --", "<b>", "%25", "_", "\\", "a " * 40])
def test_any_search_is_answered(asked, client):
    one_of_each()
    assert client.get(f"{reverse('questions_list')}?q={asked}&area={asked[:9]}").status_code == 200


def test_search_finds_all_words_in_question_or_answer(client):
    make(Question, state="published", public_words="About calls", search_words="About calls\nAnswered in turn")
    make(Question, state="published", public_words="About patrols", search_words="About patrols\nIn turn")
    page = client.get(reverse("questions_list"), {"q": "calls turn"}).content.decode()
    assert "About calls" in page
    assert "About patrols" not in page


def test_results_are_counted_no_further_than_anybody_pages(client, monkeypatch):
    monkeypatch.setattr("scrutiny.questions.searching.COUNTED", 3)
    for _ in range(5):
        make(Question, state="published", search_words="patrols")
    assert "More than 3 results" in client.get(reverse("questions_list"), {"q": "patrols"}).content.decode()
    assert COUNTED > 3


def test_the_feed_of_answers_is_atom(client):
    make(Answer, question=make(Question, state="published", public_words="A < B & C?"))
    root = ET.fromstring(client.get(reverse("questions_feed")).content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed"
    entry = root.find(f"{atom}entry")
    assert "A < B & C?" in entry.find(f"{atom}summary").text
    assert entry.find(f"{atom}updated").text
    assert root.find(f"{atom}updated") is not None


def test_the_calendar_has_whole_days_folded_lines_and_one_event_for_each_meeting(client):
    make(Meeting, date=date(2026, 12, 31), place="Room 1; floor, 2 " + "é" * 60, state="cancelled")
    make(Meeting, state="draft")
    words = client.get(reverse("meetings_feed")).content.decode()
    assert words.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert words.endswith("END:VCALENDAR\r\n")
    assert words.count("BEGIN:VEVENT") == words.count("END:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261231" in words
    assert "DTEND;VALUE=DATE:20270101" in words
    assert "STATUS:CANCELLED" in words
    assert "LOCATION:Room 1\\; floor\\, 2" in words
    assert max(len(line.encode()) for line in words.split("\r\n")) <= 75
    assert "é" * 60 in words.replace("\r\n ", "")


def test_a_line_folds_between_characters():
    assert folded("x" * 75) == "x" * 75 + "\r\n"
    assert folded("x" * 76) == "x" * 75 + "\r\n x\r\n"
    now = clock.now()
    told = {"uid": "1", "day": date(2026, 1, 1), "summary": "a\nb", "place": "", "link": "https://x", "stamp": now}
    assert "SUMMARY:a\\nb\r\n" in calendar("x", [event(**told)])


def test_a_paper_kept_here_is_saved_and_never_shown_in_our_pages(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = make(Paper, link="", file=ContentFile(b"%PDF-1.7 x", name="a.pdf"))
    answer = client.get(reverse("meetings_paper", args=[paper.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="agenda-{paper.meeting.address}.pdf"'
    assert "/a.pdf" not in paper.file.name
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    hidden = make(Paper, link="", file=ContentFile(b"%PDF-", name="b.pdf"), meeting=make(Meeting, state="draft"))
    assert client.get(reverse("meetings_paper", args=[hidden.pk])).status_code == 404


def test_no_comparator_is_drawn_where_none_is_allowed(client):
    alone = make(Value, measure=make(Measure, unit="percent", comparator_reason="No national set of data."))
    page = client.get(reverse("measures_page", args=[alone.measure.number])).content.decode()
    assert "No national set of data." in page
    assert "Why nothing is set beside it" in page
    assert reports.one(alone.measure.number).others == ()


def test_a_comparator_without_definition_or_period_comes_with_its_caveat(client):
    measure = make(Measure, unit="days", comparator_allowed=True, comparator_reason="Published for the country.")
    make(Value, measure=measure, value=Decimal(234))
    make(Comparator, measure=measure, area="England and Wales", value=Decimal(346))
    page = client.get(reverse("measures_page", args=[measure.number])).content.decode()
    assert "may not mean the same" in page
    Comparator.objects.update(definition="The same", period_words="2022/23")
    assert "may not mean the same" not in client.get(reverse("measures_page", args=[measure.number])).content.decode()


@pytest.mark.parametrize(
    ("unit", "values", "others", "drawn"),
    [
        ("percent", [77], [], True),
        ("days", [234], [346], True),
        ("days", [234], [], False),
        ("GBP", [4000000], [], False),
        ("percent change", [-4], [], False),
        ("count", [1, 2, 3], [], True),
        ("count", [], [], False),
    ],
)
def test_what_is_drawn(unit, values, others, drawn, client):
    measure = make(Measure, unit=unit, comparator_allowed=True)
    for value in values:
        make(Value, measure=measure, value=Decimal(value))
    for value in others:
        make(Comparator, measure=measure, value=Decimal(value))
    assert bool(drawing.drawing_of(reports.one(measure.number))) is drawn
    assert client.get(reverse("measures_page", args=[measure.number])).status_code == 200


@pytest.mark.parametrize(
    ("value", "unit", "approximate", "words"),
    [
        ("77", "percent", False, "77%"),
        ("6.5", "percent", False, "6.5%"),
        ("44", "percent change", False, "up 44%"),
        ("-3.25", "percent change", False, "down 3.25%"),
        ("234", "days", False, "234 days"),
        ("4000000", "GBP", True, "about £4 million"),
        ("1250000", "GBP", False, "£1,250,000"),
        ("75000", "GBP", False, "£75,000"),
        ("2464", "count", False, "2,464"),
        ("1000", "count", False, "1,000"),
    ],
)
def test_figures_in_words(value, unit, approximate, words):
    assert reports.in_words(Decimal(value), unit, approximate=approximate) == words


def test_figures_as_open_data(client):
    make(Value, measure=make(Measure, name="=1+1", limits="Only\ncalls"), value=Decimal("6.5"))
    make(Value, is_current=False, value=Decimal("9.9"))
    rows = list(csv.DictReader(io.StringIO(client.get(reverse("measures_csv")).content.decode())))
    assert [(row["figure"], row["value"]) for row in rows] == [("'=1+1", "6.5")]
    figures = json.loads(client.get(reverse("measures_json")).content)["figures"]
    assert figures[0]["values"][0]["value"] == "6.5"
    assert figures[0]["comparison"]["allowed"] is False


def test_promises_say_how_they_stand_on_the_day():
    day = date(2026, 10, 1)
    make(Commitment, what="late", due=date(2026, 9, 30), due_precision="month")
    make(Commitment, what="not late", due=day, due_precision="day")
    make(Commitment, what="no date")
    make(Commitment, what="kept", state="done", due=date(2020, 1, 1), due_precision="day")
    assert [row.what for row in commitments.overdue(day)] == ["late"]
    counts = commitments.counts(day)
    assert (counts.total, counts.done, counts.late, counts.open, counts.dropped) == (4, 1, 1, 2, 0)
    assert {row.what: row.when for row in commitments.promises(Commitment.objects.with_thread(), day)} == {
        "late": "Due September 2026",
        "not late": "Due 1 October 2026",
        "no date": "No date was given",
        "kept": "Done 1 May 2026",
    }


def test_a_promise_leads_back_to_its_question_only_once_that_is_published(client):
    hidden = make(Question, state="answered", public_words="Unpublished words")
    commitment = make(Commitment, state="done", question=hidden)
    for address in (reverse("commitments_page", args=[commitment.number]), reverse("commitments_changed")):
        assert "Unpublished words" not in client.get(address).content.decode()
        assert hidden.reference not in client.get(address).content.decode()


def test_updates_of_a_promise_are_shown(client):
    update = make(Update, words="Half of it <b>works</b>")
    page = client.get(reverse("commitments_page", args=[update.commitment.number])).content.decode()
    assert "Half of it &lt;b&gt;works&lt;/b&gt;" in page


def test_boards_show_who_sits_on_them_today_as_bodies(client):
    board = make(Board)
    make(Seat, board=board, body="partner", partner="A council", kind="member")
    make(Seat, board=board, body="partner", partner="A left one", kind="member", valid_to=date(2020, 1, 1))
    page = client.get(reverse("boards_list")).content.decode()
    assert "A council" in page
    assert "A left one" not in page


def test_what_is_open_is_counted_for_the_office():
    day = clock.today()
    make(Question, state="waiting")
    make(Question, state="with_force", answer_due=day - timedelta(days=1))
    make(Question, state="published")
    counted = open_questions(day)
    assert (counted.waiting, counted.with_force, counted.overdue, counted.answered) == (1, 1, 1, 0)


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_only_read(name, client):
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(reverse(name)).status_code == 405


def test_a_meeting_that_was_cancelled_is_not_the_next_one(client):
    today = clock.today()
    make(Meeting, date=today + timedelta(days=1), state="cancelled", place="Cancelled Hall")
    assert "Cancelled Hall" not in client.get(reverse("overview_index")).content.decode()
    make(Meeting, date=today + timedelta(days=2), state="announced", place="Open Hall")
    assert "Open Hall" in client.get(reverse("overview_index")).content.decode()
    assert "Cancelled" in client.get(reverse("meetings_list")).content.decode()


def test_a_figure_that_is_not_there_has_no_table_either(client):
    assert client.get(reverse("measures_page_csv", args=[7])).status_code == 404


def test_a_share_stands_beside_the_whole_and_not_beside_all_areas():
    measure = make(Measure, unit="percent", area="")
    make(Value, measure=measure, value=Decimal("6.5"))
    labels = [label for label, _ in drawing.bars_of(reports.one(measure.number))]
    assert labels == ["This area", "The whole, for scale"]
