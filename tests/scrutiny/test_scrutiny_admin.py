"""The office's own pages: every list and form opens, costs the same for one row and for thirty, and acts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from derbyvoice.audit.models import Event, Reading
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import seal_for
from scrutiny.boards.models import Board, BoardMeeting, Seat, Workstream
from scrutiny.commitments.models import Commitment, Update
from scrutiny.measures.models import Comparator, Measure, Value
from scrutiny.meetings.models import AgendaItem, Meeting, Paper, Series
from scrutiny.plan.models import Plan, Priority
from scrutiny.questions import actions
from scrutiny.questions.models import Answer, AskingRule, AskingTerms, Question, QuestionStep
from tests.factories import make

pytestmark = pytest.mark.django_db
IN_ADMIN = [
    *(Plan, Priority, Series, Meeting, AgendaItem, Paper, Question, AskingRule, AskingTerms, Answer, QuestionStep),
    *(Measure, Value, Comparator, Board, Seat, Workstream, BoardMeeting, Commitment, Update),
]


@pytest.fixture
def office(client):
    user = make(User, role=roles.OFFICE_STAFF, is_staff=True)
    client.force_login(user)
    return user


def address(model, what, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


@pytest.mark.parametrize("model", IN_ADMIN)
def test_lists_cost_the_same_for_one_row_and_thirty(model, client, office, django_assert_num_queries):
    make(model)
    client.get(address(model, "changelist"))
    with django_assert_num_queries(100, exact=False) as few:
        assert client.get(address(model, "changelist")).status_code == 200
    for _ in range(29):
        make(model)
    with django_assert_num_queries(len(few.captured_queries), exact=False):
        assert client.get(address(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", IN_ADMIN)
def test_rows_and_empty_forms_open(model, client, office):
    row = make(model)
    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.get(address(model, "history", row.pk)).status_code == 200
    assert client.get(address(model, "add")).status_code in (200, 403)
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", [roles.RESEARCHER, roles.FORCE_DESK, roles.PROVIDER_WORKER])
def test_other_roles_see_none_of_it(role, client):
    client.force_login(make(User, role=role))
    assert client.get(address(Question, "changelist")).status_code in (302, 403)


def test_a_meeting_is_planned_announced_and_published(client, office):
    series, priority = make(Series), make(Priority)
    told = {"series": series.pk, "date": "2026-12-01", "starts": "", "place": "Town hall", "priority": priority.pk}
    client.post(address(Meeting, "add"), {**told, "question_deadline": "2026-11-28"})
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.address) == ("draft", "2026-12-01")
    assert client.get(reverse("overview_meeting", args=[meeting.address])).status_code == 404
    for to in ("announced", "held", "published"):
        day = "2026-12-08" if to == "published" else ""
        changes = {"starts": "", "place": "Hall", "priority": priority.pk, "question_deadline": "", "to": to}
        answer = client.post(address(Meeting, "change", meeting.pk), {**changes, "published_on": day})
        assert answer.status_code == 302, answer.content.decode()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.published_on) == ("published", date(2026, 12, 8))
    assert Event.objects.filter(verb="meeting_moved", by=office).count() == 3


def test_a_published_record_without_a_day_is_refused_at_the_form(client, office):
    meeting = make(Meeting, state="held")
    changes = {
        "starts": "",
        "place": "",
        "priority": "",
        "question_deadline": "",
        "published_on": "",
        "to": "published",
    }
    page = client.post(address(Meeting, "change", meeting.pk), changes)
    assert "Say on which day the record was published" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_reading_the_askers_words_is_recorded_and_the_list_shows_none(client, office):
    words = "My neighbour on 01632 960123 says so. Why?"
    question = make(Question, own_words=seal_for(Question, "own_words", words), public_words="")
    assert "neighbour" not in client.get(address(Question, "changelist")).content.decode()
    assert not Reading.objects.exists()
    page = client.get(address(Question, "change", question.pk)).content.decode()
    assert words in page
    assert "My neighbour on [telephone number] says so. Why?" in page
    assert Reading.objects.get().by == office


def decide(client, question, decision, **told):
    """Decide on the page as it stands now, unless the test says which answer it showed."""
    answer = question.answers.filter(is_current=True).first()
    empty = {"public_words": "", "rule": "", "into": "", "note": "", "seen_answer": answer.pk if answer else ""}
    return client.post(address(Question, "change", question.pk), {**empty, "decision": decision, **told})


def test_a_decision_without_what_it_needs_is_refused_at_the_field(client, office):
    question = make(Question, public_words="")
    for decision in ("accept", "decline", "merge"):
        assert "Fill this in for" in decide(client, question, decision).content.decode()
    question.refresh_from_db()
    assert question.state == "waiting"


def test_words_for_the_public_change_only_while_the_question_waits(client, office):
    question = make(Question, state="accepted", public_words="Why is it so?")
    assert decide(client, question, "send", public_words="Something else").status_code == 302
    question.refresh_from_db()
    assert (question.state, question.public_words) == ("with_force", "Why is it so?")
    again = make(Question, state="accepted", public_words="Wy?")
    assert decide(client, again, "reconsider").status_code == 302
    assert decide(client, again, "accept", public_words="Why?").status_code == 302
    again.refresh_from_db()
    assert (again.state, again.public_words) == ("accepted", "Why?")


def test_taking_declining_and_merging(client, office):
    taken, declined, merged = make(Question), make(Question), make(Question)
    make(AskingTerms)
    assert decide(client, taken, "accept_and_send", public_words="Why is it so?").status_code == 302
    assert decide(client, declined, "decline", rule=make(AskingRule).pk).status_code == 302
    assert decide(client, merged, "merge", into=taken.reference).status_code == 302
    states = [Question.objects.get(pk=row.pk).state for row in (taken, declined, merged)]
    assert states == ["with_force", "declined", "merged"]


def test_an_answer_that_may_tell_of_a_person_takes_two(client, office):
    question = make(Question, state="answered")
    make(Answer, question=question, words="Ring 01632 960123.", needs_second_person=True)
    assert "Another person must publish" in decide(client, question, "publish").content.decode()
    assert decide(client, question, "check").status_code == 302
    assert "Another person must publish" in decide(client, question, "publish").content.decode()
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    assert decide(client, question, "publish").status_code == 302
    assert Question.objects.get(pk=question.pk).state == "published"


@pytest.mark.parametrize("decision", ["publish", "check", "second", "send_back"])
def test_an_answer_that_changed_after_the_page_was_opened_is_read_first(client, office, decision):
    question = make(Question, state="answered")
    read = make(Answer, question=question, words="We will.")
    page = client.get(address(Question, "change", question.pk)).content.decode()
    assert f'name="seen_answer" value="{read.pk}"' in page
    newer = actions.write_answer(question, words="We will not.", at=clock.now(), by=office)
    refused = decide(client, question, decision, note="Say when, please.", seen_answer=read.pk).content.decode()
    assert "The force wrote another answer" in refused
    assert "We will not." in refused
    assert "Say when, please." in refused
    assert f'name="seen_answer" value="{newer.pk}"' in refused
    assert Question.objects.get(pk=question.pk).state == "answered"
    newer.refresh_from_db()
    assert (newer.checked_by, newer.released_by, newer.note) == (None, None, "")
    with pytest.raises(ValidationError, match="another answer"):
        actions.publish(question, at=clock.now(), by=office, seen=read.pk)
    assert decide(client, question, decision, note="Say when, please.").status_code == 302


def test_an_unconfirmed_question_can_be_seen_and_not_decided(client, office):
    question = make(Question, state="unconfirmed", public_words="")
    assert client.get(address(Question, "change", question.pk)).status_code == 200
    assert decide(client, question, "accept", public_words="x").status_code == 403


def test_a_promise_is_followed_up_and_closed_with_evidence(client, office):
    told = {"what": "Answer calls", "owner": "force", "partner": "", "post": "", "source": "A meeting", "finding": ""}
    told |= {"source_meeting": "", "measure": "", "asked_in": "", "due_in_words": "September 2026"}
    assert client.post(address(Commitment, "add"), told).status_code == 302
    promise = Commitment.objects.get()
    assert (promise.due, promise.due_precision) == (date(2026, 9, 30), "month")
    more = {"to": "", "news": "Half way", "done_in_words": "", "proof": "", "proof_kind": "", "proof_link": ""}
    assert client.post(address(Commitment, "change", promise.pk), {**told, **more}).status_code == 302
    assert promise.updates.get().words == "Half way"
    page = client.post(address(Commitment, "change", promise.pk), {**told, **more, "to": "done"})
    assert "done when there is evidence" in page.content.decode()
    proof = {"to": "done", "done_in_words": "3 October 2026", "proof": "The report", "proof_kind": "seen"}
    assert client.post(address(Commitment, "change", promise.pk), {**told, **more, **proof}).status_code == 302
    promise.refresh_from_db()
    assert (promise.state, promise.done_on) == ("done", date(2026, 10, 3))


def test_a_value_is_corrected_by_another_row(client, office):
    measure = make(Measure)
    told = {"measure": measure.pk, "change": "", "period_words": "2025/26", "period_start": "", "period_end": ""}
    for value in ("70", "71"):
        answer = client.post(address(Value, "add"), {**told, "reported": "", "value": value})
        assert answer.status_code == 302, answer.content.decode()
    assert list(measure.values.order_by("id").values_list("value", "is_current")) == [(70, False), (71, True)]


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("agenda.pdf", b"%PDF-1.7 text", True),
        ("../../etc/passwd.pdf", b"%PDF-1.7 text", True),
        ("agenda.pdf", b"<html><script>1</script>", False),
        ("agenda.html", b"%PDF-1.7 text", False),
        ("agenda.svg", b"<svg onload=alert(1)>", False),
        ("agenda.exe", b"PK\x03\x04", False),
    ],
)
def test_papers_are_known_by_their_content(name, content, kept, client, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile(name, content)
    told = {"meeting": make(Meeting).pk, "kind": "agenda", "title": "Agenda", "link": "", "captions": ""}
    page = client.post(address(Paper, "add"), {**told, "file": file})
    assert page.status_code == (302 if kept else 200)
    assert Paper.objects.count() == int(kept)
    inside = [path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*.pdf")]
    assert inside == ["papers"] * kept


def test_a_comparator_is_refused_where_the_figure_may_not_be_compared(client, office):
    told = {"area": "England", "value": "5", "period_words": "", "period_start": "", "period_end": ""}
    told |= {"definition": "", "source": "", "caveat": "", "measure": make(Measure).pk}
    assert "may not be compared" in client.post(address(Comparator, "add"), told).content.decode()
    assert not Comparator.objects.exists()


def test_a_body_leaves_a_board_on_a_day(client, office):
    seat = make(Seat, valid_to=None)
    page = client.post(address(Seat, "change", seat.pk), {"valid_to": ""})
    assert page.status_code == 200
    assert "This field is required" in page.content.decode()
    assert not Event.objects.filter(verb="seat_ended").exists()
    assert client.post(address(Seat, "change", seat.pk), {"valid_to": "2030-01-31"}).status_code == 302
    seat.refresh_from_db()
    assert seat.valid_to == date(2030, 1, 31)


def test_what_was_noted_of_a_boards_meeting_is_corrected_and_not_doubled(client, office):
    meeting = make(BoardMeeting, date=date(2026, 3, 4), words="Typed wrong")
    right = {"date": "2026-03-05", "words": "", "link": ""}
    assert client.post(address(BoardMeeting, "change", meeting.pk), right).status_code == 302
    assert [(row.date, row.words) for row in BoardMeeting.objects.all()] == [(date(2026, 3, 5), "")]
    assert Event.objects.filter(verb="board_meeting_changed").count() == 1


def test_a_point_of_an_agenda_is_corrected(client, office):
    item = make(AgendaItem, title="Anser times")
    right = {"title": "Answer times", "words": ""}
    assert client.post(address(AgendaItem, "change", item.pk), right).status_code == 302
    item.refresh_from_db()
    assert item.title == "Answer times"
    assert Event.objects.filter(verb="agenda_item_changed").count() == 1


def test_a_file_is_taken_off_a_paper_again(client, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    told = {"meeting": make(Meeting).pk, "kind": "papers", "title": "Report", "link": "", "captions": ""}
    client.post(address(Paper, "add"), {**told, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 words")})
    paper = Paper.objects.get()
    assert client.post(address(Paper, "change", paper.pk), {**told, "file-clear": "on"}).status_code == 302
    paper.refresh_from_db()
    assert not paper.file
    assert client.get(reverse("meetings_paper", args=[paper.pk])).status_code == 404
