"""Hearing recordings and writing them down: only who may, and always noted."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derbyvoice.audit.models import Event, Reading
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words, seal_for
from surveys.fieldwork.models import Note
from surveys.insight import demo_aloud
from surveys.insight.actions import add_theme, searching
from surveys.insight.models import Coding
from surveys.questionnaires.models import Survey
from surveys.responses.models import Recording, Response, Words
from surveys.safeguarding.models import Flag, Rule
from tests.factories import make

pytestmark = pytest.mark.django_db
IS_HEARD = {"op": "is", "question": "heard", "value": "yes"}


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


def test_who_may_hears_it_and_it_is_noted(client, researcher):
    recording = make(Recording, sound=b"a voice")
    page = client.get(f"/desk/insight/recordings/{recording.pk}/")
    assert f'src="/desk/insight/recordings/{recording.pk}/sound/"' in page.content.decode()
    assert not Reading.objects.exists()
    heard = client.get(f"/desk/insight/recordings/{recording.pk}/sound/")
    assert heard.content == b"a voice"
    assert heard["Cache-Control"] == "no-store"
    noted = Reading.objects.get()
    assert (noted.subject_type, noted.subject_id, noted.by) == ("responses.recording", str(recording.pk), researcher)
    part = client.get(f"/desk/insight/recordings/{recording.pk}/sound/", headers={"Range": "bytes=2-"})
    assert (part.status_code, part.content) == (206, b"voice")
    assert Reading.objects.count() == 2


@pytest.mark.parametrize("role", [roles.OFFICE_STAFF, roles.COMMISSIONER, roles.CASE_OFFICER, roles.SAFEGUARDING_LEAD])
def test_other_roles_hear_nothing(client, role):
    recording = make(Recording)
    client.force_login(make(User, role=role))
    for address in ("", f"{recording.pk}/", f"{recording.pk}/sound/"):
        assert client.get(f"/desk/insight/recordings/{address}").status_code == 403


def test_without_consent_it_is_not_there(client, researcher):
    recording = make(Recording, response=make(Response, may_read=False))
    assert client.get(f"/desk/insight/recordings/{recording.pk}/sound/").status_code == 404
    assert client.get(f"/desk/insight/recordings/{recording.pk}/").status_code == 404
    assert "Nothing waits" in client.get("/desk/insight/recordings/").content.decode()


def test_a_transcript_is_begun_gone_on_with_and_done(client, researcher):
    recording = make(Recording)
    here = f"/desk/insight/recordings/{recording.pk}/"
    client.post(here, {"words": "They rang", "go": "keep"})
    recording.refresh_from_db()
    assert (recording.transcript_state, recording.written_by) == ("begun", researcher)
    assert "They rang" in client.get(here).content.decode()
    assert Reading.objects.count() == 1
    client.post(here, {"words": "They rang back.", "go": "done"})
    recording.refresh_from_db()
    assert recording.transcript_state == "done"
    assert open_words(recording, "transcript", purpose="voice") == "They rang back."
    assert b"rang" not in recording.transcript.envelope
    assert "Nothing waits" in client.get("/desk/insight/recordings/").content.decode()
    assert "Transcript: done" in client.get("/desk/insight/recordings/?show=all").content.decode()
    assert [event.facts["state"] for event in Event.objects.filter(verb="wrote down").order_by("id")] == [
        "begun",
        "done",
    ]


def test_what_was_said_aloud_meets_the_rules_once_it_is_written_down(client, researcher):
    make(Rule, phrases="kill me")
    recording = make(Recording, question="good_thing")
    survey, here = recording.response.version.survey, f"/desk/insight/recordings/{recording.pk}/"
    make(Rule, kind="answers", survey=survey, condition={"op": "not", "of": [IS_HEARD]}, phrases="")
    client.post(here, {"words": "He will kill me", "go": "keep"})
    assert not Flag.objects.exists(), "not before it is done"
    said = client.post(here, {"words": "He will kill me.", "go": "done"})
    client.post(here, {"words": "He will kill me.", "go": "done"})
    flag = Flag.objects.get()
    content = json.loads(open_words(flag, "sealed", purpose="safeguarding"))
    assert (flag.response, flag.source) == (recording.response.reference, "rules")
    assert content["told"] == [["What is one good thing?", "He will kill me."]]
    assert [found[1] for found in content["found"]] == ["kill me"]
    assert said["Location"] == "/desk/insight/recordings/"


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "Write down what was said"), ("x" * 30_001, "30,000 letters or fewer"), ("a\x00b", "Null characters")],
)
def test_what_is_not_right_is_said_and_kept(client, researcher, words, said):
    recording = make(Recording)
    page = client.post(f"/desk/insight/recordings/{recording.pk}/", {"words": words, "go": "done"})
    assert said in page.content.decode()
    assert words.replace("\x00", "") in page.content.decode().replace("\x00", "")
    recording.refresh_from_db()
    assert recording.transcript_state == "none"


def test_the_list_costs_the_same_at_thirty(client, researcher):
    make(Recording)
    costs = []
    for more in (0, 29):
        for _ in range(more):
            make(Recording)
        client.get("/desk/insight/recordings/")
        with CaptureQueriesContext(connection) as found:
            page = client.get("/desk/insight/recordings/")
        costs.append(len(found))
    assert costs[0] == costs[1]
    assert page.content.decode().count("dv-card__title") == 25


def test_a_response_leads_to_its_recordings(client, researcher):
    recording = make(Recording)
    page = client.get(f"/desk/insight/responses/{recording.response.reference}/").content.decode()
    assert f"/desk/insight/recordings/{recording.pk}/" in page


def test_what_was_written_down_is_found_once_it_is_done(client, researcher):
    recording = make(Recording)
    here = f"/desk/insight/recordings/{recording.pk}/"

    def found():
        page = client.post("/desk/insight/search/", {"words": "heron"}).content.decode()
        return f'href="{here}"' in page

    client.post(here, {"words": "A heron stood there", "go": "keep"})
    assert not found()
    client.post(here, {"words": "A heron stood there", "go": "done"})
    assert found()
    Response.objects.update(may_read=False)
    assert not found()


def test_search_goes_on_from_answers_to_recordings_to_notes(researcher, monkeypatch):
    done = {"transcript_state": "done", "written_at": clock.now(), "written_by": researcher}
    for number in range(3):
        make(Words, said=f"A heron {number}")
        make(Recording, transcript=seal_for(Recording, "transcript", f"A heron {number}"), **done)
        make(Note, said=f"A heron {number}")
    monkeypatch.setattr(searching, "SHOW_AT_ONCE", 2)
    seen, last, looked = [], "", 0
    for _ in range(5):
        page = searching.search(words="heron", by=researcher, last=last, looked=looked)
        seen += [hit.source._meta.model_name for hit in page.hits]
        last, looked = page.last, page.looked
        if not last:
            break
    assert seen == ["words"] * 3 + ["recording"] * 3 + ["note"] * 3
    assert (looked, page.of) == (9, 9)


def test_the_demonstration_has_one_recording_with_its_transcript(researcher, client):
    survey = make(Survey, opened=True)
    make(Words, response=make(Response, version=survey.current), question="good_thing")
    make(Response, version=survey.current, may_read=False)
    made = demo_aloud.load(survey, reader=researcher)
    assert demo_aloud.load(survey, reader=researcher) is None
    assert (made.transcript_state, made.seconds, made.question) == ("done", 6, "what_went_wrong")
    heard = client.get(f"/desk/insight/recordings/{made.pk}/sound/")
    assert heard.content[:4] == bytes.fromhex("1a45dfa3"), "a webm file"
    assert "one person at the support team" in client.get(f"/desk/insight/recordings/{made.pk}/").content.decode()


def test_the_demonstration_says_what_its_recording_is_about(researcher):
    survey = make(Survey, opened=True)
    for name in ("One person who knows", "Small kindnesses"):
        add_theme(name=name, definition="What people say about it.", by=researcher)
    make(Response, version=survey.current)
    made = demo_aloud.load(survey, reader=researcher)
    assert [(row.theme.name, row.passage.recording) for row in Coding.objects.all()] == [("One person who knows", made)]
