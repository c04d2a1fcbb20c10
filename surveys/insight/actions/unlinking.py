"""Taking from under a finding what was linked by mistake."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from derbyvoice.audit.actions import record
from derbyvoice.users.models import User
from surveys.insight.actions.findings import about, tell_no_more
from surveys.insight.actions.quoting import take_down
from surveys.insight.actions.resting import rest_on_fewer
from surveys.insight.choices import Quoting, State
from surveys.insight.models import Evidence, Finding, Theme
from surveys.responses.models import Response

NOTHING_LEFT = "Nothing would be left that it rests on. Link something else before, or take it down first."


@transaction.atomic
def unlink_evidence(*, finding: Finding, response: Response, by: User) -> bool:
    """This response does not support this finding after all; whether it was linked. Raises `ValidationError`."""
    if not Response.objects.visible_to(by).filter(pk=response.pk).exists():
        raise ValidationError("Unlink a response that you may read.")
    gone = unlink(finding, [response.pk], by=by)
    if gone:
        record("unlinked", finding, by=by, response=str(response.reference))
    return bool(gone)


@transaction.atomic
def unlink_theme(*, finding: Finding, theme: Theme, by: User) -> int:
    """Whatever was found through this theme alone supports this finding no longer; gives how many responses. What
    carries another of its themes stays, through that. Raises `ValidationError`."""
    through = finding.evidence.filter(theme=theme)
    for other in Theme.objects.filter(evidence__finding=finding).exclude(pk=theme.pk).distinct().order_by("pk"):
        through.filter(response__in=about(other, by)).update(theme=other)
    gone = unlink(finding, through.values_list("response", flat=True), by=by)
    record("unlinked theme", finding, by=by, theme=theme.pk, responses=gone)
    return gone


def unlink(finding: Finding, responses: Iterable[int], *, by: User) -> int:
    """They are told of it no longer, and no quote of theirs stands with it. A published finding rests on somebody."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    rows = list(Response.objects.filter(pk__in=list(responses), evidence__finding=finding).order_by("pk"))
    Evidence.objects.filter(finding=finding, response__in=rows).delete()
    if finding.state == State.PUBLISHED and not finding.evidence.exists():
        raise ValidationError(NOTHING_LEFT)
    rest_on_fewer(finding, rows)
    tell_no_more(finding, rows, by=by)
    take_down_quotes(finding, rows, by=by)
    return len(rows)


def take_down_quotes(finding: Finding, unlinked: Iterable[Response], *, by: User) -> None:
    theirs = Q(passage__words__response__in=unlinked) | Q(passage__recording__response__in=unlinked)
    for quote in finding.quotes.filter(theirs).exclude(state=Quoting.TAKEN_DOWN):
        take_down(quote=quote, by=by)
