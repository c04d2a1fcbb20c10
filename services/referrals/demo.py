"""The one automatic rule that the force has told the public of: a burglary of a home."""

from datetime import date

from derbyvoice.office.models import CrimeGroup
from derbyvoice.users.models import User
from services.directory.models import Service
from services.referrals.actions import save_rule
from services.referrals.models import AutomaticRule

SOURCE = "Force's report to the public meeting of July 2023: residential burglaries are referred automatically"
FIRST_DAY = date(2023, 7, 1)


def load(*, today: date, by: User) -> None:
    if not AutomaticRule.objects.exists():
        home, service = CrimeGroup.objects.get(key="burglary-home"), Service.objects.get(name="Safer at home")
        save_rule(AutomaticRule(crime_group=home, service=service, valid_from=FIRST_DAY, source=SOURCE), by=by)
