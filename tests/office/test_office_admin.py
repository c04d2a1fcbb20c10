"""The office keeps its own facts."""

import re

import pytest

from derbyvoice.audit.models import Event
from derbyvoice.office.context import office_now
from derbyvoice.office.models import Cohort, CrimeGroup, District, EmergencyContact, Office
from derbyvoice.users import roles
from derbyvoice.users.models import User
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ollie(client):
    user = make(User, name="Ollie Example", role=roles.OFFICE_STAFF)
    client.force_login(user)
    return user


OFFICE = {
    "name": "Office of the Mayor",
    "service_name": "Voice",
    "holder_title": "Mayor",
    "area": "Area",
    "force_name": "Force",
    "sender_name": "Voice",
}


def test_the_office_gets_another_name_and_every_page_shows_it(client, ollie, django_capture_on_commit_callbacks):
    make(Office)
    assert office_now().name == "Office"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/admin/office/office/1/change/", OFFICE).status_code == 302
    assert office_now().name == "Office of the Mayor"
    event = Event.objects.get(verb="changed")
    assert (event.by, event.facts) == (ollie, {"fields": ["holder_title", "name"]})


@pytest.mark.parametrize("field", ["service_name", "sender_name"])
def test_a_telling_name_is_refused_and_kept_in_the_form(client, ollie, field):
    make(Office)
    page = client.post("/admin/office/office/1/change/", OFFICE | {field: "Victim voice"}).content.decode()
    assert "tells a stranger nothing" in page
    assert 'value="Victim voice"' in page
    assert Office.objects.get().service_name == "Voice"


def test_there_is_one_office(client, ollie):
    make(Office)
    assert client.get("/admin/office/office/add/").status_code == 403


def test_a_district_is_added_and_ends_but_keeps_its_code(client, ollie):
    client.post("/admin/office/district/add/", {"code": "E07000032", "name": "Amber"})
    row = District.objects.get()
    client.post(f"/admin/office/district/{row.pk}/change/", {"code": "E1", "name": "Amber Valley"})
    row.refresh_from_db()
    assert (row.code, row.name) == ("E07000032", "Amber Valley")


def test_dates_in_the_wrong_order_are_told_at_the_form(client, ollie):
    data = {"code": "E07000032", "name": "Amber", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}
    page = client.post("/admin/office/district/add/", data)
    assert "It cannot end before it begins." in page.content.decode()
    assert not District.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("model", [District, CrimeGroup, Cohort, EmergencyContact])
@pytest.mark.parametrize("rows", [1, 30])
def test_lists_ask_as_many_questions_however_long(client, ollie, model, rows, django_assert_num_queries):
    for _ in range(rows):
        make(model)
    with django_assert_num_queries(7):
        client.get(f"/admin/office/{model._meta.model_name}/")


@pytest.mark.parametrize("role", [role for role in roles.ROLES.values() if role != roles.OFFICE_STAFF])
def test_nobody_else_reads_or_changes_them(client, role):
    client.force_login(make(User, role=role))
    make(Office)
    assert client.get("/admin/office/office/").status_code in (302, 403)
    client.post("/admin/office/office/1/change/", OFFICE)
    assert Office.objects.get().name == "Office"


@pytest.mark.parametrize("page", ["office/district", "meetings/meeting", "contracts/contract"])
def test_no_box_offers_what_somebody_typed_before(client, ollie, page):
    shown = client.get(f"/admin/{page}/add/").content.decode()
    boxes = re.findall(r"<(?:input type=\"(?:text|number|date|time)\"|textarea)[^>]*>", shown)
    assert boxes
    assert [box for box in boxes if 'autocomplete="off"' not in box] == []
