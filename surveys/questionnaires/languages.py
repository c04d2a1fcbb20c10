"""The languages that a survey can be read in. Easy Read is one of them: the same questions in fewer, easier words."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Language:
    """`key` is kept with a response; `tag` is what a page declares (BCP 47); `catalogue` has the words of our pages."""

    key: str
    name: str
    own_name: str
    tag: str
    catalogue: str
    right_to_left: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.right_to_left else "ltr"


ENGLISH: Final = Language("en", "English", "English", "en-GB", "en-gb")
EASY_READ: Final = Language("easy", "Easy Read", "Easy Read (English)", "en-GB", "en-gb")
LANGUAGES: Final = {
    language.key: language
    for language in (
        ENGLISH,
        EASY_READ,
        Language("pl", "Polish", "Polski", "pl", "pl"),
        Language("ur", "Urdu", "اردو", "ur", "ur", right_to_left=True),
        Language("pa", "Punjabi", "ਪੰਜਾਬੀ", "pa", "pa"),
    )
}
TRANSLATED: Final = tuple(language for language in LANGUAGES.values() if language is not ENGLISH)


def language_of(key: str) -> Language:
    """The language with this key; English for one that nobody knows."""
    return LANGUAGES.get(key, ENGLISH)
