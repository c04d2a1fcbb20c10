"""Which words stand out in a survey or in a theme: reckoned here on our own machine, nothing kept."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q

from derbyvoice.audit.actions import record
from derbyvoice.lib.distinctive import distinctive
from derbyvoice.lib.suppression import Figure, Protection, figure
from derbyvoice.users.models import User
from surveys.insight.actions.reading import told
from surveys.insight.models import Coding, Theme
from surveys.questionnaires.models import Survey
from surveys.responses.models import Recording, Words

MOST_TEXTS = 3000
"""The newest so many texts of each kind are looked at: about a second of work."""
Standing = list[tuple[str, Figure]]


@transaction.atomic
def words_of_survey(*, survey: Survey, by: User) -> Standing:
    """Words that stand out in what people wrote or said in this survey, against all other surveys.

    Only words that so many people used as may be shown; how many is a protected figure."""
    texts, here = texts_for(by), Q(response__version__survey=survey)
    ours, others = [rows.filter(here) for rows in texts], [rows.exclude(here) for rows in texts]
    record("looked for words that stand out", survey, by=by)
    return standing_out(by_person(*ours), by_person(*others), survey.small_numbers)


@transaction.atomic
def words_of_theme(*, theme: Theme, by: User) -> Standing:
    """Words that stand out in texts of this theme, against all other texts."""
    codes, (words, aloud) = Coding.objects.visible_to(by).agreed().about(theme), texts_for(by)
    wrote, said = Q(pk__in=codes.texts("words")), Q(pk__in=codes.texts("recording"))
    record("looked for words that stand out", theme, by=by)
    ours, others = [words.filter(wrote), aloud.filter(said)], [words.exclude(wrote), aloud.exclude(said)]
    return standing_out(by_person(*ours), by_person(*others), Protection.HEIGHTENED)


def texts_for(user: User) -> "list[models.QuerySet[Any]]":
    """What people wrote, and what they said once it was written down."""
    return [Words.objects.visible_to(user), Recording.objects.visible_to(user).written()]


def by_person(*kinds: "models.QuerySet[Any]") -> list[str]:
    """All that each person wrote or said, as one text."""
    said: dict[int, list[str]] = {}
    for rows in kinds:
        for row in rows.order_by("-id")[:MOST_TEXTS]:
            said.setdefault(row.response_id, []).append(told(row))
    return ["\n".join(texts) for texts in said.values()]


def standing_out(ours: list[str], others: list[str], protection: Protection) -> Standing:
    found = distinctive(ours, others, least=protection.limit)
    return [(one.word, figure(one.people, protection)) for one in found]
