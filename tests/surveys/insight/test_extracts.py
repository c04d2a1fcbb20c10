"""Closed answers row by row: asked for, approved by a second person, made, fetched, destroyed; no words."""

import csv
import hashlib
import json
from collections import Counter
from datetime import date, timedelta
from io import BytesIO, StringIO
from random import Random

import openpyxl
import pyreadstat
import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from derbyvoice.audit.actors import CLOCK, PERSON
from derbyvoice.audit.models import Event, Reading
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight.actions import approve_extract, ask_for_extract
from surveys.insight.actions.extracting import opened, sweep
from surveys.insight.extracts.codes import all_columns, copied, worked_out
from surveys.insight.extracts.rare import OUT, masks_of
from surveys.insight.extracts.rows import people
from surveys.insight.models import Extract, ExtractPart
from surveys.insight.subjects import CHANNELS, TELLERS
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import change_consents, withdraw
from surveys.responses.models import Response, Words
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.survey_kinds import all_kinds

pytestmark = pytest.mark.django_db
LIST = "/desk/insight/copies/"
DISTRICTS = [{"id": name, "text": name.title()} for name in ("amber", "derwent", "dove")]
WHERE = {"id": "where", "kind": "district", "text": "Where do you live?", "options": DISTRICTS}


def definition():
    made = six_questions()
    made["questions"] = [*made["questions"], WHERE]
    made["questions"][0]["options"][0]["text"] = "=1+1"
    return made


@pytest.fixture
def survey():
    return make(Survey, slug="how-was-it", opened=True, definition=definition())


def answered(survey, number, heard=1, where=1, **fields):
    facts = {"answers": [heard, 3, 8, None, 1, 1, where], "submitted_on": date(2026, 5, 3), **fields}
    return [make(Response, version=survey.current, **facts) for _ in range(number)]


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


def made(survey, by, kind="csv"):
    extract = ask_for_extract(version=survey.current, kind=kind, reason="To see what helps whom.", by=by)
    approve_extract(extract=extract, by=make(User, role=roles.OFFICE_STAFF))
    sweep(by=CLOCK)
    extract.refresh_from_db()
    return extract


def content(extract):
    return b"".join(opened(extract))


def rows_of(extract):
    return list(csv.DictReader(StringIO(content(extract).decode("utf-8-sig"))))


def test_one_asks_another_approves_and_who_asked_fetches(client, survey, researcher):
    answered(survey, 12)
    form = {"version": survey.current_id, "kind": "csv", "reason": "To see what helps whom."}
    page = client.post(f"{LIST}new/", form)["Location"]
    assert "A colleague must approve it first" in client.get(page).content.decode()
    client.post(page, {"go": "approve"})
    assert Extract.objects.get().state == "asked"
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    client.post(page, {"go": "approve"})
    assert "being made: 0%" in client.get(page).content.decode()
    sweep(by=CLOCK)
    assert client.get(f"{page}file/").status_code == 403
    client.force_login(researcher)
    assert "about 10 rows" in client.get(page).content.decode()
    answer = client.get(f"{page}file/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(text.splitlines()) == 13
    assert answer["Content-Disposition"].startswith('attachment; filename="answers-')
    reading = Reading.objects.get()
    assert (reading.by, reading.why) == (researcher, "To see what helps whom.")
    verbs = list(Event.objects.filter(subject_type="insight.extract").order_by("id").values_list("verb", flat=True))
    assert verbs == ["asked for a copy", "moved", "moved"]


def test_another_researcher_cannot_fetch_it(client, survey, researcher):
    answered(survey, 12)
    extract = made(survey, make(User, role=roles.RESEARCHER))
    assert client.get(f"{LIST}{extract.reference}/file/").status_code == 302
    assert not Reading.objects.exists()


def test_the_database_refuses_that_one_person_decides_alone(survey, researcher):
    extract = make(Extract, version=survey.current, asked_by=researcher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extract.objects.filter(pk=extract.pk).update(state="approved", decided_by=researcher, decided_at=clock.now())


def test_a_refusal_says_why(client, survey, researcher):
    extract = make(Extract, version=survey.current)
    page = f"{LIST}{extract.reference}/"
    assert "Say why" in client.post(page, {"go": "refuse"}).content.decode()
    client.post(page, {"go": "refuse", "refusal": "The figures are enough."})
    assert "The figures are enough." in client.get(page).content.decode()
    assert sweep(by=CLOCK) == {"ended": 0, "made": 0}


@pytest.mark.parametrize("consents", [{"may_count": False}, {"may_read": False}])
def test_only_people_who_let_us_count_and_read_are_in_it(survey, researcher, consents):
    answered(survey, 12)
    answered(survey, 7, heard=2, **consents)
    extract = made(survey, researcher)
    assert extract.rows == len(rows_of(extract)) == 12


def test_no_words_and_for_whom_it_was_made(survey, researcher):
    rows = answered(survey, 12)
    make(Words, response=rows[0], said="The heron flew at dawn.")
    extract = made(survey, researcher)
    text = content(extract).decode()
    assert "heron" not in text
    assert "What could be better?" not in text
    assert all(researcher.email in row["Made for"] for row in rows_of(extract))
    assert str(rows[0].reference) not in text


def test_no_value_that_few_have(survey, researcher):
    answered(survey, 12)
    answered(survey, 2, heard=2)
    extract = made(survey, researcher)
    assert Counter(row["Did you feel heard?"] for row in rows_of(extract)) == {"Not shown: too few": 14}
    answered(survey, 6, heard=3)
    extract = made(survey, researcher)
    assert Counter(row["Did you feel heard?"] for row in rows_of(extract)) == {"'=1+1": 12, "Not shown: too few": 8}


def test_a_copy_of_nobody_has_its_headings(survey, researcher):
    extract = made(survey, researcher)
    assert content(extract).decode("utf-8-sig").startswith("Did you feel heard?,")
    assert (extract.rows, len(rows_of(extract))) == (0, 0)
    assert json.loads(content(made(survey, researcher, "json")))["rows"] == []


def test_rows_stand_in_an_order_by_chance(survey, researcher):
    answered(survey, 30)
    answered(survey, 30, heard=2)
    heard = [row["Did you feel heard?"] for row in rows_of(made(survey, researcher))]
    assert Counter(heard) == {"'=1+1": 30, "Partly": 30}
    assert heard != sorted(heard)
    assert heard != [row["Did you feel heard?"] for row in rows_of(made(survey, researcher))]


@pytest.mark.postgres
def test_the_database_takes_the_same_codes_as_we_do():
    survey, chance = make(Survey, opened=True, definition=all_kinds()), Random(7)
    ranges = [
        (-4, 12),
        (-4, 12),
        (-4, 7),
        (-4, 10),
        (-4, 60),
        (-4, 60),
        (-4, 4000),
        (-4, 60),
        (-4, 30000),
        *[(-4, 9)] * 5,
    ]
    for _ in range(300):
        answers = [chance.choice([None, chance.randint(*ends), chance.randint(*ends)]) for ends in ranges]
        came = {"channel": chance.choice(CHANNELS), "teller": chance.choice(TELLERS)}
        day = date(2025, 11, 20) + timedelta(days=chance.randrange(200))
        make(Response, version=survey.current, answers=answers, submitted_on=day, **came)
    rows = people(survey.current)
    columns = all_columns(survey.current, rows)
    ours, theirs = worked_out(rows, columns).tolist(), copied(rows, columns).tolist()
    assert len({tuple(row) for row in ours}) > 100
    assert sorted(ours) == sorted(theirs)


def test_a_district_is_hidden_where_few_are_alike(survey, researcher):
    answered(survey, 12)
    answered(survey, 8, where=2)
    answered(survey, 3, where=2, channel="paper")
    answered(survey, 4, channel="paper")
    seen = Counter((row["Where do you live?"], row["How answers came"]) for row in rows_of(made(survey, researcher)))
    assert seen == {("Amber", "On the web"): 12, ("Derwent", "On the web"): 8, ("Not shown: too few", "On paper"): 7}


def test_whom_nobody_resembles_stays_out(survey, researcher):
    answered(survey, 12)
    answered(survey, 1, where=3, channel="telephone")
    extract = made(survey, researcher)
    assert (extract.rows, extract.left_out, len(rows_of(extract))) == (12, 1, 12)


def test_pages_do_not_say_how_few_are_in_it_or_stay_out(client, survey, researcher):
    answered(survey, 12)
    answered(survey, 1, where=3, channel="telephone")
    extract = made(survey, researcher)
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    page = client.get(f"{LIST}{extract.reference}/").content.decode()
    assert "It has about 10 rows. Some people stay out" in page
    assert "12 rows" not in page
    admin = client.get(f"/admin/insight/extract/{extract.pk}/change/").content.decode()
    assert "field-rows" not in admin
    assert "field-left_out" not in admin


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.tuples(*[st.sampled_from([None, -1, 1, 2, 3])] * 3), st.integers(1, 12), max_size=14),
    st.sampled_from([5, 10]),
)
def test_nobody_stands_alone_in_what_others_may_know(keys, limit):
    seen = Counter()
    masks = masks_of(keys, limit)
    for key, number in keys.items():
        mask = masks.get(key, "000")
        if mask != OUT:
            seen[tuple("hidden" if one == "1" else code for one, code in zip(mask, key, strict=True))] += number
    assert all(number >= limit for number in seen.values())
    assert sum(keys[key] for key, mask in masks.items() if mask == OUT) < limit


def test_the_other_kinds_say_the_same(survey, researcher, tmp_path):
    answered(survey, 12)
    answered(survey, 8, heard=2)
    sheet = openpyxl.load_workbook(BytesIO(content(made(survey, researcher, "xlsx")))).active
    assert sheet["B2"].value.startswith(str(researcher))
    assert Counter(row[0].value for row in sheet.iter_rows(min_row=5)) == {"'=1+1": 12, "Partly": 8}
    data = json.loads(content(made(survey, researcher, "json")))
    assert researcher.email in data["made_for"]
    assert Counter(row[0] for row in data["rows"]) == {1: 12, 2: 8}
    assert data["columns"][0]["words"]["2"] == "Partly"
    path = tmp_path / "answers.sav"
    path.write_bytes(content(made(survey, researcher, "sav")))
    frame, meta = pyreadstat.read_sav(str(path))
    assert Counter(frame["v1_heard"]) == {1.0: 12, 2.0: 8}
    assert meta.variable_value_labels["v1_heard"][2.0] == "Partly"
    assert researcher.email in " ".join(meta.notes)


def test_its_time_ends_it_and_the_proof_stays(client, survey, researcher, time_machine):
    answered(survey, 12)
    extract = made(survey, researcher)
    whole = hashlib.sha256(content(extract)).hexdigest()
    time_machine.move_to(clock.now() + timedelta(days=8))
    assert client.get(f"{LIST}{extract.reference}/file/").status_code == 302
    assert sweep(by=CLOCK)["ended"] == 1
    extract.refresh_from_db()
    assert (extract.state, extract.fingerprint, extract.rows) == ("ended", whole, 12)
    assert extract.destroyed_on == clock.today()
    assert not ExtractPart.objects.exists()


def test_who_takes_their_answers_back_is_out_of_it_at_once(client, survey, researcher):
    rows = answered(survey, 14)
    extract = made(survey, researcher)
    withdraw(response=rows[0], by=PERSON)
    assert client.get(f"{LIST}{extract.reference}/file/").status_code == 302
    assert sweep(by=CLOCK) == {"ended": 1, "made": 1}
    extract.refresh_from_db()
    assert (extract.state, len(rows_of(extract))) == ("ready", 13)
    change_consents(response=rows[1], consents=frozenset({Consent.COUNT}), by=PERSON)
    sweep(by=CLOCK)
    extract.refresh_from_db()
    assert len(rows_of(extract)) == 12


def test_new_answers_leave_a_file_as_it_is(survey, researcher):
    answered(survey, 12)
    extract = made(survey, researcher)
    answered(survey, 5)
    assert sweep(by=CLOCK) == {"ended": 0, "made": 0}
    assert len(rows_of(extract)) == 12


def test_a_file_that_somebody_is_making_is_left_alone_until_they_are_silent(survey, researcher, time_machine):
    answered(survey, 12)
    extract = ask_for_extract(version=survey.current, kind="csv", reason="To learn.", by=researcher)
    approve_extract(extract=extract, by=make(User))
    Extract.objects.update(claimed_until=clock.now() + timedelta(minutes=10))
    assert sweep(by=CLOCK)["made"] == 0
    time_machine.move_to(clock.now() + timedelta(minutes=11))
    assert sweep(by=CLOCK)["made"] == 1


def test_a_stolen_database_does_not_hold_the_file(survey, researcher):
    answered(survey, 12)
    part = made(survey, researcher).parts.get()
    assert b"On the web" not in bytes(
        ExtractPart.objects.filter(pk=part.pk).values_list("sealed", flat=True)[0].envelope
    )
