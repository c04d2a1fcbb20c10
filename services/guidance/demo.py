from datetime import date

from derbyvoice.users.models import User
from services.guidance import actions


def load(*, today: date, by: User) -> None:
    actions.load_standard(by=by)
