"""What waits for provider workers, counted for their first page."""

from datetime import datetime

from derbyvoice.users import roles
from derbyvoice.users.attention import Attention
from derbyvoice.users.models import User
from services.cases import due
from services.referrals.choices import State
from services.referrals.models import Referral


def new_ones(user: User, now: datetime) -> int:
    mine = Referral.objects.visible_to(user, due.london_day(now))
    return int(mine.filter(state=State.SENT).count())


NEW = Attention(
    "referrals.new", "new referrals", new_ones, "referrals_list", 10, (roles.PROVIDER_WORKER,), "new referral"
)
