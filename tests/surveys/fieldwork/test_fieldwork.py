from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derbyvoice.audit.models import Event, Reading
from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork import actions
from surveys.fieldwork.models import Note, Participant, Session
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def researcher(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_a_session_from_its_record_to_its_notes(client, researcher):
    told = {"kind": "interview", "topic": "Waiting", "place": "Library"}
    when = {"held_on_day": "3", "held_on_month": "2", "held_on_year": "2026"}
    page = client.post("/desk/sessions/new/", {**told, **when})["Location"]
    client.post(f"{page}people/", {"consents": ["may_read"]})
    client.post(f"{page}people/", {})
    first = Participant.objects.get(number=1)
    client.post(f"{page}notes/", {"participant": first.pk, "words": "Seven weeks."})
    client.post(f"{page}notes/", {"words": "It rained."})
    client.post(page, {"debriefed": "1"})
    shown = client.get(page).content.decode()
    assert "Seven weeks." in shown
    assert "It rained." in shown
    session = Session.objects.get()
    assert (session.held_on, session.debriefed, list(session.facilitators.all())) == (
        date(2026, 2, 3),
        True,
        [researcher],
    )
    assert [person.may_read for person in session.participants.all()] == [True, False]
    assert Reading.objects.filter(subject_type="fieldwork.session").count() == 1
    assert "Seven weeks." not in repr(list(Event.objects.values("facts")))


def test_who_does_not_allow_it_is_neither_written_down_nor_read(client, researcher):
    silent = make(Participant, may_read=False)
    with pytest.raises(ValidationError, match="does not allow"):
        actions.write_note(session=silent.session, words="x", by=researcher, participant=silent)
    page = client.post(f"/desk/sessions/{silent.session_id}/notes/", {"participant": silent.pk, "words": "x"})
    assert "participant-error" in page.content.decode()
    talks = make(Participant, session=silent.session)
    make(Note, session=talks.session, participant=talks, said="Only while I allow it")
    assert "Only while I allow it" in client.get(f"/desk/sessions/{talks.session_id}/").content.decode()
    actions.change_consents(participant=talks, by=researcher, may_count=True)
    assert "Only while I allow it" not in client.get(f"/desk/sessions/{talks.session_id}/").content.decode()


def test_a_note_of_another_session_is_refused(researcher):
    other = make(Participant)
    with pytest.raises(ValidationError):
        actions.write_note(session=make(Session), words="x", by=researcher, participant=other)


@pytest.mark.parametrize("day", [("31", "2", "2026"), ("1", "1", "2999"), ("", "", ""), ("\x00", "1", "2026")])
def test_a_day_that_cannot_be_is_said(client, researcher, day):
    when = dict(zip(("held_on_day", "held_on_month", "held_on_year"), day, strict=True))
    page = client.post("/desk/sessions/new/", {"kind": "interview", "topic": "T", "place": "P", **when})
    assert page.status_code == 200
    assert "held_on-error" in page.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("words", ["", "\x00", "x" * 10_001])
def test_a_note_that_cannot_be_kept_is_said(client, researcher, words):
    session = make(Session)
    page = client.post(f"/desk/sessions/{session.pk}/notes/", {"words": words})
    assert "words-error" in page.content.decode()
    assert not Note.objects.exists()


def test_others_are_refused(client):
    session = make(Session)
    for role in set(roles.ROLES.values()) - {roles.RESEARCHER}:
        client.force_login(make(User, role=role))
        for page in ("", "new/", f"{session.pk}/", f"{session.pk}/people/", f"{session.pk}/notes/"):
            assert client.get(f"/desk/sessions/{page}").status_code == 403


def test_a_longer_list_and_a_longer_session_cost_no_more(client, researcher):
    session = make(Participant).session
    make(Note, session=session)
    one = queries(client, "/desk/sessions/"), queries(client, f"/desk/sessions/{session.pk}/")
    for _ in range(29):
        make(Note, session=session, participant=make(Participant, session=session))
        make(Participant)
    assert (queries(client, "/desk/sessions/"), queries(client, f"/desk/sessions/{session.pk}/")) == one
