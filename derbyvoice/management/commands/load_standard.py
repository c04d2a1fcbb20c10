"""Loads what comes with the software for every office: guidance, time limits, outcomes, rules that notice danger."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from derbyvoice.audit.actors import CLOCK
from services.guidance.actions import load_standard as load_guidance
from services.outcomes.actions import load_standard_outcomes
from services.witness_care.actions import load_standard_rules
from surveys.safeguarding.actions import load_standard as load_danger

LOADS = (load_guidance, load_standard_rules, load_standard_outcomes, load_danger)


class Command(BaseCommand):
    help = "Load the guidance, time limits, outcomes and rules that come with the software. What is there stays."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for load in LOADS:
            load(by=CLOCK)
        self.stdout.write("Loaded. All of it can be changed; check every fact that docs/deployment.md lists.")
