"""`manage.py import_asking_rules FILE --by EMAIL`: the office's rules for questions, which the form shows."""

from typing import Any

from derbyvoice.lib.facts import Facts
from scrutiny.plan.importing import FactsCommand
from scrutiny.questions.importing import import_asking_rules


class Command(FactsCommand):
    help = "Loads the rules for asking, and the numbers that go with them. Questions are taken once terms are in force."

    def keep(self, facts: Facts, **known: Any) -> str:
        return f"Kept {import_asking_rules(facts, by=known['by'])} rules."
