"""The office decides who may come in."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from derbyvoice.audit.models import Event
from derbyvoice.users import roles
from derbyvoice.users.models import SignIn, User
from tests.factories import make

pytestmark = pytest.mark.django_db
LIST = "/admin/users/user/"


@pytest.fixture
def ollie(client):
    user = make(User, name="Ollie Example", role=roles.OFFICE_STAFF)
    client.force_login(user)
    return user


def change(client, user, **fields):
    data = {"name": user.name, "roles": list(user.role_keys), "may_sign_in": "on"} | fields
    return client.post(f"{LIST}{user.pk}/change/", {name: value for name, value in data.items() if value is not None})


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_inviting_somebody_gives_roles_and_sends_a_neutral_mail(client, ollie, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"{LIST}add/", {"name": "Wren Example", "email": "Wren@Staff.example", "roles": ["researcher"]}
        )
    assert answer.status_code == 302
    wren = User.objects.get(email="wren@staff.example")
    assert wren.has_role(roles.RESEARCHER)
    assert mail.outbox[0].subject == "You can sign in now"
    assert "/sign-in/" in mail.outbox[0].body
    assert Event.objects.filter(verb="invited", by=ollie).exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"email": "ollie@staff.example"}, "already"),
        ({"email": "OLLIE@staff.example"}, "already"),
        ({"email": "not an address"}, "valid email"),
        ({"email": ""}, "required"),
        ({"name": "x" * 121}, "at most 120"),
        ({"name": "a\x00b"}, "Null characters"),
        ({"roles": ["emperor"]}, "not one of the available"),
    ],
)
def test_what_cannot_be_is_told_at_the_form_and_kept(client, typed, told):
    client.force_login(make(User, email="ollie@staff.example", role=roles.OFFICE_STAFF))
    data = {"name": "Wren <b>Example</b>", "email": "wren@staff.example", "roles": ["researcher"]} | typed
    page = client.post(f"{LIST}add/", data)
    assert page.status_code == 200
    assert told in page.content.decode()
    assert User.objects.count() == 1


def test_every_role_stands_with_its_sentence(client, ollie):
    page = client.get(f"{LIST}add/").content.decode()
    for role in roles.ROLES.values():
        assert role.sentence.replace("'", "&#x27;") in page


def test_roles_are_given_and_ended_in_one_form(client, ollie):
    wren = make(User, role=roles.RESEARCHER)
    make(SignIn, user=wren)
    assert change(client, wren, roles=["case_officer"]).status_code == 302
    assert fresh(wren).role_keys == {"case_officer"}
    assert not wren.sign_ins.open().exists()
    assert set(Event.objects.filter(subject_id=str(wren.pk)).values_list("verb", flat=True)) == {
        "role_granted",
        "role_ended",
    }


def test_an_account_is_closed_and_opened(client, ollie):
    wren = make(User, role=roles.RESEARCHER)
    change(client, wren, may_sign_in=None)
    assert not fresh(wren).is_active
    change(client, wren)
    assert fresh(wren).is_active


def test_nobody_changes_their_own_roles_or_closes_their_own_account(client, ollie):
    page = change(client, ollie, roles=["office_staff", "commissioner"])
    assert "cannot change your own roles" in page.content.decode()
    page = change(client, ollie, may_sign_in=None, name="Somebody else")
    assert "cannot close your own way in" in page.content.decode()
    assert fresh(ollie).role_keys == {"office_staff"}
    assert fresh(ollie).name == "Ollie Example"


def test_a_lost_phone_is_forgotten(client, ollie):
    wren = make(User, role=roles.RESEARCHER)
    Authenticator.objects.create(user=wren, type="totp", data={"secret": "x"})
    change(client, wren, forget_second_factors="on")
    assert not Authenticator.objects.exists()


def test_history_shows_what_was_done(client, ollie):
    wren = make(User, role=roles.RESEARCHER)
    change(client, wren, roles=["case_officer"])
    page = client.get(f"{LIST}{wren.pk}/history/").content.decode()
    assert "role granted" in page
    assert "Ollie Example" in page


def test_search_and_filters_find_people(client, ollie):
    make(User, name="Wren Example", role=roles.RESEARCHER)
    assert "Wren Example" in client.get(f"{LIST}?q=wren").content.decode()
    assert "Wren Example" not in client.get(f"{LIST}?role=commissioner").content.decode()
    assert "Wren Example" in client.get(f"{LIST}?role=researcher").content.decode()


@pytest.mark.parametrize("page", ["users/user", "users/rolegrant", "users/signin"])
def test_nothing_is_ever_deleted_here(client, ollie, page):
    model = {"users/user": User, "users/rolegrant": ollie.grants, "users/signin": ollie.sign_ins}[page]
    row = (model.objects if model is User else model).first()
    assert client.post(f"/admin/{page}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["auth/group", "account/emailaddress", "mfa/authenticator"])
def test_pages_that_libraries_bring_are_not_served(client, ollie, page):
    assert client.get(f"/admin/{page}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_people_asks_as_many_questions_however_long(client, ollie, rows, django_assert_num_queries):
    for _ in range(rows):
        make(User, role=roles.RESEARCHER)
    with django_assert_num_queries(8):
        client.get(LIST)


@pytest.mark.parametrize(("page", "questions"), [("rolegrant", 7), ("signin", 7)])
@pytest.mark.parametrize("rows", [1, 30])
def test_other_lists_too(client, ollie, page, questions, rows, django_assert_num_queries):
    for _ in range(rows):
        make(SignIn, user=make(User, role=roles.RESEARCHER))
    with django_assert_num_queries(questions):
        client.get(f"/admin/users/{page}/")
