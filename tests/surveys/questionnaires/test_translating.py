"""A survey in other words: complete, or not published; and never another survey."""

import json
import unicodedata

import pytest

from surveys.questionnaires.definitions import parse
from surveys.questionnaires.editing import replaced
from surveys.questionnaires.languages import EASY_READ, LANGUAGES, language_of
from surveys.questionnaires.models import Survey, definition_of
from surveys.questionnaires.origins import outdated, remembering, warnings_of
from surveys.questionnaires.publishing import problems
from surveys.questionnaires.translating import in_language, languages_of, texts_of
from tests.factories import make
from tests.factories.surveys import six_questions


def in_polish(**changes):
    raw = six_questions()
    told = {place: f"PL {text}" for place, text in texts_of(raw).items()} | changes
    return raw | {"translations": {"pl": {place: text for place, text in told.items() if text is not None}}}


def test_every_text_that_people_read_can_be_translated():
    places = set(texts_of(six_questions()))
    assert {"title", "readers", "purpose", "sections.help.title", "sections.help.note"} <= places
    assert {"questions.heard.text", "questions.heard.options.yes", "questions.helpful.low_label"} <= places


def test_a_translation_changes_words_and_nothing_else():
    plain, polish = parse(six_questions()), parse(in_language(in_polish(), "pl"))
    assert polish.title == f"PL {plain.title}"
    assert [question.id for question in polish.questions] == [question.id for question in plain.questions]
    assert [question.show_when for question in polish.questions] == [q.show_when for q in plain.questions]
    assert polish.by_id["heard"].option("yes").text == "PL Yes"


def test_what_was_written_in_english_stays_as_it_was():
    raw = in_polish()
    in_language(raw, "pl")
    assert parse(raw).title == six_questions()["title"]


def test_a_language_is_offered_when_something_of_it_is_there():
    assert languages_of(six_questions()) == ("en",)
    assert languages_of(in_polish()) == ("en", "pl")
    assert languages_of(six_questions(translations={"ur": {"title": "  "}})) == ("en",)


def test_a_whole_translation_can_be_published():
    assert problems(in_polish(), slug="ok") == []


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (in_polish(title=None), "Polish: “How was it for you?” has no translation."),
        (in_polish(**{"questions.heard.options.yes": " "}), "Polish: “Yes” has no translation"),
        (in_polish(**{"questions.heard.text": "{helped_by}?"}), "must repeat the same earlier answers"),
        (
            in_polish(title="Domestic abuse"),
            "Polish: The title can be seen by others, so it must not say: abus, domestic",
        ),
        (six_questions(translations={"xx": {"title": "x"}}), "xx is not a language"),
        (six_questions(translations={"en": {"title": "x"}}), "en is not a language"),
        (six_questions(translations=[1]), "by language and place"),
        (six_questions(translations={"pl": {"title": 1}}), "by language and place"),
        (six_questions(clips={"nobody": "https://example.org/x"}), "clip for nobody"),
        (six_questions(clips={"": "http://example.org/x"}), "begins with https://"),
        (six_questions(clips={"": "https://[x"}), "begins with https://"),
        (six_questions(clips={"": "javascript:alert(1)"}), "begins with https://"),
    ],
)
def test_what_is_wrong_is_said_by_its_place(raw, said):
    assert any(said in problem for problem in problems(raw, slug="ok")), problems(raw, slug="ok")


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("pl", "Po przemocy domowej", "przemoc"),
        ("pl", "Rozmowa z POLICJĄ", "policj"),
        ("pl", "W sądzie", "sądzie"),
        ("pl", unicodedata.normalize("NFD", "Przestępstwo"), "przestęp"),
        ("ur", "پولیس کے ساتھ", "پولیس"),
        ("ur", "پوليس كے ساتھ", "پولیس"),
        ("ur", "عدالت میں", "عدالت"),
        ("ur", "تشدد کے بعد", "تشدد"),
        ("pa", "ਪੁਲਿਸ ਨਾਲ", "ਪੁਲਿਸ"),
        ("pa", "ਹਿੰਸਾ ਤੋਂ ਬਾਅਦ", "ਹਿੰਸ"),
        ("pa", "ਅਦਾਲਤ ਵਿੱਚ", "ਅਦਾਲਤ"),
        ("ur", "Police کے ساتھ", "police"),
    ],
)
def test_a_title_must_not_tell_in_its_own_language(language, title, words):
    name = LANGUAGES[language].name
    raw = six_questions(translations={language: {**texts_of(six_questions()), "title": title}})
    said = f"{name}: The title can be seen by others, so it must not say: {words}."
    assert said in problems(raw, slug="ok")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("pl", "Jak sądzisz? Co byłoby rozsądne?"),
        ("ur", "آپ کا تجربہ کیسا رہا؟"),
        ("ur", "جرمنی سے واپسی"),
        ("pa", "ਤੁਹਾਡੇ ਲਈ ਕਿਵੇਂ ਰਿਹਾ?"),
        ("easy", "Jak było w sądzie?"),
    ],
)
def test_a_title_that_only_sounds_like_it_is_fine(language, title):
    raw = six_questions(translations={language: {**texts_of(six_questions()), "title": title}})
    assert [problem for problem in problems(raw, slug="ok") if "must not say" in problem] == []


def test_words_for_a_text_that_is_gone_harm_nobody():
    assert problems(in_polish(**{"questions.gone.text": "x"}), slug="ok") == []


@pytest.mark.django_db
def test_a_version_is_read_in_the_language_that_is_asked_for():
    version = make(Survey, opened=True, definition=in_polish()).current
    assert definition_of(version.pk, "pl").title == "PL How was it for you?"
    assert definition_of(version.pk, "ur").title == definition_of(version.pk).title == "How was it for you?"
    assert definition_of(version.pk).languages == ("en", "pl")


def test_urdu_runs_from_the_right_and_easy_read_is_english():
    assert LANGUAGES["ur"].direction == "rtl"
    assert (EASY_READ.tag, EASY_READ.direction) == ("en-GB", "ltr")
    assert language_of("nobody knows").key == "en"


def test_each_kind_of_text_is_named_where_its_words_lag_behind():
    raw = in_polish() | {"made_from": {"pl": dict.fromkeys(texts_of(six_questions()), "Something else")}}
    said = [words for _, words in warnings_of(raw)]
    assert len(said) == len(texts_of(raw))
    for what in (
        "of the title",
        "of “Who reads it”",
        "of the section “Help”",
        "of question 1",
        "of “Yes” in question 1",
        "of the low end of question 3",
    ):
        assert f"The Polish words {what} were written for an earlier English text." in said


@pytest.mark.parametrize("strange", [None, 7, [], {"pl": 1}, {"pl": {"title": 1}}, {"xx": {"title": "x"}}])
def test_what_words_were_made_from_may_be_missing_or_of_any_shape(strange):
    raw = in_polish() | {"made_from": strange}
    assert outdated(raw, "pl") == {}
    assert problems(raw, slug="ok") == []
    assert outdated(remembering(raw, raw | {"title": "Another"}), "pl") == {"title": "How was it for you?"}


def test_words_of_a_check_keep_their_english_when_it_moves():
    raw = six_questions()
    first, second = ({"op": "letters_at_least", "value": number, "words": f"Write {number}"} for number in (3, 5))
    raw["questions"][3]["validation"] = [first, second]
    raw |= {
        "translations": {"pl": {"questions.wish.checks.2": "Napisz 5"}},
        "made_from": {"pl": {"questions.wish.checks.2": "Write five"}},
    }
    id_ = raw["questions"][3]["id"]
    raw = json.loads(json.dumps(raw).replace("questions.wish.", f"questions.{id_}."))
    moved = replaced(raw, "question", id_, raw["questions"][3] | {"validation": [second]})
    assert moved["made_from"] == {"pl": {f"questions.{id_}.checks.1": "Write five"}}
