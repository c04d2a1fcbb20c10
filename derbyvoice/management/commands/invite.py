"""Lets a first person in: everybody else is invited from the admin."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from derbyvoice.audit.actors import CLOCK
from derbyvoice.users.actions import invite
from derbyvoice.users.roles import ROLES


class Command(BaseCommand):
    help = "Let a person sign in with a code sent to their work e-mail, in these roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", action="append", choices=list(ROLES), required=True)

    def handle(self, *args: Any, email: str, name: str, role: list[str], **options: Any) -> None:
        try:
            validate_email(email)
            invite(email=email, name=name, roles=tuple(ROLES[key] for key in role), by=CLOCK)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{name} may sign in. Their second factor is set up at the first sign-in.")
