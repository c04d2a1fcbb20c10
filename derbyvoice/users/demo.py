"""One invented person for each role, so that a newcomer can look at the product through every pair of eyes."""

from derbyvoice.audit.actors import PROGRAM
from derbyvoice.users import roles
from derbyvoice.users.actions import invite
from derbyvoice.users.models import User
from derbyvoice.users.roles import Role

NAMES = {
    roles.CASE_OFFICER: "Robin Example",
    roles.SUPERVISOR: "Sam Example",
    roles.WITNESS_CARE: "Wren Example",
    roles.PROVIDER_WORKER: "Pat Example",
    roles.RESEARCHER: "Rory Example",
    roles.SAFEGUARDING_LEAD: "Sage Example",
    roles.OFFICE_STAFF: "Ollie Example",
    roles.COMMISSIONER: "Charlie Example",
    roles.FORCE_DESK: "Frankie Example",
}


def address_of(role: Role) -> str:
    return f"{role.key.replace('_', '.')}@example.org"


def person(role: Role) -> User:
    """The demonstration's person with this role. Raises `User.DoesNotExist` before they were made."""
    return User.objects.get(email=address_of(role))


def make_people() -> User:
    """Make whoever is missing; gives the member of office staff, by whom everything else is loaded."""
    for role, name in NAMES.items():
        if not User.objects.filter(email=address_of(role)).exists():
            make_person(role, name)
    return person(roles.OFFICE_STAFF)


def make_person(role: Role, name: str) -> User:
    return invite(email=address_of(role), name=name, roles=(role,), by=PROGRAM)
