"""On which days those who work under a contract may open referrals: the contract's own, and no longer."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from derbyvoice.audit.actors import By
from services.contracts.models import Contract, ContractAccess
from services.directory import actions as directory
from services.directory.models import Access, Provider
from services.referrals.actions import tell_officers

OTHERS_WORK = "The provider no longer works under this contract"


@transaction.atomic
def agree_access(contract: Contract, *, why: str = OTHERS_WORK, at: datetime, by: By) -> None:
    """Write down who has access through this contract now, and from when to when; called by whatever changes it.

    Who lost access is signed out, and the officers of the people whom they helped are told at once."""
    contract = Contract.objects.select_for_update().get(pk=contract.pk)  # somebody may have changed it since
    day, working, standing = timezone.localdate(at), working_under(contract), standing_by_provider(contract)
    touched = Provider.objects.filter(pk__in={*working, *standing})
    before = set(touched.with_access(day))
    for row in [row for number, row in standing.items() if number not in working]:
        directory.end_access(row, why=why, at=at, by=by)
    for provider in touched.filter(pk__in=working):
        give(contract, provider, working[provider.pk], standing.get(provider.pk), at=at, by=by)
    if lost := before - set(touched.with_access(day)):
        directory.sign_out_without_access(lost, at=at, by=by)
        tell_officers(day=day)


def working_under(contract: Contract) -> dict[int, date | None]:
    """Who works under it, each with their last day: the provider it was let to, and those who deliver a part.

    Nobody once it was broken off, nobody before it is let, and nobody whose part was over before it begins."""
    if contract.provider_id is None or contract.is_broken_off:
        return {}
    begun = Q() if contract.starts_on is None else Q(last_day=None) | Q(last_day__gte=contract.starts_on)
    parts = contract.sub_providers.filter(begun).values_list("provider_id", "last_day")
    return {
        **{number: sooner(contract.ends_on, last) for number, last in parts},
        contract.provider_id: contract.ends_on,
    }


def sooner(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def standing_by_provider(contract: Contract) -> dict[int, Access]:
    rows = Access.objects.standing().filter(pk__in=contract.accesses.values("access")).select_related("provider")
    return {row.provider_id: row for row in rows}


def give(
    contract: Contract, provider: Provider, last: date | None, row: Access | None, *, at: datetime, by: By
) -> None:
    if row:
        directory.move_access(row, first=contract.starts_on, last=last, at=at, by=by)
        return
    source = f"Contract: {contract.title}"
    made = directory.open_by_contract(provider, first=contract.starts_on, last=last, source=source, at=at, by=by)
    ContractAccess.objects.create(contract=contract, access=made)
