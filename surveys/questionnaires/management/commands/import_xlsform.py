"""Bring in an XLSForm as a draft, or say which cells stand in the way."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from derbyvoice.users import roles
from derbyvoice.users.models import RoleGrant, User
from surveys.questionnaires.actions import bring_in_form, replace_draft
from surveys.questionnaires.models import Survey
from surveys.questionnaires.xlsforms.book import NotAForm
from surveys.questionnaires.xlsforms.incoming import Incoming, read_form


class Command(BaseCommand):
    help = "Bring in an XLSForm as the draft of a survey. Nothing comes in while any cell stands in the way."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a spreadsheet, .xlsx or .xls")
        parser.add_argument("--slug", help="the survey's address; a survey that is there gets it as its draft")
        parser.add_argument("--by", help="e-mail of whoever brings it in; else the first researcher")

    def handle(self, *args: Any, **options: Any) -> None:
        incoming = self.read(options["file"])
        for one in incoming.remarks:
            self.stderr.write(f"left out: {one}")
        if incoming.definition is None:
            raise CommandError("Nothing came in.\n" + "\n".join(map(str, incoming.faults)))
        slug, by = options["slug"] or incoming.slug, self.person(options["by"])
        survey = Survey.objects.filter(slug=slug).first()
        try:
            if survey:
                replace_draft(survey=survey, definition=incoming.definition, by=by)
            else:
                bring_in_form(definition=incoming.definition, slug=slug, by=by)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{len(incoming.definition['questions'])} questions are the draft of {slug}.")

    def read(self, file: Path) -> Incoming:
        try:
            return read_form(file.read_bytes(), name=file.stem)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except NotAForm as error:
            raise CommandError(str(error)) from error

    def person(self, email: str | None) -> User:
        """Who answers for it in the record."""
        if email:
            found = User.objects.filter(email__iexact=email).first()
        else:
            grant = RoleGrant.objects.in_force().filter(role=roles.RESEARCHER.key).select_related("user").first()
            found = grant.user if grant else None
        if found is None:
            raise CommandError("Nobody with this e-mail works here." if email else "Name somebody with --by.")
        return found
