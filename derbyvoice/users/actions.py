"""Who may come in, and what for. What ends here ends at the person's next request."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from derbyvoice.audit.actions import record
from derbyvoice.audit.actors import By
from derbyvoice.office import clock
from derbyvoice.users.models import RoleGrant, SignIn, User
from derbyvoice.users.roles import Role

SIGN_INS_KEPT = timedelta(days=365)


@transaction.atomic
def invite(*, email: str, name: str, roles: tuple[Role, ...], by: By) -> User:
    """A new person who may sign in with a code sent to this work e-mail. Raises `ValidationError` if it is taken."""
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": "Somebody has this e-mail already."})
    user = User.objects.create_user(email=email, name=name)
    record("invited", user, by=by)
    for role in roles:
        grant_role(user, role=role, by=by)
    return user


@transaction.atomic
def grant_role(user: User, *, role: Role, by: By) -> RoleGrant:
    """Give the role from now on. Giving a role that is in force already changes nothing."""
    in_force = user.grants.in_force().filter(role=role.key).first()
    if in_force:
        return in_force
    grant = RoleGrant.objects.create(user=user, role=role.key, granted_at=clock.now(), granted_by=person(by))
    record("role_granted", user, by=by, role=role.key)
    forget_roles(user)
    return grant


@transaction.atomic
def end_role(user: User, *, role: Role, by: By) -> None:
    """The role ends now, and with it every open sign-in of the person; the grant stays on record."""
    grants = user.grants.in_force().filter(role=role.key)
    if not grants.update(ended_at=clock.now(), ended_by=person(by)):
        raise ValidationError(f"{user.name} does not have the role {role.name}.")
    record("role_ended", user, by=by, role=role.key)
    end_sign_ins(user, at=clock.now(), by=by)
    forget_roles(user)


@transaction.atomic
def disable(user: User, *, by: By) -> None:
    """The person may not sign in any more, and is signed out everywhere."""
    if user == by:
        raise ValidationError("You cannot close your own way in. Ask a colleague.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("disabled", user, by=by)
    end_sign_ins(user, at=clock.now(), by=by)


@transaction.atomic
def enable(user: User, *, by: By) -> None:
    """The person may sign in again, with the roles that are still in force."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("enabled", user, by=by)


def end_sign_ins(user: User, *, at: datetime, by: By) -> int:
    """End every open sign-in of the person; gives how many."""
    return user.sign_ins.open().update(ended_at=at, ended_by=person(by))


@transaction.atomic
def forget_old_sign_ins(*, now: datetime) -> int:
    """Forget where people were signed in a year ago, and the browsers' own rows that have run out. Gives how many."""
    Session.objects.filter(expire_date__lt=now).delete()
    return SignIn.objects.filter(last_seen_at__lt=now - SIGN_INS_KEPT).delete()[0]


def person(by: By) -> User | None:
    return by if isinstance(by, User) else None


def forget_roles(user: User) -> None:
    """The roles in hand are asked anew."""
    user.__dict__.pop("role_keys", None)


@transaction.atomic
def rename(user: User, *, name: str, by: By) -> None:
    """The person is called something else now."""
    user.name = name
    user.save(update_fields=["name"])
    record("renamed", user, by=by)


@transaction.atomic
def forget_second_factors(user: User, *, by: By) -> None:
    """For somebody who lost their phone or key: they set up a new second factor at the next sign-in."""
    if user == by:
        raise ValidationError("You cannot do this for yourself. Ask a colleague.")
    Authenticator.objects.filter(user=user).delete()
    record("second_factors_forgotten", user, by=by)
    end_sign_ins(user, at=clock.now(), by=by)
