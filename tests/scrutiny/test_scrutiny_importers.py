"""Files of facts: the real ones, read twice; and broken ones, which are refused whole with the name of the field."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from derbyvoice.lib.facts import Facts, FactsError
from derbyvoice.office import clock
from derbyvoice.office.loading import load_area
from derbyvoice.users.models import User
from scrutiny.boards.models import Board
from scrutiny.commitments import demo as commitments_demo
from scrutiny.commitments.days import in_words, last_day
from scrutiny.commitments.importing import import_commitments
from scrutiny.commitments.models import Commitment
from scrutiny.measures import demo as measures_demo
from scrutiny.measures.importing import import_measures
from scrutiny.measures.models import Comparator, Measure, Value
from scrutiny.meetings.models import Meeting, Paper, Series
from scrutiny.plan.models import Plan, Priority
from scrutiny.questions import demo as questions_demo
from scrutiny.questions.importing import import_meeting
from scrutiny.questions.models import Question, QuestionStep
from scrutiny.questions.reports import of_meeting
from tests.factories import make

pytestmark = pytest.mark.django_db
MEETING = json.loads((questions_demo.FILES / "psm-2023-07-11.json").read_text())
MEASURES = json.loads(measures_demo.FILE.read_text())
COMMITMENTS = json.loads(commitments_demo.FILE.read_text())
TODAY = date(2026, 11, 21)


@pytest.fixture
def by():
    load_area("derbyshire")
    return make(User)


def facts(values):
    return Facts.read(json.dumps(values).encode())


def changed(values, path, value):
    """A copy of the file with one value set, or taken away."""
    copied = copy.deepcopy(values)
    at = copied
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return copied


def test_the_demonstration_loads_twice_and_changes_nothing(by):
    for _ in range(2):
        for demo in (questions_demo, measures_demo, commitments_demo):
            demo.load(today=TODAY, by=by)
    states = sorted(Question.objects.values_list("state", flat=True))
    assert states == ["published"] * 4 + ["waiting"] * 2
    counts = [model.objects.count() for model in (Plan, Priority, Meeting, Paper, Measure, Value, Comparator, Board)]
    assert counts == [1, 2, 2, 4, 6, 6, 1, 2]
    assert Commitment.objects.count() == 8
    assert not Question.objects.filter(demonstration=False).exists()


def test_the_real_meeting_is_read_as_it_was(by):
    meeting = import_meeting(facts(MEETING), by=by, today=TODAY)
    assert (meeting.address, meeting.state, meeting.published_on) == ("2023-07-11", "published", date(2023, 7, 24))
    exchanges = of_meeting(meeting.pk)
    asked_from = [f"Resident from {area}" for area in ("High Peak", "Bolsover", "High Peak", "Amber Valley")]
    assert [one.asked_from for one in exchanges] == asked_from
    assert [one.answer.count("- ") for one in exchanges] == [5, 4, 3, 5]
    following = Meeting.objects.get(date=date(2023, 10, 4))
    assert (following.priority.name, following.state) == ("Rural crime", "announced")
    assert QuestionStep.objects.filter(by=by).count() == 16


def test_the_real_figures_allow_a_comparison_only_where_the_file_does(by):
    import_measures(facts(MEASURES), at=clock.now(), by=by)
    allowed = dict(Measure.objects.values_list("name", "comparator_allowed"))
    assert allowed["999 calls answered within 10 seconds"]
    assert not allowed["101 calls abandoned"]
    other = Comparator.objects.get()
    assert (other.measure.name, other.value, other.is_sound) == ("Days from offence recorded to charge", 346, False)


def test_the_real_promises_know_their_time_and_their_meeting(by):
    import_meeting(facts(MEETING), by=by, today=TODAY)
    import_commitments(facts(COMMITMENTS), at=clock.now(), by=by)
    late, kept = Commitment.objects.overdue(TODAY).get(), Commitment.objects.done().get()
    assert (late.due, late.due_precision) == (date(2022, 9, 30), "month")
    assert (kept.done_on, kept.done_precision, kept.evidence_kind) == (date(2021, 12, 31), "month", "told")
    assert Commitment.objects.filter(source_meeting__date=date(2023, 7, 11)).count() == 4
    bodies = [seat.body for seat in Board.objects.get(number=2).seats.order_by("id")]
    assert bodies == ["force", "office", "partner", "partner", "partner"]


BROKEN_MEETINGS = [
    (["series"], None, "series"),
    (["date"], "11 July", "date"),
    (["date"], "2023-02-30", "date"),
    (["priority"], "", "priority"),
    (["published_on"], "2023-07-01", "published_on"),
    (["question_deadline"], "2023-08-01", "question_deadline"),
    (["papers"], ["agenda", "gossip"], "papers"),
    (["papers", 1], 5, "papers[1]"),
    (["next", "date"], "soon", "next.date"),
    (["questions", 2, "area"], "Atlantis", "questions[2].area"),
    (["questions", 3, "asks"], "x" * 4001, "questions[3].asks"),
    (["questions", 1, "answer_points"], [], "questions[1].answer_points"),
    (["questions", 1, "answers"], "x", "questions[1].answers"),
    (["questions"], {"a": 1}, "questions"),
    (["sereis"], "x", "sereis"),
]


@pytest.mark.parametrize(("path", "value", "field"), BROKEN_MEETINGS)
def test_a_broken_meeting_is_refused_whole(path, value, field, by):
    with pytest.raises(FactsError) as caught:
        import_meeting(facts(changed(MEETING, path, value)), by=by, today=TODAY)
    assert caught.value.field == field
    kept = [model.objects.count() for model in (Series, Plan, Priority, Meeting, Paper, Question)]
    assert kept == [0] * 6


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (["measures", 0, "value"], "77", "measures[0].value"),
        (["measures", 0, "value"], None, "measures[0].value"),
        (["measures", 1, "unit"], "bananas", "measures[1].unit"),
        (["measures", 2, "comparator"], 346, "measures[2].comparator"),
        (["measures", 2, "comparator", "value"], None, "measures[2].comparator.value"),
        (["measures", 4, "approximate"], "nearly", "measures[4].approximate"),
        (["measures", 5, "period"], None, "measures[5].period"),
        (["measures", 5, "peroid"], "x", "measures[5].peroid"),
    ],
)
def test_broken_figures_are_refused_whole(path, value, field, by):
    with pytest.raises(FactsError) as caught:
        import_measures(facts(changed(MEASURES, path, value)), at=clock.now(), by=by)
    assert caught.value.field == field
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (["commitments", 0, "due"], "Smarch 2022", "commitments[0].due"),
        (["commitments", 0, "due_precision"], "day", "commitments[0].due_precision"),
        (["commitments", 1, "done"], "31 February 2022", "commitments[1].done"),
        (["commitments", 3, "what"], None, "commitments[3].what"),
        (["commitments", 3, "source"], None, "commitments[3].source"),
        (["boards", 1, "workstreams", 2], 7, "boards[1].workstreams[2]"),
        (["boards", 0, "name"], "", "boards[0].name"),
    ],
)
def test_broken_promises_are_refused_whole(path, value, field, by):
    with pytest.raises(FactsError) as caught:
        import_commitments(facts(changed(COMMITMENTS, path, value)), at=clock.now(), by=by)
    assert caught.value.field == field
    assert not Commitment.objects.exists()
    assert not Board.objects.exists()


def test_the_commands_load_and_say_what_is_wrong(by, tmp_path, capsys):
    call_command("import_meeting", questions_demo.FILES / "psm-2023-07-11.json", by=by.email)
    assert "11 July 2023" in capsys.readouterr().out
    call_command("import_asking_rules", questions_demo.FILES / "asking-rules.json", by=by.email)
    call_command("import_measures", measures_demo.FILE, by=by.email)
    call_command("import_commitments", commitments_demo.FILE, by=by.email)
    bad = tmp_path / "bad.json"
    bad.write_text('{"series": 5}')
    with pytest.raises(CommandError, match=r"bad\.json, field series: must be text\. Nothing was kept"):
        call_command("import_meeting", bad, by=by.email)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_meeting", Path("nowhere.json"), by=by.email)
    with pytest.raises(CommandError, match="Nobody with the e-mail"):
        call_command("import_meeting", bad, by="nobody@example.org")


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("2022-09-14", date(2022, 9, 14), "day"),
        ("14 September 2022", date(2022, 9, 14), "day"),
        ("February 2024", date(2024, 2, 29), "month"),
        ("2025", date(2025, 12, 31), "year"),
    ],
)
def test_a_time_is_read_as_exactly_as_it_was_given(words, day, precision):
    assert last_day(words) == (day, precision)
    if "-" not in words:
        assert in_words(day, precision) == words


@pytest.mark.parametrize(
    "words", ["", "soon", "Smarch 2022", "32 May 2022", "May", "2022-13-01", "May 22", "0 May 2022"]
)
def test_other_times_are_refused(words):
    with pytest.raises(ValueError):
        last_day(words)
