"""The one door for a question's state, and what the office decides by it."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.notifications.outbox import queue
from derbyvoice.users.models import User
from scrutiny.questions import rules
from scrutiny.questions.choices import TELL_ASKER, TRANSITIONS, State
from scrutiny.questions.models import Asker, AskingRule, AskingTerms, Question, QuestionStep

NEWS_MAIL: Final = "question_news"
OTHERS_WAIT: Final = "Other questions are answered together with this one. Look at those again first."


def person(by: By) -> User | None:
    return by if isinstance(by, User) else None


@transaction.atomic
def move(question: Question, *, to: str, at: datetime, by: By, **changes: Any) -> Question:
    """The one door for a question's state.

    Refuses a step that is not in `TRANSITIONS`, sets what goes with the new state, writes the step and the audit
    event, and tells the asker what they wait to hear. Raises `ValidationError`; nothing has then changed."""
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if to not in TRANSITIONS[row.state]:
        raise ValidationError(f"A question that is “{row.get_state_display()}” cannot become “{State(to).label}”.")
    before = row.state
    settled = {"declined_by_rule": None, "merged_into": None, **changes, "state": to, "moved_at": at}
    for name, value in settled.items():
        setattr(row, name, value)
    row.validate_constraints()
    row.save(update_fields=[*settled])
    QuestionStep.objects.create(question=row, at=at, by=person(by), from_state=before, to_state=to)
    record("question_moved", row, by=by, was=before, now=to)
    if to in TELL_ASKER:
        tell_asker(row)
    return row


def tell_asker(question: Question) -> None:
    """Queue a neutral message with one link. Those whose question was merged into this one hear of its answer too."""
    waiting = [question, *(question.merged.all() if question.state == State.PUBLISHED else [])]
    for asker in Asker.objects.filter(question__in=waiting, mail_failed=False):
        step = question.steps.count()
        queue(
            NEWS_MAIL,
            recipient_ref=f"asker:{asker.pk}",
            context_ref=f"question:{question.pk}:{question.state}",
            dedupe_key=f"{NEWS_MAIL}:{asker.question_id}:{question.pk}:{step}",
        )


def accept(question: Question, *, public_words: str, at: datetime, by: User) -> Question:
    """Take the question, in words that may be published."""
    return move(question, to=State.ACCEPTED, at=at, by=by, public_words=public_words.strip())


@transaction.atomic
def decline(question: Question, *, rule: AskingRule, at: datetime, by: User) -> Question:
    """Do not take the question. The asker is told which rule it is that stands against it.

    Raises `ValidationError` while others wait for an answer together with it."""
    if question.merged.exists():
        raise ValidationError(OTHERS_WAIT)
    return move(question, to=State.DECLINED, at=at, by=by, declined_by_rule=rule)


@transaction.atomic
def merge(question: Question, *, into: Question, at: datetime, by: User) -> Question:
    """Answer this question together with another that asks the same. Those that waited with it go along."""
    if not rules.can_be_merged_into(question, into):
        raise ValidationError({"into": "Choose another question that was accepted."})
    for other in question.merged.all():
        Question.objects.filter(pk=other.pk).update(merged_into=into)
        record("question_merged_along", other, by=by, into=into.pk)
    return move(question, to=State.MERGED, at=at, by=by, merged_into=into)


def reconsider(question: Question, *, at: datetime, by: User) -> Question:
    """Look again at a question that was declined or merged."""
    return move(question, to=State.WAITING, at=at, by=by)


def send_to_force(question: Question, *, at: datetime, by: User) -> Question:
    """Hand the public words to the force desk, with a day by which the answer is due."""
    day = timezone.localdate(at)
    terms = AskingTerms.objects.on(day).first()
    due = day + timedelta(days=terms.answer_days) if terms else None
    return move(question, to=State.WITH_FORCE, at=at, by=by, answer_due=due)


def recall(question: Question, *, at: datetime, by: User) -> Question:
    """Take the question back from the force desk before it is answered."""
    return move(question, to=State.ACCEPTED, at=at, by=by, answer_due=None)
