"""Keeping questions for other surveys."""

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.questionnaires.models import QuestionSet
from surveys.questionnaires.sets import LARGEST, Set


@transaction.atomic
def keep_set(*, name: str, about: str, content: Set, by: User) -> QuestionSet:
    """Keep these questions under a name. Raises `ValidationError` for a name that is taken and an empty set."""
    if not 1 <= len(content["questions"]) <= LARGEST:
        raise ValidationError({"questions": "Choose at least one question"})
    kept = QuestionSet(name=name, about=about, content=content, saved_at=clock.now(), saved_by=by)
    kept.full_clean()
    kept.save()
    record("kept question set", kept, by=by, questions=len(content["questions"]))
    return kept


@transaction.atomic
def retire_set(*, question_set: QuestionSet, retired: bool, by: User) -> QuestionSet:
    """Offer the set no longer, or again. Surveys that have its questions keep them."""
    row = QuestionSet.objects.select_for_update(of=("self",)).get(pk=question_set.pk)
    if row.retired != retired:
        row.retired = retired
        row.save(update_fields=["retired"])
        record("retired question set" if retired else "offered question set again", row, by=by)
    return row
