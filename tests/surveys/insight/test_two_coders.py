"""Two people change the codebook at the same moment, on PostgreSQL: both changes stand, each a version of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.insight import actions
from surveys.insight.actions import codebook
from surveys.insight.models import CodebookVersion, Theme
from tests.factories import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def reader():
    return make(User, role=roles.RESEARCHER)


def slowly(monkeypatch, name):
    """The other person comes while this step is done and not yet kept."""
    real = getattr(codebook, name)

    def slow(*args, **kwargs):
        done = real(*args, **kwargs)
        sleep(0.3)
        return done

    monkeypatch.setattr(codebook, name, slow)


def at_the_same_time(*changes):
    """What each gives, or what it refused with."""
    gate = Barrier(len(changes))

    def one(change):
        try:
            gate.wait()
            return change()
        except ValidationError as refused:
            return refused.messages
        finally:
            connection.close()

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(one, changes))


def numbers():
    return list(CodebookVersion.objects.order_by("number").values_list("number", flat=True))


def test_the_first_two_themes_of_all(monkeypatch, reader):
    slowly(monkeypatch, "new_version")
    names = ("Calls", "Letters")
    at_the_same_time(*(lambda name=name: actions.add_theme(name=name, definition="x", by=reader) for name in names))
    assert numbers() == [1, 2]
    assert len(CodebookVersion.objects.get(number=2).themes) == 2


def test_two_people_change_two_themes(monkeypatch, reader):
    themes = [actions.add_theme(name=name, definition="x", by=reader) for name in ("Calls", "Letters")]
    slowly(monkeypatch, "new_version")
    at_the_same_time(
        *(lambda theme=theme: actions.change_theme(theme=theme, definition="y", by=reader) for theme in themes)
    )
    assert numbers() == [1, 2, 3, 4]
    assert {theme["definition"] for theme in CodebookVersion.objects.get(number=4).themes} == {"y"}


def test_two_themes_are_merged_into_each_other_once(monkeypatch, reader):
    one, other = (actions.add_theme(name=name, definition="x", by=reader) for name in ("Calls", "Letters"))
    slowly(monkeypatch, "in_use")
    done = at_the_same_time(
        lambda: actions.merge_theme(theme=one, into=other, by=reader),
        lambda: actions.merge_theme(theme=other, into=one, by=reader),
    )
    assert [codebook.GONE] in done
    assert Theme.objects.in_use().count() == 1
    assert numbers() == [1, 2, 3]
