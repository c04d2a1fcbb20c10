"""`manage.py import_meeting FILE --by EMAIL`: a meeting with its papers, published questions and answers."""

from typing import Any

from derbyvoice.lib.facts import Facts
from scrutiny.plan.importing import FactsCommand
from scrutiny.questions.importing import import_meeting


class Command(FactsCommand):
    help = "Loads a meeting with its published questions from a JSON file. The same file again changes nothing."

    def keep(self, facts: Facts, **known: Any) -> str:
        known.pop("at")
        return f"Kept: {import_meeting(facts, **known)}."
