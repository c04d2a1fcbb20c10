"""How many people a finding rests on: the number moves in steps, whoever is linked or unlinked (docs/adr/0014)."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from derbyvoice.lib.releases import STEP
from surveys.insight.models import Finding
from surveys.responses.models import Response


def rest_on_more(finding: Finding, versions: Iterable[int]) -> None:
    """Of those who were linked, who is in the figures counts now, others when the figures move.

    Whoever was unlinked since the last step is in the number still, so it grows only beyond that: nobody who is linked
    again counts twice."""
    inside = finding.evidence.filter(response__stand__isnull=False, response__version__in=versions)
    numbers = standing(finding)
    for version, people in inside.order_by().values_list("response__version").annotate(Count("pk")):
        numbers[str(version)] = max(people, numbers.get(str(version), 0))
    keep(finding, numbers)


def rest_on_fewer(finding: Finding, unlinked: Iterable[Response]) -> None:
    """Ten who are unlinked together are a step. Fewer leave the number when the figures move, so that nobody can be
    seen leaving it."""
    numbers = standing(finding)
    left = Counter(str(row.version_id) for row in unlinked if row.stand is not None)
    for version, people in left.items():
        if people >= STEP:
            numbers[version] = max(numbers.get(version, 0) - people, 0)
    keep(finding, numbers)


def standing(finding: Finding) -> dict[str, int]:
    """The numbers of each version, held until the transaction ends."""
    return Finding.objects.select_for_update().get(pk=finding.pk).rests_on


def keep(finding: Finding, numbers: dict[str, int]) -> None:
    """Past the history, which holds words and no true number."""
    finding.rests_on = numbers
    Finding.objects.filter(pk=finding.pk).update(rests_on=numbers)
