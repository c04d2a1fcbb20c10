"""`manage.py import_commitments FILE --by EMAIL`: promises and boards."""

from typing import Any

from derbyvoice.lib.facts import Facts
from scrutiny.commitments.importing import import_commitments
from scrutiny.plan.importing import FactsCommand


class Command(FactsCommand):
    help = "Loads promises and boards from a JSON file. The same file again changes nothing."

    def keep(self, facts: Facts, **known: Any) -> str:
        known.pop("today")
        return f"Kept {import_commitments(facts, **known)} new promises."
