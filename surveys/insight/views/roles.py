"""Who may open the pages of this room."""

from derbyvoice.users import roles

READERS = (roles.RESEARCHER,)
LOOKERS = (roles.RESEARCHER, roles.OFFICE_STAFF, roles.COMMISSIONER)
PUBLISHERS = (roles.RESEARCHER, roles.OFFICE_STAFF)
PER_PAGE = 25
