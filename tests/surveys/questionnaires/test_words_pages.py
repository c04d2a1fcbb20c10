"""Writing a draft in other languages: half of it is kept, and two people do not write over each other."""

from functools import partial

import pytest

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.actions import begin_draft, change_draft, publish_draft
from surveys.questionnaires.choices import Did
from surveys.questionnaires.editing import QUESTION, piece_of, put
from surveys.questionnaires.forms.words import name_at
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


def send(client, address, copy, told=None, **more):
    """`told` are the words by place."""
    fields = {name_at(place): text for place, text in (told or {}).items()}
    return client.post(address, {"seen": copy.revision, **fields, **more})


def test_each_text_has_a_field_that_runs_as_its_language_does(client, copy):
    page = client.get(f"{LANGUAGES}ur/").content.decode()
    assert page.count('dir="rtl"') == len(texts_of(copy.definition))
    assert "How was it for you?" in page


def test_half_a_translation_is_kept_and_counted(client, copy):
    send(client, POLISH, copy, {"title": "Jak było?"})
    assert translations() == {"pl": {"title": "Jak było?"}}
    page = client.get(LANGUAGES).content.decode()
    assert f"1 of {len(texts_of(copy.definition))}" in page
    assert "has no translation" in client.get("/desk/surveys/one/draft/check/").content.decode()


def test_an_emptied_text_is_taken_out(client, copy):
    send(client, POLISH, copy, {"title": "Jak było?"})
    send(client, POLISH, WorkingCopy.objects.get(), {"title": ""})
    assert translations() == {}


def test_a_sign_that_cannot_be_shown_is_refused_and_what_was_typed_is_kept(client, copy):
    answer = send(client, POLISH, copy, {"title": "Jak\x07 było?", "readers": "Kto?"})
    assert "This holds a sign that cannot be shown" in answer.content.decode()
    assert "Kto?" in answer.content.decode()
    assert translations() == {}


def test_who_comes_second_is_shown_both_texts(client, copy):
    send(client, POLISH, copy, {"title": "Jak było?"})
    answer = send(client, POLISH, copy, {"title": "Jak to było?"})
    assert answer.status_code == 409
    assert "Jak było?" in answer.content.decode()
    assert "Jak to było?" in answer.content.decode()
    assert translations() == {"pl": {"title": "Jak było?"}}


def test_another_language_is_no_collision(client, copy):
    send(client, POLISH, copy, {"title": "Jak było?"})
    send(client, f"{LANGUAGES}easy/", copy, {"title": "How was it?"})
    assert translations() == {"pl": {"title": "Jak było?"}, "easy": {"title": "How was it?"}}


def test_a_clip_needs_a_safe_address(client, copy):
    assert "begins with https://" in send(client, SIGNED, copy, {"": "http://example.org/x"}).content.decode()
    send(client, SIGNED, copy, {"": "https://example.org/x"})
    assert WorkingCopy.objects.get().definition["clips"] == {"": "https://example.org/x"}


def test_there_is_no_page_for_a_language_that_nobody_knows(client, copy):
    assert client.get(f"{LANGUAGES}xx/").status_code == 404
    assert client.get(f"{LANGUAGES}en/").status_code == 404


HEARD = "questions.heard.text"


def asks_now(text, **more):
    """Somebody asks the first question in other words."""
    copy = WorkingCopy.objects.get()
    piece = piece_of(copy.definition, QUESTION, "heard") | {"text": text} | more
    edit = partial(put, kind=QUESTION, id_="heard", piece=piece)
    return change_draft(survey=copy.survey, edit=edit, did=Did.CHANGED, kind=QUESTION, id="heard", by=copy.changed_by)


def said_before_publication(client):
    return client.get("/desk/surveys/one/draft/check/").content.decode()


LATE = "words of question 1 were written for an earlier English text"


def test_words_whose_english_has_changed_are_named_and_shown_with_it(client, copy):
    send(client, f"{LANGUAGES}ur/", copy, {HEARD: "سنا گیا؟", "title": "کیسا تھا؟"})
    assert LATE not in said_before_publication(client)
    asks_now("Did somebody listen to you?")
    assert f"The Urdu {LATE}" in said_before_publication(client)
    page = client.get(f"{LANGUAGES}ur/").content.decode()
    assert "Written for an earlier English text: “Did you feel heard?”" in page
    assert page.count("These words still fit") == 1
    assert "1 for an earlier English text" in client.get(LANGUAGES).content.decode()


def test_other_words_or_a_tick_make_them_words_of_today(client, copy):
    send(client, POLISH, copy, {HEARD: "Słuchano?", "title": "Jak?"})
    asks_now("Did somebody listen to you?")
    kept = {HEARD: "Słuchano?", "title": "Jak było?"}
    send(client, POLISH, WorkingCopy.objects.get(), kept)
    assert LATE in said_before_publication(client), "another text was written anew, not this"
    send(client, POLISH, WorkingCopy.objects.get(), kept, **{f"fits_{name_at(HEARD)}": "on"})
    assert LATE not in said_before_publication(client)
    asks_now("Did anybody listen?")
    assert LATE in said_before_publication(client)
    send(client, POLISH, WorkingCopy.objects.get(), kept | {HEARD: "Czy ktoś słuchał?"})
    assert LATE not in said_before_publication(client)


def test_words_from_before_anybody_noted_their_english_lag_behind_too(client, copy):
    copy.definition["translations"] = {"pl": {HEARD: "Słuchano?"}}
    copy.save()
    assert LATE not in said_before_publication(client)
    asks_now("Did somebody listen to you?")
    assert f"The Polish {LATE}" in said_before_publication(client)
    asks_now("Did  you feel heard? ")
    assert LATE not in said_before_publication(client), "it says again what was translated"


def test_english_that_was_changed_while_somebody_translated_it_is_seen(client, copy):
    asks_now("Did somebody listen to you?")
    send(client, POLISH, copy, {HEARD: "Słuchano?"})
    assert f"The Polish {LATE}" in said_before_publication(client)


def test_words_stay_with_their_text_whatever_is_added_meanwhile(client, copy):
    asks_now("Did you feel heard?", help="It can be anything.")
    send(client, POLISH, copy, {"questions.heard.options.yes": "Tak"})
    assert translations() == {"pl": {"questions.heard.options.yes": "Tak"}}


def test_a_published_version_hands_the_english_on_to_the_next_draft(client, copy):
    every = {place: f"[pl] {text}" for place, text in texts_of(copy.definition).items()}
    send(client, POLISH, copy, every)
    now = WorkingCopy.objects.get()
    publish_draft(survey=now.survey, seen=now.revision, by=now.changed_by)
    begin_draft(survey=now.survey, by=now.changed_by)
    asks_now("Did somebody listen to you?")
    assert f"The Polish {LATE}" in said_before_publication(client)
