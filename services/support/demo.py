"""Words for the private page: for everybody, after a burglary, and after crimes of risk."""

from datetime import date, timedelta

from derbyvoice.office.models import CrimeGroup
from derbyvoice.users.models import User
from services.support.actions import save_text
from services.support.models import SupportText

SOURCE = "Invented for the demonstration"
BEGAN = timedelta(days=3)
EVERYBODY = """What happened to you was not your fault.

Many people find it helps to talk to somebody who has time for them. The help below is free, and you choose."""
HOME = """Having somebody in your home who should not be there is frightening. It can upset you for weeks.

The people below can make your home safer, and can listen."""
CLOSE = """You are not alone, and you are not to blame.

You can ask for help and change your mind later. The people below only contact you in the way that you say is safe."""
WORDS = {
    "": EVERYBODY,
    "burglary-home": HOME,
    "domestic-abuse": CLOSE,
    "stalking-harassment": CLOSE,
    "honour-based": CLOSE,
}


def load(*, today: date, by: User) -> None:
    if SupportText.objects.exists():
        return
    for key, words in WORDS.items():
        group = CrimeGroup.objects.get(key=key) if key else None
        save_text(SupportText(crime_group=group, words=words, valid_from=today - BEGAN, source=SOURCE), by=by)
