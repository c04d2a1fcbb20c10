"""What a new survey begins with."""

from surveys.questionnaires.choices import Consent
from surveys.questionnaires.definitions import GOOD_THING
from surveys.questionnaires.editing import Raw

READERS = "Researchers who work for the office. Not the police, and not the people who helped you."
PURPOSE = "Tell us what helped and what did not. The office uses it to make the help better."


def new_definition(title: str) -> Raw:
    """Nothing asked yet but for one good thing, last; every consent is asked for, none is given."""
    return {
        "title": title,
        "readers": READERS,
        "purpose": PURPOSE,
        "minutes": 5,
        "sections": [{"id": "first", "title": "How it was for you"}, {"id": "last", "title": "Before you go"}],
        "questions": [{**GOOD_THING, "section": "last"}],
        "consents": [consent.value for consent in Consent],
    }
