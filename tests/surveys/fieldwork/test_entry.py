"""Paper forms and telephone answers, typed in: what becomes of them, who may, and that nobody can tell afterwards."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from derbyvoice.audit.actors import CLOCK
from derbyvoice.audit.models import Event
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.fieldwork.actions import entry as actions
from surveys.fieldwork.models import Batch, Entry
from surveys.insight.actions import count_answers
from surveys.insight.models import Tally
from surveys.questionnaires.answers import Answer
from surveys.questionnaires.models import Survey
from surveys.responses.models import Response, Uncounted, Words
from surveys.retention import actions as retention
from surveys.retention.models import KeepingRule
from tests.factories import make

pytestmark = pytest.mark.django_db
TYPED = {"q1": "2", "q2": "1 4", "q3": "4", "q4": "Ring back.", "q5": "r", "q6": "The nurse was kind."}
AGREED = {"consents": ["count", "read"]}


@pytest.fixture
def typist(client):
    user = make(User, role=roles.OFFICE_STAFF)
    client.force_login(user)
    return user


@pytest.fixture
def batch():
    version = make(Survey, slug="how-was-it", opened=True).current
    return make(Batch, version=version)


def send(client, batch, page="form/", **fields):
    told = {"number": "1", "form_id": uuid4(), "keep": "1", **TYPED, **AGREED, **fields}
    return client.post(f"/desk/entry/{batch.pk}/{page}", told)


def test_a_batch_is_begun_and_a_form_becomes_a_response(client, typist, batch):
    told = {"version": batch.version_id, "channel": "telephone", "name": "Calls of June", "sample": "10"}
    page = client.post("/desk/entry/new/", told)["Location"]
    begun = Batch.objects.get(name="Calls of June")
    assert page == f"/desk/entry/{begun.pk}/form/"
    assert "Did you feel heard?" in client.get(page).content.decode()
    assert send(client, begun, number="7").status_code == 302
    response = Response.objects.get()
    assert (response.answers, response.channel) == ([2, 5, 4, 1, -2, 1], "telephone")
    assert (response.may_count, response.may_read, response.may_quote) == (True, True, False)
    assert {open_words(row, "sealed", purpose="voice") for row in Words.objects.all()} == {
        "Ring back.",
        "The nurse was kind.",
    }
    assert Entry.objects.get().number == 7
    assert 'value="8"' in client.get(page).content.decode()


def test_it_is_counted_with_its_channel(client, typist, batch):
    send(client, batch)
    assert set(Uncounted.objects.values_list("channel", flat=True)) == {"paper"}
    count_answers(by=CLOCK)
    assert Tally.objects.filter(position=0, code=2).get().number == 1


def test_without_consent_to_be_counted_it_is_not(client, typist, batch):
    send(client, batch, consents=[])
    assert not Uncounted.objects.exists()
    assert Response.objects.get().consents == frozenset()


def test_looking_keeps_nothing(client, typist, batch):
    page = client.post(f"/desk/entry/{batch.pk}/form/", {"number": "1", "form_id": uuid4(), **TYPED})
    assert "The answers fit together" in page.content.decode()
    assert "The nurse was kind." in page.content.decode()
    assert not Response.objects.exists()


def test_what_leads_nowhere_is_said_and_dropped_only_when_confirmed(client, typist, batch):
    shown = send(client, batch, q3="9").content.decode()
    assert "One answer leads nowhere" in shown
    assert "question 4 would not have been asked" in " ".join(shown.split())
    assert "After these answers this question is not asked" in shown
    assert not Response.objects.exists()
    assert send(client, batch, q3="9", drop="something_else").status_code == 200
    assert send(client, batch, q3="9", drop="what_went_wrong").status_code == 302
    assert Response.objects.get().answers == [2, 5, 9, None, -2, 1]
    assert set(Words.objects.values_list("question", flat=True)) == {"good_thing"}


def test_what_is_left_empty_is_skipped(client, typist, batch):
    send(client, batch, **dict.fromkeys(TYPED, ""))
    assert Response.objects.get().answers == [-1, -1, -1, None, -1, -1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("q1", "9"), ("q2", "1 3"), ("q3", "eleven"), ("q6", "x" * 2001), ("q6", "\x00"), ("number", "0"),
        ("number", "x"), ("form_id", "x"), ("consents", ["no-such"]), ("consents", ["contact"]),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_stays_typed(client, typist, batch, field, value):
    page = send(client, batch, **{field: value})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert "Ring back." in page.content.decode()
    assert not Response.objects.exists()


def test_a_day_to_come_is_refused_and_an_earlier_one_kept(client, typist, batch):
    day = clock.today() + timedelta(days=1)
    parts = {"told_on_day": day.day, "told_on_month": day.month, "told_on_year": day.year}
    assert "a day that is past" in send(client, batch, **parts).content.decode()
    earlier = clock.today() - timedelta(days=300)
    send(client, batch, **day_of(earlier))
    assert Response.objects.get().submitted_on == earlier


def day_of(day):
    return {"told_on_day": str(day.day), "told_on_month": str(day.month), "told_on_year": str(day.year)}


@pytest.mark.parametrize("year", ["1025", "2016"])
def test_a_year_that_is_a_slip_of_the_hand_is_refused_with_the_first_day_that_is_taken(client, typist, batch, year):
    page = send(client, batch, told_on_day="3", told_on_month="2", told_on_year=year).content.decode()
    first = actions.first_day_taken(clock.today())
    assert f"Check the year. Enter a day from {first:%-d %B %Y} on" in page
    assert "Ring back." in page
    assert not Response.objects.exists()


def test_a_form_can_be_two_years_old_and_no_older(client, typist, batch):
    first = actions.first_day_taken(clock.today())
    assert "Check the year" in send(client, batch, **day_of(first - timedelta(days=1))).content.decode()
    assert send(client, batch, **day_of(first)).status_code == 302
    row = Response.objects.get()
    assert (row.submitted_on, row.received_on) == (first, clock.today())


def test_the_day_is_weighed_again_where_the_form_becomes_a_response(typist, batch):
    told = {"answers": {}, "consents": frozenset(), "address": "", "slip": False, "number": 1, "form_id": uuid4()}
    with pytest.raises(ValidationError, match="Check the year"):
        actions.enter(batch=batch, told_on=date(2016, 2, 3), by=typist, **told)


def test_an_old_form_is_kept_as_long_as_any_other_from_the_day_it_was_typed_in(client, typist, batch):
    """A rule of 30 days counts from the day the form came to us: the words do not go the same night."""
    make(KeepingRule, state="done", method="delete", days=30)
    send(client, batch, **day_of(clock.today() - timedelta(days=300)))
    swept = {"now": clock.now(), "by": CLOCK}
    assert retention.sweep(day=clock.today(), **swept)["deleted"] == 0
    assert retention.sweep(day=clock.today() + timedelta(days=30), **swept)["deleted"] == 0
    assert Words.objects.exists()
    assert retention.sweep(day=clock.today() + timedelta(days=31), **swept)["deleted"] == 1


def test_the_same_form_twice_is_one_response(client, typist, batch):
    form_id = uuid4()
    for _ in range(2):
        assert send(client, batch, form_id=form_id).status_code == 302
    assert Response.objects.count() == 1
    assert "typed in already" in send(client, batch).content.decode(), "another form with the same number"
    assert Response.objects.count() == 1


def test_return_words_stand_on_the_slip_alone(client, typist, batch):
    form_id = uuid4()
    slip = send(client, batch, slip="on", form_id=form_id)
    words = slip.context["words"]
    assert words in slip.content.decode()
    assert slip["Cache-Control"] == "no-store"
    again = send(client, batch, slip="on", form_id=form_id)
    assert again.status_code == 302, "sent again, the words are not shown again"
    browser = Client()
    browser.post("/back/", {"return_words": words})
    assert "The nurse was kind." in browser.get("/back/sent/").content.decode()
    assert words not in repr(list(Event.objects.values("facts")))


# The second typing


@pytest.fixture
def second():
    client = Client()
    client.force_login(make(User, role=roles.RESEARCHER))
    return client


def test_somebody_else_types_a_sample_again_and_sees_what_differs(client, typist, batch, second):
    send(client, batch)
    page = "again/1/"
    assert "Somebody else must" in send(client, batch, page).content.decode()
    shown = second.get(f"/desk/entry/{batch.pk}/{page}").content.decode()
    assert "Ring back." not in shown, "the first typing is not shown"
    differs = send(second, batch, page, q1="3", q6="").content.decode()
    assert "2 differences" in differs
    assert "Partly" in differs
    assert "Something is written" in differs
    assert "The nurse" not in differs
    assert Entry.objects.get().differences == 2
    send(second, batch, f"{page}take-out/", sure="yes")
    assert not Entry.objects.exists()
    assert Response.objects.get().state == "withdrawn"
    assert sum(Uncounted.objects.values_list("sign", flat=True)) == 0
    assert send(client, batch).status_code == 302, "the same number can be typed again"


def test_the_same_typing_is_the_same(client, typist, batch, second):
    send(client, batch)
    assert "is the same both times" in send(second, batch, "again/1/").content.decode()


def test_what_was_taken_back_cannot_be_compared(client, typist, batch, second):
    words = send(client, batch, slip="on").context["words"]
    browser = Client()
    browser.post("/back/", {"return_words": words})
    browser.post("/back/take-back/", {"sure": "yes"})
    assert Response.objects.get().state == "withdrawn"
    assert "took this response back" in send(second, batch, "again/1/").content.decode()


def test_a_sample_is_about_as_large_as_asked(batch):
    batch.sample = 10
    assert 40 <= sum(actions.in_sample(batch, number) for number in range(1000)) <= 160
    batch.sample = 0
    assert not any(actions.in_sample(batch, number) for number in range(100))
    batch.sample = 1
    assert all(actions.in_sample(batch, number) for number in range(100))


def test_a_finished_batch_forgets_whose_form_it_was(client, typist, batch):
    send(client, batch)
    client.post(f"/desk/entry/{batch.pk}/", {"finish": "yes"})
    assert Entry.objects.get().response is None
    assert Response.objects.filter(state="received").exists()
    assert "finished" in send(client, batch, number="2").content.decode()
    assert Response.objects.count() == 1
    with pytest.raises(ValidationError):
        actions.take_out(entry=Entry.objects.get(), by=typist)


def test_every_answer_of_a_path_is_there(batch):
    path = actions.whole_path(batch.version.parsed, {"helpful": Answer(number=9)})
    assert list(path) == ["heard", "helped_by", "helpful", "again", "good_thing"]


def test_others_are_refused(client, batch):
    for role in set(roles.ROLES.values()) - {roles.RESEARCHER, roles.OFFICE_STAFF}:
        client.force_login(make(User, role=role))
        for page in ("", "new/", f"{batch.pk}/", f"{batch.pk}/form/"):
            assert client.get(f"/desk/entry/{page}").status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("name", "queries"), [("fieldwork_batches", 5), ("fieldwork_batch", 6)])
def test_lists_cost_the_same_however_long(client, typist, batch, django_assert_num_queries, rows, name, queries):
    for _ in range(rows):
        make(Entry, batch=batch)
        make(Batch)
    page = "/desk/entry/" if name == "fieldwork_batches" else f"/desk/entry/{batch.pk}/"
    client.get(page)
    with django_assert_num_queries(queries):
        assert client.get(page).status_code == 200
