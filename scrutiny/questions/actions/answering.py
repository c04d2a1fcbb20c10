"""The force answers; the office reads the answer and publishes it, two people where it may tell of somebody."""

from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.users.models import User
from scrutiny.questions import rules
from scrutiny.questions.actions.moving import move
from scrutiny.questions.choices import State
from scrutiny.questions.models import Answer, Question

ANOTHER_ANSWER: Final = "The force wrote another answer after you opened this page. Read it, then decide again."


@transaction.atomic
def write_answer(
    question: Question, *, words: str, at: datetime, by: User, summary: bool = False, is_public: bool = False
) -> Answer:
    """Keep an answer. An earlier wording stays on record, no longer current, and its check does not count for this.

    `is_public` tells that the office published these words before, so that they need no second look."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if row.state not in (State.WITH_FORCE, State.ANSWERED):
        raise ValidationError("This question does not wait for an answer.")
    row.answers.filter(is_current=True).update(is_current=False)
    twice = not is_public and rules.may_tell_of_a_person(words)
    answer = Answer(question=row, words=words.strip(), summary=summary, needs_second_person=twice)
    answer.written_at, answer.written_by = at, by
    answer.full_clean()
    answer.save()
    record("answer_written", row, by=by, answer=answer.pk, needs_second_person=twice)
    if row.state == State.WITH_FORCE:
        move(row, to=State.ANSWERED, at=at, by=by)
    return answer


@transaction.atomic
def send_back(question: Question, *, note: str, at: datetime, by: User, seen: int | None = None) -> Question:
    """Ask the force for a better answer, and say what is wrong with this one."""
    answer = current_answer(question, seen=seen)
    answer.note = note.strip()
    answer.full_clean()
    answer.save(update_fields=["note"])
    return move(question, to=State.WITH_FORCE, at=at, by=by)


@transaction.atomic
def check_answer(question: Question, *, at: datetime, by: User, seen: int | None = None) -> Answer:
    """The first of two people has read the answer, which may tell of a person, and finds that it may be published."""
    answer = current_answer(question, seen=seen)
    answer.checked_at, answer.checked_by = at, by
    answer.save(update_fields=["checked_at", "checked_by"])
    record("answer_checked", question, by=by, answer=answer.pk)
    return answer


@transaction.atomic
def ask_for_second_person(question: Question, *, by: User, seen: int | None = None) -> Answer:
    """Somebody sees that the answer tells of a person, though no pattern found it: then it takes two to publish."""
    answer = current_answer(question, seen=seen)
    answer.needs_second_person = True
    answer.save(update_fields=["needs_second_person"])
    record("second_person_asked_for", question, by=by, answer=answer.pk)
    return answer


@transaction.atomic
def publish(question: Question, *, at: datetime, by: User, seen: int | None = None) -> Question:
    """Put question and answer before the public. Words that may tell of a person need two people of the office."""
    answer = current_answer(question, seen=seen)
    if rules.needs_another_person(answer, by=by):
        raise ValidationError("Another person must publish this answer, because it may tell of a person.")
    answer.released_at, answer.released_by = at, by
    answer.save(update_fields=["released_at", "released_by"])
    found_by = f"{question.public_words}\n{answer.words}"
    return move(question, to=State.PUBLISHED, at=at, by=by, published_at=at, published_by=by, search_words=found_by)


def take_down(question: Question, *, at: datetime, by: User) -> Question:
    """Nobody but the office sees it any more, until it is published again."""
    return move(question, to=State.ANSWERED, at=at, by=by, search_words="")


def current_answer(question: Question, *, seen: int | None = None) -> Answer:
    """The wording that counts now. `seen` is the one that somebody read before they decided, where a person decides.

    Raises `ValidationError` if there is none, or if the force wrote another since."""
    answer = Answer.objects.select_for_update(of=("self",)).filter(question=question, is_current=True).first()
    if answer is None:
        raise ValidationError("There is no answer yet.")
    if seen not in (None, answer.pk):
        raise ValidationError(ANOTHER_ANSWER)
    return answer
