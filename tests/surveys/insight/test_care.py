"""One reads at a time, anybody may pass something on, enough is enough, and what was looked for is kept nowhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from derbyvoice.audit.models import Event, Reading
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.models import Note
from surveys.insight import actions
from surveys.insight.actions import searching
from surveys.insight.care import exposure, unread
from surveys.insight.choices import PassedOn
from surveys.insight.models import CareTerms, Claim, HandOver, Search, Theme
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response, Words
from tests.factories import make

pytestmark = pytest.mark.django_db
SECRET = "The kestrel over the mill saw it"


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True)


@pytest.fixture
def reader():
    return make(User, role=roles.RESEARCHER)


@pytest.fixture
def colleague():
    return make(User, role=roles.RESEARCHER)


def account(survey, said="It was kind.", **fields):
    row = make(Response, version=survey.current, **fields)
    make(Words, response=row, said=said)
    return row


def test_the_oldest_first_and_never_two_at_once(survey, reader, colleague):
    rows = [account(survey) for _ in range(3)]
    make(Response, version=survey.current)  # nothing written
    account(survey, may_read=False)
    assert actions.take_next(by=reader) == rows[0]
    assert actions.take_next(by=reader) == rows[0]
    assert actions.take_next(by=colleague) == rows[1]
    actions.open_response(response=rows[0], by=reader, why="To learn")
    assert actions.take_next(by=reader) == rows[2]
    actions.open_response(response=rows[2], by=reader, why="To learn")
    assert actions.take_next(by=reader) is None


def test_what_is_added_later_waits_to_be_read_too(survey, reader):
    row = account(survey)
    actions.open_response(response=row, by=reader, why="To learn")
    assert actions.take_next(by=reader) is None
    make(Words, response=row, question="+1", added_on=clock.today(), said="She rang back.")
    assert actions.take_next(by=reader) == row
    actions.open_response(response=row, by=reader, why="To learn")
    assert actions.take_next(by=reader) is None


def test_a_claim_ends_and_stopping_ends_it_at_once(survey, reader, colleague):
    row = account(survey)
    actions.take_next(by=reader)
    assert actions.take_next(by=colleague) is None
    assert actions.stop_for_today(by=reader) == 1
    assert actions.take_next(by=colleague) == row
    Claim.objects.update(until=clock.now() - timedelta(minutes=1), claimed_at=clock.now() - timedelta(hours=2))
    assert actions.take_next(by=reader) == row
    assert Claim.objects.get().claimed_by == reader


def test_only_researchers_are_offered_anything(survey):
    account(survey)
    assert actions.take_next(by=make(User, role=roles.OFFICE_STAFF)) is None


def test_passed_on_without_blame(client, survey, reader, colleague):
    row = account(survey)
    actions.take_next(by=reader)
    actions.pass_on(response=row, to=colleague, reason=PassedOn.TOO_CLOSE, by=reader)
    assert not unread(reader, clock.now()).exists()
    assert list(HandOver.objects.waiting_for(colleague)) == [HandOver.objects.get()]
    assert not HandOver.objects.waiting_for(make(User, role=roles.RESEARCHER)).exists()
    with pytest.raises(ValidationError, match="already"):
        actions.pass_on(response=row, reason=PassedOn.TOO_MUCH, by=colleague)
    assert "too close" not in str(list(Event.objects.values_list("facts", flat=True)))
    client.force_login(colleague)
    assert (
        "asks you to take it: “It is too close to my own life”" in client.get("/desk/insight/reading/").content.decode()
    )
    assert actions.take_up(hand_over=HandOver.objects.get(), by=colleague) == row
    with pytest.raises(ValidationError, match="already"):
        actions.take_up(hand_over=HandOver.objects.get(), by=colleague)


@pytest.mark.parametrize("gone", ["role", "account"])
def test_what_was_passed_to_somebody_who_left_is_for_whoever_can(client, survey, reader, colleague, gone):
    row = account(survey)
    actions.pass_on(response=row, to=colleague, reason=PassedOn.TOO_MUCH, by=reader)
    if gone == "role":
        colleague.grants.update(ended_at=clock.now())
    else:
        User.objects.filter(pk=colleague.pk).update(is_active=False)
    third = make(User, role=roles.RESEARCHER)
    client.force_login(third)
    assert "asks whoever can to take it" in client.get("/desk/insight/reading/").content.decode()
    assert actions.take_up(hand_over=HandOver.objects.get(), by=third) == row


@pytest.mark.parametrize("role", [roles.OFFICE_STAFF, roles.COMMISSIONER])
def test_it_is_passed_only_to_those_who_may_read(survey, reader, role):
    row = account(survey)
    with pytest.raises(ValidationError, match="who may read"):
        actions.pass_on(response=row, to=make(User, role=role), reason=PassedOn.KNOWN, by=reader)
    with pytest.raises(ValidationError, match="colleague"):
        actions.pass_on(response=row, to=reader, reason=PassedOn.KNOWN, by=reader)


def test_how_much_somebody_read_counts_each_account_once(survey, reader):
    rows = [account(survey) for _ in range(3)]
    for row in (*rows, rows[0]):
        actions.open_response(response=row, by=reader, why="To learn")
    seen = exposure(reader, clock.now())
    assert (seen.today, seen.week, seen.is_enough) == (3, 3, False)
    later = exposure(reader, clock.now() + timedelta(days=8))
    assert (later.today, later.week) == (0, 0)


def test_enough_is_said_kindly_and_forbids_nothing(client, survey, reader):
    make(CareTerms, a_day=1, line_name="Staff line", line_number="01632 960100")
    first, second = account(survey), account(survey)
    client.force_login(reader)
    assert str(first.reference) in client.post("/desk/insight/reading/")["Location"]
    client.get(f"/desk/insight/responses/{first.reference}/")
    assert client.post("/desk/insight/reading/")["Location"] == "/desk/insight/reading/enough/"
    page = client.get("/desk/insight/reading/enough/").content.decode()
    assert "Staff line" in page
    assert "01632 960100" in page
    assert str(second.reference) in client.post("/desk/insight/reading/", {"on": "yes"})["Location"]
    client.post("/desk/insight/reading/enough/")
    assert not Claim.objects.filter(until__gt=clock.now()).exists()


def test_there_is_one_row_of_terms(reader):
    actions.keep_terms(CareTerms(), by=reader, a_day=10)
    with pytest.raises(ValidationError, match="one already"):
        actions.keep_terms(CareTerms(), by=reader)
    with pytest.raises(ValidationError, match="Between"):
        actions.keep_terms(CareTerms.objects.get(), by=reader, a_day=0)


def test_words_are_veiled_until_they_are_opened(client, survey, reader):
    row = account(survey, said=SECRET)
    client.force_login(reader)
    page = client.get(f"/desk/insight/responses/{row.reference}/").content.decode()
    assert SECRET in page.split("<summary")[1].split("</details>")[0].split("</summary>")[1]
    assert '<details class="dv-veil" open' not in page


# Searching


def test_a_search_finds_only_what_may_be_read_and_keeps_no_word(client, survey, reader):
    seen = account(survey, said=SECRET)
    account(survey, said=SECRET, may_read=False)
    note = make(Note, said="A KESTREL again")
    client.force_login(reader)
    page = client.post("/desk/insight/search/", {"words": "Kestrel"}).content.decode()
    assert "Looked through 2 of 2" in page
    assert str(seen.reference) in page
    assert f"/desk/insight/notes/{note.pk}/" in page
    row = Search.objects.get()
    assert (row.by, row.looked_through, len(row.shown)) == (reader, 2, 2)
    assert Reading.objects.get().subject_type == "insight.search"
    with connection.cursor() as cursor:
        for table in ("insight_search", "audit_reading", "audit_event"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "estrel" not in str(cursor.fetchall())
    assert unread(reader, clock.now()).exists()


def test_a_search_is_bounded_and_goes_on(client, survey, reader, monkeypatch):
    for number in range(7):
        account(survey, said=f"rang {number}")
    make(Note, said="rang too")
    monkeypatch.setattr(searching, "LOOK_AT_ONCE", 3)
    found, last, looked, hits = None, "", 0, []
    while found is None or last:
        found = actions.search(words="rang", by=reader, last=last, looked=looked)
        last, looked = found.last, found.looked
        hits += [hit.source.pk for hit in found.hits]
        assert len(hits) < 20
    assert (looked, found.of, len(hits), found.last) == (8, 8, 8, "")


@pytest.mark.parametrize("words", ["", " ", "ab", "\x00", "x" * 81])
def test_strange_words_to_look_for_are_refused_at_the_field(client, reader, words):
    client.force_login(reader)
    answer = client.post("/desk/insight/search/", {"words": words})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Search.objects.exists()


@pytest.mark.parametrize("last", ["w-9999999999999999999", "n-", "x", "w-\x00", "w--1"])
def test_a_strange_place_to_go_on_from_is_harmless(client, survey, reader, last):
    account(survey, said=SECRET)
    client.force_login(reader)
    answer = client.post("/desk/insight/search/", {"words": "kestrel", "last": last, "looked": "9" * 30})
    assert answer.status_code == 200


def test_somebody_who_looks_too_often_is_asked_to_wait(client, reader, monkeypatch):
    monkeypatch.setattr("surveys.insight.views.searching.MOST", 2)
    client.force_login(reader)
    answers = [client.post("/desk/insight/search/", {"words": "kestrel"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_only_words_that_enough_people_used_stand_out(client, survey, reader):
    for _ in range(6):
        account(survey, said="They never rang. Zebrawood" if not Words.objects.exists() else "They never rang.")
    other = make(Survey, opened=True)
    for _ in range(6):
        account(other, said="The tea was good.")
    client.force_login(reader)
    page = client.post("/desk/insight/words/", {"survey": survey.pk}).content.decode()
    assert "<strong>rang</strong>" in page
    assert "about 5 people" in page
    assert "zebrawood" not in page
    assert "zebrawood" not in str(list(Event.objects.values_list("facts", flat=True)))
    theme = make(Theme)
    assert "No word stands out" in client.post("/desk/insight/words/", {"theme": theme.pk}).content.decode()
    assert "one of them" in client.post("/desk/insight/words/", {}).content.decode()
