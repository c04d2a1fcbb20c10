"""People who work here. Victims, tellers, askers and panel members have no account."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from derbyvoice.users import roles
from derbyvoice.users.roles import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, name: str, **fields: Any) -> "User":
        """A person who signs in with a code sent to this address; nobody has a password."""
        user = self.model(email=email.lower(), name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff, officer, provider worker or researcher."""

    personal_data = "Name and work e-mail of somebody who works here, for signing in; kept as long as the audit."

    email = models.EmailField("work e-mail", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField("may use the admin", default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = "person", "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody has this e-mail already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    get_short_name = get_full_name

    @cached_property
    def role_keys(self) -> frozenset[str]:
        """Roles in force now; asked once a request, so a role that ends is gone at the next one."""
        return frozenset(self.grants.in_force().values_list("role", flat=True))

    def has_role(self, *wanted: Role) -> bool:
        return self.is_active and bool(self.role_keys & {role.key for role in wanted})


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self) -> "RoleGrantQuerySet":
        return self.filter(ended_at=None)


class RoleGrant(models.Model):
    """A role given to a person, by whom and when, and when it ended. Never deleted."""

    personal_data = "Which work a member of staff may do, and who said so; kept as long as the audit."

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=roles.CHOICES)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_at=None),
                name="role_in_force_once",
                violation_error_message="This person has this role already.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(roles.ROLES)),
                name="role_is_known",
                violation_error_message="Unknown role.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("granted_at")),
                name="role_ends_after_it_began",
                violation_error_message="A role cannot end before it began.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {roles.ROLES[self.role].name}"


class SignInQuerySet(models.QuerySet["SignIn"]):
    def open(self) -> "SignInQuerySet":
        return self.filter(ended_at=None)

    def live(self, *, now: datetime) -> "SignInQuerySet":
        """Open, seen lately, and not too old: the two limits of the settings."""
        idle = now - timedelta(minutes=settings.SIGN_IN_IDLE_MINUTES)
        return self.open().filter(
            last_seen_at__gt=idle, started_at__gt=now - timedelta(hours=settings.SIGN_IN_TOTAL_HOURS)
        )


class SignIn(models.Model):
    """One person signed in on one device. The browser's own key is kept as a hash only, so a row opens nothing.

    A request whose row is ended, too old or missing is signed out (`users.middleware.SignInLimits`)."""

    personal_data = "When a member of staff was signed in and on what kind of device, for their own eyes; one year."

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins")
    key_hash = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=80)
    second_factor = models.CharField(max_length=20, blank=True, help_text="How it was proved; empty: not yet.")
    started_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = "sign-in"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="sign_in_ends_after_it_began",
                violation_error_message="A sign-in cannot end before it began.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.device}"
