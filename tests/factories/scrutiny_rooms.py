from datetime import UTC, date, datetime
from decimal import Decimal

from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import lookup, seal_for
from scrutiny.boards.models import Board, BoardMeeting, Seat, Workstream
from scrutiny.commitments.models import Commitment, Update
from scrutiny.measures.models import Comparator, Measure, Value
from scrutiny.meetings.models import AgendaItem, Meeting, Paper, Series
from scrutiny.plan.models import Plan, Priority
from scrutiny.questions.models import Answer, Asker, AskingRule, AskingTerms, Question, QuestionStep
from tests.factories import make, number, recipe

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def staff():
    return make(User, role=roles.OFFICE_STAFF)


@recipe(Plan)
def plan(**fields):
    return Plan.objects.create(**{"title": f"Plan {next(number)}", "first_year": 2021, "last_year": 2025, **fields})


@recipe(Priority)
def priority(**fields):
    plan = fields.pop("plan", None) or make(Plan)
    return Priority.objects.create(**{"plan": plan, "name": f"Priority {next(number)}", **fields})


@recipe(Series)
def series(**fields):
    return Series.objects.create(**{"name": f"Series {next(number)}", **fields})


@recipe(Meeting)
def meeting(**fields):
    n = next(number)
    series = fields.pop("series", None) or make(Series)
    facts = {"date": date(2026, 7, 1), "address": f"meeting-{n}", "state": "announced"}
    return Meeting.objects.create(**{"series": series, **facts, **fields})


@recipe(AgendaItem)
def agenda_item(**fields):
    meeting = fields.pop("meeting", None) or make(Meeting)
    return AgendaItem.objects.create(**{"meeting": meeting, "position": next(number), "title": "Welcome", **fields})


@recipe(Paper)
def paper(**fields):
    meeting = fields.pop("meeting", None) or make(Meeting)
    by = fields.pop("added_by", None) or staff()
    facts = {"kind": "agenda", "title": "Agenda", "link": "https://example.org/agenda", "added_at": NOON}
    return Paper.objects.create(**{"meeting": meeting, "added_by": by, **facts, **fields})


@recipe(AskingRule)
def asking_rule(**fields):
    n = next(number)
    facts = {"key": f"rule-{n}", "sentence": f"Rule {n}.", "declined_words": "It is about one case.", "position": n}
    return AskingRule.objects.create(**{**facts, **fields})


@recipe(AskingTerms)
def asking_terms(**fields):
    return AskingTerms.objects.create(**fields)


NEEDS = {
    "declined": lambda: {"declined_by_rule": make(AskingRule)},
    "merged": lambda: {"merged_into": make(Question, state="accepted")},
    "published": lambda: {"published_at": NOON, "published_by": staff()},
}
NEEDS_NAMES = {"declined_by_rule", "merged_into"}


@recipe(Question)
def question(*, state="waiting", **fields):
    """In the state that is asked for, with what that state needs."""
    facts = {"reference": f"Q{next(number):07d}", "asked_at": NOON, "moved_at": NOON, "state": state}
    needs = NEEDS[state]() if state in NEEDS and not (NEEDS_NAMES & set(fields)) else {}
    words = {"own_words": seal_for(Question, "own_words", "Why is it so?"), "public_words": "Why is it so?"}
    return Question.objects.create(**{**facts, **words, **needs, **fields})


@recipe(Asker)
def asker(*, address="robin@example.org", **fields):
    question = fields.pop("question", None) or make(Question)
    facts = {"email": seal_for(Asker, "email", address), "email_hash": lookup("asker", address)}
    return Asker.objects.create(**{"question": question, "asked_on": NOON.date(), **facts, **fields})


@recipe(QuestionStep)
def question_step(**fields):
    question = fields.pop("question", None) or make(Question)
    states = {"from_state": "unconfirmed", "to_state": "waiting"}
    return QuestionStep.objects.create(**{"question": question, "at": NOON, **states, **fields})


@recipe(Answer)
def answer(**fields):
    question = fields.pop("question", None) or make(Question, state="answered")
    by = fields.pop("written_by", None) or staff()
    facts = {"words": "Because it is.", "written_at": NOON, "written_by": by}
    return Answer.objects.create(**{"question": question, **facts, **fields})


@recipe(Measure)
def measure(**fields):
    n = next(number)
    facts = {"number": n, "name": f"Measure {n}", "unit": "percent", "comparator_reason": "Nothing to compare with."}
    return Measure.objects.create(**{**facts, **fields})


@recipe(Value)
def value(**fields):
    measure = fields.pop("measure", None) or make(Measure)
    by = fields.pop("recorded_by", None) or staff()
    facts = {"value": Decimal("77"), "reported": f"Meeting {next(number)}", "recorded_at": NOON, "recorded_by": by}
    return Value.objects.create(**{"measure": measure, **facts, **fields})


@recipe(Comparator)
def comparator(**fields):
    measure = fields.pop("measure", None) or make(Measure, comparator_allowed=True)
    return Comparator.objects.create(**{"measure": measure, "area": "England", "value": Decimal("80"), **fields})


@recipe(Board)
def board(**fields):
    n = next(number)
    return Board.objects.create(**{"number": n, "name": f"Board {n}", **fields})


@recipe(Seat)
def seat(**fields):
    board = fields.pop("board", None) or make(Board)
    return Seat.objects.create(**{"board": board, "kind": "chair", "body": "force", **fields})


@recipe(Workstream)
def workstream(**fields):
    board = fields.pop("board", None) or make(Board)
    return Workstream.objects.create(**{"board": board, "name": f"Strand {next(number)}", **fields})


@recipe(BoardMeeting)
def board_meeting(**fields):
    board = fields.pop("board", None) or make(Board)
    return BoardMeeting.objects.create(**{"board": board, "date": date(2026, 6, 1), **fields})


@recipe(Commitment)
def commitment(**fields):
    n = next(number)
    by = fields.pop("recorded_by", None) or staff()
    facts = {"number": n, "what": f"Promise {n}", "owner": "force", "source": "A meeting", "recorded_at": NOON}
    done = {"done_on": date(2026, 5, 1), "done_precision": "day", "evidence": "Seen", "evidence_kind": "seen"}
    kept = done if fields.get("state") == "done" else {}
    return Commitment.objects.create(**{"recorded_by": by, **facts, **kept, **fields})


@recipe(Update)
def update(**fields):
    commitment = fields.pop("commitment", None) or make(Commitment)
    by = fields.pop("by", None) or staff()
    facts = {"at": NOON, "words": "Under way", "from_state": "open", "to_state": "open"}
    return Update.objects.create(**{"commitment": commitment, "by": by, **facts, **fields})
