"""`manage.py import_measures FILE --by EMAIL`: published figures."""

from typing import Any

from derbyvoice.lib.facts import Facts
from scrutiny.measures.importing import import_measures
from scrutiny.plan.importing import FactsCommand


class Command(FactsCommand):
    help = "Loads published figures from a JSON file. The same file again changes nothing."

    def keep(self, facts: Facts, **known: Any) -> str:
        known.pop("today")
        return f"Kept {import_measures(facts, **known)} new figures."
