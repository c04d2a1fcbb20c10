"""Loading published counts of districts and groups."""

from typing import Any

from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.users.models import User
from surveys.panel.models import AreaCount


@transaction.atomic
def load_counts(*, rows: list[dict[str, Any]], by: User) -> int:
    """Keep these counts; one for the same district or group and kind takes the place of the one before."""
    for row in rows:
        told = {"number": row["number"], "source": row["source"]}
        where = {name: row[name] for name in ("kind", "district", "cohort")}
        kept, _ = AreaCount.objects.update_or_create(**where, defaults=told)
        record("loaded", kept, by=by, number=kept.number, source=kept.source)
    return len(rows)
