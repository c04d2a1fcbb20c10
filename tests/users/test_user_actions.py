"""Who may come in, and what for."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from derbyvoice.audit.actors import PROGRAM
from derbyvoice.audit.models import Event
from derbyvoice.office import clock
from derbyvoice.users import roles
from derbyvoice.users.actions import disable, enable, end_role, grant_role, invite
from derbyvoice.users.models import SignIn, User
from derbyvoice.users.tasks import forget_old_sign_ins
from tests.factories import make

pytestmark = pytest.mark.django_db


def verbs(user):
    return list(Event.objects.filter(subject_id=str(user.pk)).order_by("id").values_list("verb", flat=True))


def test_an_invited_person_has_no_password_and_the_roles_named():
    user = invite(email="robin@staff.example", name="Robin Example", roles=(roles.RESEARCHER,), by=PROGRAM)
    assert not user.has_usable_password()
    assert user.has_role(roles.RESEARCHER)
    assert verbs(user) == ["invited", "role_granted"]


def test_the_same_address_in_capitals_is_refused_and_nothing_changes():
    invite(email="robin@staff.example", name="Robin Example", roles=(), by=PROGRAM)
    with pytest.raises(ValidationError, match="already"):
        invite(email="Robin@Staff.example", name="Other", roles=(), by=PROGRAM)
    assert User.objects.count() == 1


def test_granting_twice_is_one_grant():
    user, by = make(User), make(User)
    assert grant_role(user, role=roles.RESEARCHER, by=by) == grant_role(user, role=roles.RESEARCHER, by=by)
    assert verbs(user) == ["role_granted"]


def test_an_ended_role_takes_every_open_sign_in_with_it():
    user, by = make(User, role=roles.RESEARCHER), make(User)
    make(SignIn, user=user)
    end_role(user, role=roles.RESEARCHER, by=by)
    assert not user.has_role(roles.RESEARCHER)
    assert not user.sign_ins.open().exists()
    assert user.sign_ins.get().ended_by == by


def test_ending_a_role_that_is_not_held_is_refused():
    with pytest.raises(ValidationError, match="does not have the role"):
        end_role(make(User), role=roles.RESEARCHER, by=make(User))


def test_disabling_signs_out_everywhere_and_can_be_undone():
    user, by = make(User, role=roles.RESEARCHER), make(User)
    make(SignIn, user=user)
    disable(user, by=by)
    assert not user.has_role(roles.RESEARCHER)
    assert not user.sign_ins.open().exists()
    enable(user, by=by)
    assert user.has_role(roles.RESEARCHER)
    assert verbs(user) == ["disabled", "enabled"]


def test_sign_ins_are_forgotten_after_a_year():
    old, kept = make(SignIn), make(SignIn)
    SignIn.objects.filter(pk=old.pk).update(last_seen_at=clock.now() - timedelta(days=366))
    SignIn.objects.filter(pk=kept.pk).update(last_seen_at=clock.now() - timedelta(days=364))
    Session.objects.create(session_key="old", session_data="", expire_date=clock.now() - timedelta(days=1))
    assert forget_old_sign_ins() == 1
    assert list(SignIn.objects.all()) == [kept]
    assert not Session.objects.exists()


def test_nobody_shuts_themselves_out():
    user = make(User)
    with pytest.raises(ValidationError, match="your own way in"):
        disable(user, by=user)
