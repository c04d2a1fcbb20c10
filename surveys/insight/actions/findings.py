"""Writing down what was learned."""

from collections.abc import Collection, Iterable
from textwrap import shorten

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from derbyvoice.audit.actions import record, record_change
from derbyvoice.office import clock
from derbyvoice.users.models import User
from surveys.insight.actions.resting import rest_on_more
from surveys.insight.choices import TRANSITIONS, State
from surveys.insight.models import Coding, Evidence, Finding, Theme
from surveys.questionnaires.choices import Consent
from surveys.questionnaires.models import Survey
from surveys.responses.actions import note_progress_of, unnote_progress
from surveys.responses.choices import Progress
from surveys.responses.models import Response

LONGEST = 280
"""Characters of what was done that a person is told; the whole of it stands on the public page."""


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
        rest_on_more(finding, [response.version_id])
        tell_newcomers(finding, [response], by=by)
        record("linked", finding, by=by, response=str(response.reference))
    return evidence


@transaction.atomic
def link_theme(*, finding: Finding, theme: Theme, by: User) -> int:
    """Every response of the finding's survey that carries this theme now supports it; gives how many were new."""
    rows = Response.objects.visible_to(by).filter(pk__in=about(theme, by), version__survey=finding.survey_id)
    new = list(rows.exclude(evidence__finding=finding).order_by("id"))
    facts = {"theme": theme, "linked_at": clock.now(), "linked_by": by}
    Evidence.objects.bulk_create(Evidence(finding=finding, response=row, **facts) for row in new)
    rest_on_more(finding, {row.version_id for row in new})
    tell_newcomers(finding, new, by=by)
    record("linked theme", finding, by=by, theme=theme.pk, responses=len(new))
    return len(new)


def about(theme: Theme, by: User) -> "QuerySet[Coding]":
    """The ids of the responses that carry this theme, as far as this person may read them."""
    return Coding.objects.visible_to(by).agreed().about(theme).responses()


@transaction.atomic
def say_what_we_did(*, finding: Finding, words: str, by: User) -> Finding:
    """What the office did about it, in its own words. Once the finding is published, whoever it rests on reads the new
    words, as everybody does on the public page. Raises `ValidationError`."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    before = finding.what_we_did
    record_change(finding, "said what was done", by=by, what_we_did=words)
    if words != before:
        tell_what_we_did(finding, by=by)
    return finding


@transaction.atomic
def correct_finding(*, finding: Finding, title: str, summary: str, by: User) -> Finding:
    """Say better what was learned; the earlier words stay in its history. Once the finding is published everybody reads
    the new words, and whoever it rests on reads the new title, on the day of the old. Raises `ValidationError`."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    before = (finding.title, finding.summary)
    if (title, summary) != before:
        record_change(finding, "corrected", by=by, title=title, summary=summary)
    if title != before[0]:
        tell_the_title(finding, by=by)
    return finding


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
    tell_back(finding, by=by)
    return finding


def tell_back(finding: Finding, *, by: User) -> None:
    """Whoever a published finding rests on sees it with their return words; once it is taken down, they do not."""
    unnote_progress(source=source_of(finding), by=by)
    tell_what_is_true(finding, people_of(finding), by=by)


def tell_what_we_did(finding: Finding, *, by: User) -> None:
    """In place of what they were told before, if anything. Nobody is told of a finding that is not published."""
    unnote_progress(source=source_of(finding), step=Progress.ACTION, by=by)
    tell_what_is_true(finding, people_of(finding), by=by, steps=(Progress.ACTION,))


def tell_the_title(finding: Finding, *, by: User) -> None:
    """In place of the one that they were told, on the same day. Who no longer lets it be read keeps neither."""
    others = Response.objects.exclude(pk__in=people_of(finding))
    unnote_progress(source=source_of(finding), step=Progress.USED, responses=others, by=by)
    tell_what_is_true(finding, people_of(finding), by=by, steps=(Progress.USED,))


def tell_newcomers(finding: Finding, linked: Iterable[Response], *, by: User) -> None:
    """Whoever is linked to a published finding learns what the others were told when it was published."""
    finding.refresh_from_db(fields=["state", "title", "what_we_did"])
    tell_what_is_true(finding, people_of(finding).filter(pk__in=[row.pk for row in linked]), by=by)


def tell_what_is_true(
    finding: Finding, people: "QuerySet[Response]", *, by: User, steps: Collection[Progress] = tuple(Progress)
) -> None:
    """That it was used, and what was done, if anything. Nobody is told of a finding that is not published."""
    if finding.state != State.PUBLISHED:
        return
    words = {Progress.USED: f"It helped us to learn this: {finding.title}."}
    if finding.what_we_did:
        words[Progress.ACTION] = shorten(finding.what_we_did, LONGEST, placeholder="…")
    for step in (step for step in words if step in steps):
        note_progress_of(responses=people, step=step, sentence=words[step], source=source_of(finding), by=by)


def tell_no_more(finding: Finding, unlinked: Iterable[Response], *, by: User) -> None:
    """That a finding rests on their words is no longer true; they are told nothing else."""
    unnote_progress(source=source_of(finding), responses=unlinked, by=by)


def people_of(finding: Finding) -> "QuerySet[Response]":
    return Response.objects.allowing(Consent.READ).filter(evidence__finding=finding)


def source_of(finding: Finding) -> str:
    return f"finding:{finding.pk}"
