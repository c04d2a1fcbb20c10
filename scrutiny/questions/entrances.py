"""What of questions waits for whom, and where they find it."""

from datetime import datetime

from django.utils import timezone

from derbyvoice.users import attention, navigation
from derbyvoice.users.models import User
from derbyvoice.users.roles import FORCE_DESK, OFFICE_STAFF
from scrutiny.questions.choices import State
from scrutiny.questions.models import Question

QUEUE, DESK = "admin:questions_question_changelist", "questions_desk"


def in_state(state: str) -> attention.Count:
    return lambda user, now: Question.objects.filter(state=state).count()


def overdue(user: User, now: datetime) -> int:
    return Question.objects.overdue(timezone.localdate(now)).count()


WAITING = (
    attention.Attention(
        "questions_to_read",
        "questions wait to be read",
        in_state(State.WAITING),
        QUEUE,
        20,
        (OFFICE_STAFF,),
        "question waits to be read",
    ),
    attention.Attention(
        "answers_to_publish",
        "answers wait to be published",
        in_state(State.ANSWERED),
        QUEUE,
        30,
        (OFFICE_STAFF,),
        "answer waits to be published",
    ),
    attention.Attention(
        "answers_overdue", "answers are overdue", overdue, QUEUE, 40, (OFFICE_STAFF,), "answer is overdue"
    ),
    attention.Attention(
        "questions_to_answer",
        "questions wait for an answer",
        in_state(State.WITH_FORCE),
        DESK,
        20,
        (FORCE_DESK,),
        "question waits for an answer",
    ),
)


def register_all() -> None:
    for item in WAITING:
        attention.register(item)
    navigation.register(navigation.Item("Questions", DESK, (FORCE_DESK,), order=20))
