import pytest
from django.urls import reverse

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.models import Note, Participant, Session
from tests.factories import make


@pytest.mark.django_db
def test_a_session_leads_from_each_note_to_where_it_is_coded(client):
    client.force_login(make(User, role=roles.RESEARCHER))
    session = make(Session)
    note = make(Note, session=session, participant=make(Participant, session=session, may_read=True))
    page = client.get(reverse("fieldwork_session", args=[session.pk]))
    assert f'href="/desk/insight/notes/{note.pk}/"' in page.content.decode()
    assert client.get(f"/desk/insight/notes/{note.pk}/").status_code == 200
