"""Who can be ticked as a facilitator: researchers of today, and whoever was ticked before."""

import pytest

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.fieldwork.forms.sessions import PlanForm
from surveys.fieldwork.models import Session
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def researcher():
    return make(User, role=roles.RESEARCHER)


@pytest.fixture
def gone():
    return make(User, role=roles.RESEARCHER, is_active=False)


def offered(form):
    return set(form.fields["facilitators"].queryset)


def test_whoever_cannot_sign_in_any_more_is_not_offered(researcher, gone):
    assert offered(PlanForm()) == {researcher}


def test_whoever_was_chosen_already_stays_chosen(client, researcher, gone):
    session = make(Session, state="planned")
    session.facilitators.set([researcher, gone])
    assert offered(PlanForm(initial=PlanForm.standing(session))) >= {researcher, gone}
    client.force_login(researcher)
    address = f"/desk/sessions/{session.pk}/plan/"
    page = client.get(address).content.decode()
    assert page.count(" checked") >= 2
    plan = {"kind": "interview", "topic": "After the call", "place": "phone", "facilitators": [researcher.pk, gone.pk]}
    day = {"held_on_day": "1", "held_on_month": "6", "held_on_year": "2026"}
    client.post(address, {**plan, **day, "prompts": ""})
    session.refresh_from_db()
    assert session.topic == "After the call"
    assert set(session.facilitators.all()) == {researcher, gone}


def test_nobody_else_who_is_gone_can_be_sent(researcher, gone):
    session = make(Session)
    session.facilitators.set([researcher])
    form = PlanForm({"facilitators": [gone.pk]}, initial=PlanForm.standing(session))
    assert "facilitators" in form.errors
