"""How hard a line of English is to read: the Flesch-Kincaid grade.

    grade = 0.39 × words / sentences + 11.8 × syllables / words − 15.59

Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, "Derivation of New Readability Formulas for Navy
Enlisted Personnel", Research Branch Report 8-75, Naval Technical Training Command, 1975. A grade is a school year in
the United States: children of grade n are n + 5 years old or a little more.

Syllables are counted by rules of English spelling, which are right for about nine words in ten; what is left over
averages out in a sentence and means little in a single word, so lines of fewer than `FEWEST_WORDS` have no grade."""

import re
from typing import Final

GRADE_TO_AGE: Final = 5
FEWEST_WORDS: Final = 4
HARD_SYLLABLES: Final = 3
SHORT_OF_TWO: Final = frozenset(("ago", "any", "via"))
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
SENTENCE_END = re.compile(r"[.!?:…]+(?=\s|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(
    r"(?<![aeiouy])(?<![^aeiouy]l)e$"  # home, but table
    r"|(?<=[^aeiouytd])e(?=d$)"  # asked, but wanted
    r"|(?<=[^aeiouysxzcg])(?<![cs]h)(?<![^aeiouy]l)e(?=s$)"  # names, but choices
    r"|(?<=[^aeiouy])e(?=(?:ful|less|ly|ment|ness)(?:ly|s)?$)"  # useful
    r"|(?<=som|her|hom|tim|lif)e(?=[^aeiouyd][a-z]{2})"  # something, therefore
    r"|(?<=ev)e(?=ry|ning)"  # every, evening
)
TWO_SOUNDS = re.compile(
    r"(?<![tcsx])ia(?!n)|(?<![tcsxl])ia(?=n)|(?<![tcsgxn])io(?=[nu])|io(?![nu])|eo(?!p|u)|ua(?=l|t)|ui(?=[nt]g)|(?<!fr)(?<![^s][tc])ie(?=n|t)"
    r"|[aeiouy](?=ing$)|ea$|(?<=cr)ea(?=t(?!u))"
)


def syllables(word: str) -> int:
    """Syllables of an English word, by its spelling; at least one. A number counts as one for each digit."""
    if word.isdigit():
        return len(word)
    plain = re.sub(r"[^a-z]", "", word.lower())
    if len(plain) <= 3:
        return 2 if plain in SHORT_OF_TWO else 1
    return max(len(VOWELS.findall(SILENT.sub("", plain))) + len(TWO_SOUNDS.findall(plain)), 1)


def words_in(text: str) -> list[str]:
    return WORD.findall(text)


def sentences_in(text: str) -> int:
    """Sentences of a text; a line without an end is one."""
    return max(sum(bool(WORD.search(part)) for part in SENTENCE_END.split(text)), 1)


def grade(text: str) -> float | None:
    """The Flesch-Kincaid grade; None for a text too short to say."""
    words = words_in(text)
    if len(words) < FEWEST_WORDS:
        return None
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / sentences_in(text) + 11.8 * spoken / len(words) - 15.59


def hard_words(text: str) -> list[str]:
    """Words of three syllables and more, the longest first, each once."""
    hard = {word.lower() for word in words_in(text) if syllables(word) >= HARD_SYLLABLES}
    return sorted(hard, key=lambda word: (-syllables(word), word))
