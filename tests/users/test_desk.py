"""What waits, and where one can go."""

import re
from datetime import timedelta

import pytest

from derbyvoice.office import clock
from derbyvoice.users import attention, navigation, roles
from derbyvoice.users.attention import Attention, Waiting, register, waiting_for
from derbyvoice.users.models import SignIn, User
from derbyvoice.users.navigation import Item
from tests.factories import make

pytestmark = pytest.mark.django_db
THE_HOUSE = tuple(attention._registered.values())


@pytest.fixture(autouse=True)
def empty_registries(monkeypatch):
    monkeypatch.setattr(attention, "_registered", {})
    monkeypatch.setattr(navigation, "_registered", {})


def waits(key, count, order=1, wanted=(roles.RESEARCHER,)):
    return register(Attention(key, f"{key} wait", lambda user, now: count, "desk_roles", order, wanted))


def test_what_presses_most_comes_first_and_empty_things_are_left_out():
    late, early = waits("late", 2, order=9), waits("early", 1, order=1)
    waits("nothing", 0)
    waits("for others", 5, wanted=(roles.COMMISSIONER,))
    user = make(User, role=roles.RESEARCHER)
    assert waiting_for(user, now=clock.now()) == [Waiting(early, 1), Waiting(late, 2)]


def test_one_thing_is_told_in_the_singular():
    flags = Attention("f", "flags wait", lambda user, now: 1, "desk_roles", 1, (roles.RESEARCHER,), one="flag waits")
    assert [Waiting(flags, count).words for count in (1, 2)] == ["flag waits", "flags wait"]


def test_the_same_key_twice_is_a_mistake():
    waits("once", 1)
    with pytest.raises(ValueError, match="twice"):
        waits("once", 2)


def test_the_desk_and_the_admin_show_what_waits(client):
    waits("flags", 3, wanted=(roles.OFFICE_STAFF,))
    client.force_login(make(User, role=roles.OFFICE_STAFF))
    for page in ("/desk/", "/admin/"):
        assert "<strong>3</strong> flags wait" in client.get(page).content.decode()


def test_an_empty_desk_says_so(client):
    client.force_login(make(User, role=roles.RESEARCHER))
    assert "Nothing is waiting for you." in client.get("/desk/").content.decode()


def test_without_a_role_the_desk_says_whom_to_ask(client):
    client.force_login(make(User))
    assert "You have no role yet" in client.get("/desk/").content.decode()


def test_navigation_holds_what_the_role_may_enter_and_marks_the_deepest(client):
    for item in (
        Item("Your desk", "desk_home", order=0),
        Item("Roles", "desk_roles", roles=(roles.RESEARCHER,)),
        Item("Secret", "desk_sign_ins", roles=(roles.COMMISSIONER,)),
        Item("Nowhere", "no_such_page"),
    ):
        navigation.register(item)
    client.force_login(make(User, role=roles.RESEARCHER))
    page = client.get("/desk/roles/").content.decode()
    assert '<a href="/desk/">Your desk</a>' in page
    assert '<a href="/desk/roles/" aria-current="page">Roles</a>' in page
    assert "Secret" not in page
    assert "Nowhere" not in page


def test_a_page_that_stands_elsewhere_may_belong_to_an_entrance(client):
    for item in (Item("Your desk", "desk_home"), Item("Sign-ins", "desk_sign_ins", also=("/desk/roles/",))):
        navigation.register(item)
    client.force_login(make(User, role=roles.RESEARCHER))
    page = client.get("/desk/roles/").content.decode()
    assert 'aria-current="page">Sign-ins' in page
    assert page.count('aria-current="page"') == 1


def test_every_role_is_explained_and_ones_own_marked(client):
    client.force_login(make(User, role=roles.RESEARCHER))
    page = client.get("/desk/roles/").content.decode()
    assert page.count("Yours") == 1
    assert roles.WITNESS_CARE.sentence in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_sign_ins_asks_as_many_questions_however_long(client, rows, django_assert_num_queries):
    user = make(User)
    client.force_login(user)
    for _ in range(rows):
        make(SignIn, user=user, started_at=clock.now(), last_seen_at=clock.now())
    with django_assert_num_queries(7):
        page = client.get("/desk/sign-ins/").content.decode()
    assert ("Page 2" in page or "?page=2" in page) is (rows == 30)


def test_old_sign_ins_are_not_listed(client):
    user = make(User)
    client.force_login(user)
    make(SignIn, user=user, device="Old browser", last_seen_at=clock.now() - timedelta(hours=1))
    assert "Old browser" not in client.get("/desk/sign-ins/").content.decode()


def test_a_public_page_does_not_touch_the_sign_in(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("verb", ["put", "delete", "patch", "trace", "options"])
@pytest.mark.parametrize("page", ["/sign-in/", "/sign-in/out/", "/sign-in/ways/", "/desk/sign-ins/"])
def test_only_named_methods_are_answered(client, verb, page):
    client.force_login(make(User))
    assert getattr(client, verb)(page).status_code == 405


def test_one_thing_that_waits_is_spoken_of_as_one():
    many = re.compile(r"(\w+ )?\w+s\b|people\b")
    said_wrong = [what.key for what in THE_HOUSE if many.match(what.words) and not what.one]
    assert said_wrong == []
