"""Choosing which figures everybody may see."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.insight.models import PublicFigure
from surveys.insight.releases import Figures
from surveys.questionnaires.models import Version


@transaction.atomic
def choose_public_figures(*, version: Version, questions: Collection[str], by: User) -> None:
    """Show the figures of these questions (their ids) to everybody, and of no others. Raises `ValidationError`."""
    version = Version.objects.select_for_update().select_related("survey").get(pk=version.pk)
    if set(questions) - {one.question.id for one in Figures(version).alone if one.table}:
        raise ValidationError("Choose questions that have figures.")
    before = set(version.public_figures.values_list("question", flat=True))
    new, gone = sorted(set(questions) - before), sorted(before - set(questions))
    version.public_figures.filter(question__in=gone).delete()
    facts = {"chosen_at": clock.now(), "chosen_by": by}
    PublicFigure.objects.bulk_create(PublicFigure(version=version, question=id_, **facts) for id_ in new)
    if new or gone:
        record("chose public figures", version, by=by, shown=new, taken_down=gone)
    say_how_answers_came([version.pk])


def say_how_answers_came(versions: Iterable[int]) -> None:
    """Ask the ledger for what stands beside public figures, before anybody looks: a public page writes nothing."""
    public = Version.objects.filter(pk__in=versions, public_figures__isnull=False).distinct().order_by("pk")
    for figures in map(Figures, public.select_related("survey")):
        if figures.stand:
            figures.release(figures.subjects["channel"])
