"""Who may publish what, and what must be looked at twice."""

from derbyvoice.lib.redaction import suggest
from derbyvoice.users.models import User
from scrutiny.questions.choices import WORDED
from scrutiny.questions.models import Answer, Question


def may_tell_of_a_person(*texts: str) -> bool:
    """Something in these words looks like a name, an address or another trace of a person."""
    return any(suggest(words) for words in texts)


def needs_another_person(answer: Answer, *, by: User) -> bool:
    """Publishing words that may tell of a person takes two of the office: one checks, another publishes."""
    return answer.needs_second_person and (answer.checked_by_id is None or answer.checked_by_id == by.pk)


def can_be_merged_into(question: Question, other: Question) -> bool:
    """Into another question that will be, or is, answered."""
    return question.pk != other.pk and other.state in WORDED
