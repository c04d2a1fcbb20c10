"""Which English text each translation was made from, so that one that lags behind is seen.

A definition keeps it beside its translations: `"made_from": {"pl": {"questions.heard.text": "Did you feel heard?"}}`.
Where nothing is kept, nothing is known, and nothing is said."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from surveys.questionnaires.languages import LANGUAGES
from surveys.questionnaires.translating import MADE_FROM, is_of_texts, texts_of, translations_in

Raw = dict[str, Any]
TOLD: Final = {
    "title": "of the title",
    "readers": "of “Who reads it”",
    "purpose": "of “What happens with it”",
    "limits": "of “What we cannot keep private”",
}
OF_SECTION: Final = {"title": "of the section “{}”", "note": "of the note before the section “{}”"}
OF_QUESTION: Final = {
    "text": "of question {}",
    "help": "of the help of question {}",
    "low_label": "of the low end of question {}",
    "high_label": "of the high end of question {}",
    "for_helper": "of question {} for a helper",
    "for_young": "of question {} for people under 16",
    "options": "of “{said}” in question {}",
    "checks": "of a check of question {}",
}


def english_behind(raw: Mapping[str, Any], language: str) -> dict[str, str]:
    """The English that the words in this language were made from, by place, as far as it is known."""
    kept = raw.get(MADE_FROM)
    found = kept.get(language) if isinstance(kept, dict) else None
    return dict(found) if is_of_texts(found) else {}


def outdated(raw: Raw, language: str) -> dict[str, str]:
    """The earlier English, by place, of words whose English has changed since they were written."""
    written, told = texts_of(raw), translations_in(raw, language)
    return {
        place: english
        for place, english in english_behind(raw, language).items()
        if place in told and place in written and not same_words(english, written[place])
    }


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but blanks, which a spreadsheet may change."""
    return one.split() == other.split()


def with_english(raw: Raw, language: str, english: Mapping[str, str]) -> Raw:
    """The definition with this behind its words in this language; what belongs to no words is left out."""
    told = translations_in(raw, language)
    found = {place: text for place, text in english.items() if place in told}
    kept = raw.get(MADE_FROM)
    others = {key: texts for key, texts in kept.items() if key != language} if isinstance(kept, dict) else {}
    every = {**others, language: found} if found else others
    without = {name: value for name, value in raw.items() if name != MADE_FROM}
    return {**without, MADE_FROM: every} if every else without


def noted(before: Raw, after: Raw, language: str, *, seen: Mapping[str, str], fit: Collection[str]) -> Raw:
    """`after`, in which somebody wrote in this language with the English in `seen` before them. Words that they left as
    they were keep what they were made from, unless they said of them that they `fit`."""
    was, now, english = translations_in(before, language), translations_in(after, language), texts_of(after)
    anew = {place for place in now if now[place] != was.get(place) or place in fit}
    found = {place: seen.get(place, english.get(place, "")) for place in anew}
    return with_english(after, language, {**english_behind(before, language), **found})


def remembering(before: Raw, after: Raw) -> Raw:
    """`after`, with the English of `before` behind each translation that stayed while its English changed."""
    written, anew = texts_of(before), texts_of(after)
    for language in list(after.get("translations", {})):
        was, now = (translations_in(raw, language) for raw in (before, after))
        known = english_behind(after, language)
        stayed = [place for place in now if now[place] == was.get(place) and place in written and place not in known]
        found = {place: written[place] for place in stayed if written[place] != anew.get(place)}
        after = with_english(after, language, {**known, **found}) if found else after
    return after


def warnings_of(raw: Raw) -> Iterator[tuple[str, str]]:
    """(language, sentence) for each text whose words were written for an earlier English."""
    for language in raw.get("translations", {}):
        name = LANGUAGES[language].name if language in LANGUAGES else language
        for place in outdated(raw, language):
            yield language, f"The {name} words {name_of(raw, place)} were written for an earlier English text."


def name_of(raw: Raw, place: str) -> str:
    """What stands at this place, for somebody who reads the survey."""
    kind, _, rest = place.partition(".")
    id_, _, part = rest.partition(".")
    if kind == "sections":
        title = next(section["title"] for section in raw["sections"] if section["id"] == id_)
        return OF_SECTION[part].format(title)
    if kind != "questions":
        return TOLD[place]
    number = next(number for number, one in enumerate(raw["questions"], 1) if one["id"] == id_)
    return OF_QUESTION[part.partition(".")[0]].format(number, said=texts_of(raw)[place])
