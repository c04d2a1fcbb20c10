"""Who may be written to, and who may decide about a case: sentences in code."""

from derbyvoice.users import roles
from derbyvoice.users.models import User
from services.cases.choices import Channel, Safety
from services.cases.models import Case


def safety_of(case: Case, channel: Channel) -> Safety:
    """What is known of this way to reach the person now. No row means: not known."""
    row = case.channels.filter(channel=channel).first()
    return Safety(row.state) if row else Safety.UNKNOWN


def an_automatic_message_may_go(case: Case, channel: Channel) -> bool:
    """Never where the way is not safe; after a crime of risk only where somebody recorded that it is."""
    safety = safety_of(case, channel)
    return safety == Safety.SAFE or (safety == Safety.UNKNOWN and not case.crime_group.risk)


def may_decide_who_holds(user: User) -> bool:
    """A supervisor decides who holds a case, and whom to keep from it."""
    return user.has_role(roles.SUPERVISOR)
