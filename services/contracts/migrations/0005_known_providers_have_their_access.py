"""Contracts that are here already open referrals on their days; a provider that never had one keeps its access."""

from django.db import migrations

KEPT = "Worked with before access was written down: kept as it was"


def open_what_stands(apps, schema_editor):
    Access = apps.get_model("directory", "Access")
    by_contract = set()
    for contract in apps.get_model("contracts", "Contract").objects.exclude(provider=None).order_by("pk"):
        parts = contract.sub_providers.values_list("provider_id", flat=True)
        for provider in sorted({contract.provider_id, *parts}):
            open_by_contract(apps, contract, provider)
            by_contract.add(provider)
    for provider in apps.get_model("directory", "Provider").objects.exclude(pk__in=by_contract):
        Access.objects.create(provider=provider, ground="listed", valid_from=provider.valid_from, source=KEPT)


def open_by_contract(apps, contract, provider):
    access = apps.get_model("directory", "Access").objects.create(
        provider_id=provider,
        ground="contract",
        valid_from=contract.starts_on,
        valid_to=contract.ends_on,
        source=f"Contract: {contract.title}",
    )
    apps.get_model("contracts", "ContractAccess").objects.create(contract=contract, access=access)


def forget_it(apps, schema_editor):
    """Only what this step or its like wrote is here when the tables go, and they go next."""
    apps.get_model("contracts", "ContractAccess").objects.all().delete()
    apps.get_model("directory", "Access").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("contracts", "0004_breaking_off_only_grows"), ("directory", "0002_access_to_referrals")]
    operations = [migrations.RunPython(open_what_stands, forget_it)]
