"""Letters to members, in the language that each of them chose: neutral in every one of them."""

import gettext
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from derbyvoice.audit.actors import CLOCK
from derbyvoice.notifications.letters import EmailMessage
from derbyvoice.office import clock
from surveys.panel import kinds
from surveys.panel.actions import inviting
from surveys.panel.choices import Language
from surveys.panel.links import invitation_token
from surveys.panel.models import Invitation, Series, Subscriber, Wave
from surveys.questionnaires.models import Survey
from surveys.questionnaires.translating import texts_of
from surveys.responses.models import Draft
from tests.factories import make
from tests.factories.surveys import six_questions
from tests.notifications.test_words import faults, readable
from tests.surveys.panel.steps import CHOSEN, enter, knock, prepared

pytestmark = pytest.mark.django_db
SUBJECTS = {
    "en": ("A few questions, if you like", "Your questions are still here"),
    "pl": ("Kilka pytań, jeśli chcesz", "Twoje pytania nadal tu są"),
    "ur": ("چند سوال، اگر آپ چاہیں", "آپ کے سوال اب بھی یہاں ہیں"),
    "pa": ("ਕੁਝ ਸਵਾਲ, ਜੇ ਤੁਸੀਂ ਚਾਹੋ", "ਤੁਹਾਡੇ ਸਵਾਲ ਅਜੇ ਵੀ ਇੱਥੇ ਹਨ"),
}
TELLING = re.compile(
    r"przemoc|ofiar|przestęp|policj|sąd|gwałt|ankiet|تشدد|جرم|پولیس|عدالت|متاثر|سروے|ਹਿੰਸਾ|ਅਪਰਾਧ|ਪੁਲਿਸ|ਅਦਾਲਤ|ਪੀੜਤ|ਸਰਵੇ",
    re.IGNORECASE,
)
ENGLISH = re.compile(r"\b(you|the|questions|list|answer|page|code)\b", re.IGNORECASE)


def without_links(text):
    return re.sub(r"https?://\S+", "", text)


def sweep(**later):
    inviting.sweep(now=clock.now() + timedelta(**later), by=CLOCK)


@pytest.fixture
def survey():
    raw = six_questions()
    raw["translations"] = {"ur": {place: f"[ur] {text}" for place, text in texts_of(raw).items()}}
    return make(Survey, slug="how-was-it", opened=True, definition=raw)


@pytest.mark.parametrize("language", Language.values)
def test_invitation_and_reminder_are_in_the_members_language(survey, language):
    make(Subscriber, safe="yes", language=language)
    wave = make(Wave, series=make(Series, survey=survey))
    sweep()
    first = prepared("panel.invitation")
    again = kinds.prepare_invitation(second(wave))
    assert (first.subject, again.subject) == SUBJECTS[language]
    for letter in (first, again):
        assert faults(letter) == []
        assert not TELLING.search(f"{letter.subject} {readable(letter.text)}")
        assert "List-Unsubscribe" in letter.headers
        assert bool(ENGLISH.search(without_links(letter.text))) == (language == "en")
        assert letter.text.count("/q/") == 1


def second(wave):
    """The message of a reminder, as the outbox would hand it on."""
    row = Invitation.objects.get(wave=wave)
    message = kinds.Message.objects.latest("id")
    message.context_ref = f"{row.reference}:2"
    return message


@pytest.mark.parametrize("language", ["pl", "ur", "pa"])
def test_who_comes_back_gets_the_code_and_the_welcome_in_their_language(client, language):
    enter(client)
    client.post("/list/choose/", {**CHOSEN, "language": language})
    Subscriber.objects.update(language=language, safe="yes")
    knock(client)
    letter = prepared("panel.code")
    assert not ENGLISH.search(letter.text)
    assert re.search(r"\d{6}", letter.text)
    assert faults(letter) == []


@pytest.mark.parametrize("language", ["pl", "ur", "pa"])
def test_every_sentence_of_the_letters_is_translated(language):
    folder = Path("surveys/panel/locale") / language / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    marked = re.findall(r'\b_\("([^"]+)"\)', Path("surveys/panel/kinds.py").read_text())
    assert len(marked) > 12
    assert [words for words in marked if said.gettext(words) == words] == []
    lines = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(encoding="utf-8"), re.M)
    assert [one for one, other in lines if said.gettext(one) != other] == []


def test_the_next_letter_speaks_english_again():
    with translation.override("en-gb"):
        assert kinds.code_letter("a@example.org", "1").subject == "Your code"


def test_a_subject_in_any_script_is_a_good_header():
    for subjects in SUBJECTS.values():
        for subject in subjects:
            assert EmailMessage(subject, "x", "a@example.org", ["b@example.org"]).message()["Subject"]


def test_a_member_begins_in_their_own_language(client, survey):
    row = make(
        Invitation, wave=make(Wave, series=make(Series, survey=survey)), subscriber=make(Subscriber, language="ur")
    )
    client.post(f"/q/{invitation_token(row, 1)}/", {"go": "start"})
    assert '<html lang="ur" dir="rtl"' in client.get("/s/how-was-it/").content.decode()
    assert Draft.objects.count() == 1
    other = make(Invitation, wave=row.wave, subscriber=make(Subscriber, language="pl", email="jo@example.org"))
    client.post(f"/q/{invitation_token(other, 1)}/", {"go": "start"})
    assert '<html lang="en-GB"' in client.get("/s/how-was-it/").content.decode()  # it is not there in Polish
