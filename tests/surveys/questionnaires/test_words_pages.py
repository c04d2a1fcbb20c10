"""Writing a draft in other languages: half of it is kept, and two people do not write over each other."""

import pytest

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.questionnaires.translating import texts_of
from tests.factories import make

pytestmark = pytest.mark.django_db
LANGUAGES = "/desk/surveys/one/draft/languages/"
POLISH, SIGNED = f"{LANGUAGES}pl/", f"{LANGUAGES}bsl/"


@pytest.fixture
def copy(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return make(WorkingCopy, survey=make(Survey, slug="one"), changed_by=user)


def translations():
    return WorkingCopy.objects.get().definition.get("translations", {})


def send(client, address, copy, **fields):
    return client.post(address, {"seen": copy.revision, **fields})


def test_each_text_has_a_field_that_runs_as_its_language_does(client, copy):
    page = client.get(f"{LANGUAGES}ur/").content.decode()
    assert page.count('dir="rtl"') == len(texts_of(copy.definition))
    assert "How was it for you?" in page


def test_half_a_translation_is_kept_and_counted(client, copy):
    send(client, POLISH, copy, text0="Jak było?")
    assert translations() == {"pl": {"title": "Jak było?"}}
    page = client.get(LANGUAGES).content.decode()
    assert f"1 of {len(texts_of(copy.definition))}" in page
    assert "has no translation" in client.get("/desk/surveys/one/draft/check/").content.decode()


def test_an_emptied_text_is_taken_out(client, copy):
    send(client, POLISH, copy, text0="Jak było?")
    send(client, POLISH, WorkingCopy.objects.get(), text0="")
    assert translations() == {}


def test_a_sign_that_cannot_be_shown_is_refused_and_what_was_typed_is_kept(client, copy):
    answer = send(client, POLISH, copy, text0="Jak\x07 było?", text1="Kto?")
    assert "This holds a sign that cannot be shown" in answer.content.decode()
    assert "Kto?" in answer.content.decode()
    assert translations() == {}


def test_who_comes_second_is_shown_both_texts(client, copy):
    send(client, POLISH, copy, text0="Jak było?")
    answer = send(client, POLISH, copy, text0="Jak to było?")
    assert answer.status_code == 409
    assert "Jak było?" in answer.content.decode()
    assert "Jak to było?" in answer.content.decode()
    assert translations() == {"pl": {"title": "Jak było?"}}


def test_another_language_is_no_collision(client, copy):
    send(client, POLISH, copy, text0="Jak było?")
    send(client, f"{LANGUAGES}easy/", copy, text0="How was it?")
    assert translations() == {"pl": {"title": "Jak było?"}, "easy": {"title": "How was it?"}}


def test_a_clip_needs_a_safe_address(client, copy):
    assert "begins with https://" in send(client, SIGNED, copy, text0="http://example.org/x").content.decode()
    send(client, SIGNED, copy, text0="https://example.org/x")
    assert WorkingCopy.objects.get().definition["clips"] == {"": "https://example.org/x"}


def test_there_is_no_page_for_a_language_that_nobody_knows(client, copy):
    assert client.get(f"{LANGUAGES}xx/").status_code == 404
    assert client.get(f"{LANGUAGES}en/").status_code == 404
