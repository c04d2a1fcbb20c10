"""How long what askers gave is kept, and by which rules people ask."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import CLOCK, By
from derbyvoice.users.models import User
from scrutiny.questions.models import Asker, AskingRule, AskingTerms, Question


@transaction.atomic
def destroy_unconfirmed(*, at: datetime, by: By = CLOCK) -> int:
    """Destroy questions that nobody confirmed in the time that the terms give; gives how many."""
    terms = AskingTerms.objects.on(timezone.localdate(at)).first()
    late = Question.objects.unconfirmed_before(at - timedelta(days=terms.confirm_days if terms else 0))
    destroyed = 0
    for question in late.select_for_update(of=("self",), skip_locked=True)[:500]:
        record("question_destroyed", question, by=by, why="never confirmed")
        question.delete()
        destroyed += 1
    return destroyed


@transaction.atomic
def forget_askers(*, at: datetime, by: By = CLOCK) -> int:
    """Destroy address, name and own words of those whose question was finished long enough ago; gives how many."""
    terms = AskingTerms.objects.on(timezone.localdate(at)).first()
    if terms is None:
        return 0
    finished = Question.objects.finished_before(at - timedelta(days=terms.asker_kept_days))
    held = finished.exclude(asker=None, own_words=None).select_for_update(of=("self",), skip_locked=True)[:500]
    for question in held:
        forget_asker(question, by=by)
    return len(held)


def forget_asker(question: Question, *, by: By) -> None:
    Asker.objects.filter(question=question).delete()
    question.own_words = None
    question.save(update_fields=["own_words"])
    record("asker_forgotten", question, by=by)


@transaction.atomic
def note_failed_mail(asker: Asker) -> None:
    """The address takes no mail: it is not tried again, and the office sees it beside the question."""
    asker.mail_failed = True
    asker.save(update_fields=["mail_failed"])
    record("asker_not_reached", asker.question, by=CLOCK)


@transaction.atomic
def keep_setting(row: AskingRule | AskingTerms, *, by: User) -> None:
    """Keep a rule or the numbers for asking, as the office wrote them."""
    row.full_clean()
    row.save()
    record("asking_setting_kept", row, by=by)
