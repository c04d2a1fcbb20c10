"""Private links for askers. The code in a link is reckoned from the question's reference with a key of ours.

Nothing that opens a link is stored, so a stolen table opens none. Confirming and following have codes of their own."""

import hmac
import secrets

from derbyvoice.vault.sealing import lookup
from scrutiny.questions.models import Question

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
REFERENCE_LENGTH = 8
CODE_LENGTH = 40
CONFIRM, FOLLOW = "confirm", "follow"


def new_reference() -> str:
    """Eight marks that are not mistaken for each other, and make no words."""
    return "".join(secrets.choice(LETTERS) for _ in range(REFERENCE_LENGTH))


def code_for(purpose: str, question: Question) -> str:
    """160 bits that only we can reckon."""
    return lookup(f"question-{purpose}", question.reference)[:CODE_LENGTH]


def question_for(purpose: str, *, reference: str, code: str) -> Question | None:
    """The question that this private link opens; none once the asker's details are destroyed."""
    question = Question.objects.filter(reference=reference, asker__isnull=False).select_related("meeting").first()
    if question and hmac.compare_digest(code_for(purpose, question).encode(), code.encode()):
        return question
    return None
