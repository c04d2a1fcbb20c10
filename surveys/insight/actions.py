"""Counting what waits to be counted, and writing down what was learned."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record, record_reading
from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from derbyvoice.users.models import User
from derbyvoice.vault.sealing import open_words
from surveys.insight.choices import TRANSITIONS, State
from surveys.insight.models import Evidence, Finding, Tally
from surveys.questionnaires.compact import tallies
from surveys.questionnaires.models import Survey, definition_of
from surveys.responses.models import Response, Uncounted, Words

AT_ONCE = 1000
Place = tuple[int, date, int, int]
"""Version, month, the question's position, code."""


def count_answers(*, by: By) -> int:
    """Fold everything that waits into the tallies, a thousand at a time; gives how many were folded."""
    folded = 0
    while batch := fold_batch():
        folded += batch
    return folded


@transaction.atomic
def fold_batch() -> int:
    """Take up to a thousand waiting rows, add them up, delete them: in one step, so that each counts once."""
    waiting = list(Uncounted.objects.select_for_update().order_by("id")[:AT_ONCE])
    found: Counter[Place] = Counter()
    for row in waiting:
        for position, code in tallies(definition_of(row.version_id), row.answers):
            found[row.version_id, row.month, position, code] += row.sign
    add(found)
    Uncounted.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return len(waiting)


def add(found: Counter[Place]) -> None:
    """Add to the tallies that stand, and begin those that do not."""
    standing = Tally.objects.select_for_update().filter(version__in={place[0] for place in found})
    there = {(row.version_id, row.month, row.position, row.code): row for row in standing}
    for place, row in there.items():
        row.number += found.get(place, 0)
    Tally.objects.bulk_update([there[place] for place in found if place in there], ["number"], batch_size=200)
    Tally.objects.bulk_create(
        Tally(version_id=version, month=month, position=position, code=code, number=number)
        for (version, month, position, code), number in found.items()
        if number > 0 and (version, month, position, code) not in there
    )


@transaction.atomic
def read_words(*, response: Response, by: User, why: str) -> dict[str, str]:
    """The words of a response by question id, opened for a reader; that they read them is written down with it."""
    record_reading(response, by=by, why=why)
    return {words.question: open_words(words, "sealed", purpose="voice") for words in of(response, by)}


def of(response: Response, user: User) -> Iterable[Words]:
    return Words.objects.visible_to(user).filter(response=response)


@transaction.atomic
def write_finding(*, survey: Survey, title: str, summary: str, by: User, what_we_did: str = "") -> Finding:
    """Begin a finding. It rests on nothing yet."""
    facts = {"title": title, "summary": summary, "what_we_did": what_we_did}
    finding = Finding(survey=survey, written_at=clock.now(), written_by=by, **facts)
    finding.full_clean()
    finding.save()
    record("wrote", finding, by=by, survey=survey.slug)
    return finding


@transaction.atomic
def link_evidence(*, finding: Finding, response: Response, by: User) -> Evidence:
    """This response supports this finding. Only what the person may read and is of the same survey can be linked."""
    if not Response.objects.visible_to(by).filter(pk=response.pk, version__survey=finding.survey_id).exists():
        raise ValidationError("Link a response of the same survey that you may read.")
    facts = {"linked_at": clock.now(), "linked_by": by}
    evidence, new = Evidence.objects.get_or_create(finding=finding, response=response, defaults=facts)
    if new:
        record("linked", finding, by=by, response=str(response.reference))
    return evidence


@transaction.atomic
def move(*, finding: Finding, to: State, by: User) -> Finding:
    """The one door for a finding's state. Raises `ValidationError`."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if to not in TRANSITIONS[finding.state]:
        raise ValidationError(f"This is {finding.get_state_display().lower()}; it cannot become {to.label.lower()}.")
    if to == State.PUBLISHED and not finding.evidence.exists():
        raise ValidationError("Link what it rests on before you publish it.")
    record("moved", finding, by=by, before=finding.state, after=to)
    finding.state = to
    if to == State.PUBLISHED:
        finding.published_at, finding.published_by = clock.now(), by
    finding.save(update_fields=["state", "published_at", "published_by"])
    return finding
