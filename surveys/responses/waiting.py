"""What of this room waits for somebody, and where staff find it."""

from datetime import datetime

from derbyvoice.users import roles
from derbyvoice.users.attention import Attention
from derbyvoice.users.models import User
from derbyvoice.users.navigation import Item
from surveys.responses.models import NamedWish
from surveys.responses.models.afterwards import WISHES_ARE_FOR


def people_who_wait(user: User, now: datetime) -> int:
    return NamedWish.objects.visible_to(user).waiting().count()


SCREENS = Item("Screens", "responses_screens", roles=(roles.RESEARCHER, roles.OFFICE_STAFF), order=34)
NAMES = Item("Names", "responses_wishes", roles=WISHES_ARE_FOR, order=35)
WISHES = Attention(
    "responses.wishes",
    "people would like to talk about their name",
    people_who_wait,
    "responses_wishes",
    20,
    WISHES_ARE_FOR,
    one="person would like to talk about their name",
)
