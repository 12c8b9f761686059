from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.authorization import ROLE_CHOICES, Permission, roles_with
from boards.authorization.roles import ROLES, Scope
from boards.history import tracked
from boards.models.agencies import Agency
from boards.models.boards import Board
from boards.prepared import Slot
from boards.search import searchable


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, **fields: Any) -> User:
        """Make a person who signs in by e-mail: nobody here has a password."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


@tracked(exclude=["password", "last_login"])
@searchable("person", title=("name",))
class User(AbstractBaseUser):
    """A person. What they may do comes from their memberships alone."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date | Slot | None = None) -> MembershipQuerySet:
        """Memberships in force on the day (today unless given)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
        )

    def granting(self, permission: Permission, user: User | None = None) -> MembershipQuerySet:
        """Current memberships whose role carries the permission (of one person, if given)."""
        rows = self.current().filter(role__in=roles_with(permission))
        return rows if user is None else rows.filter(user=user)


@tracked()
class Membership(models.Model):
    """A person in a role: on a board, for an agency on a board, or in the installation."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["board", "user", "role"]
        indexes = [models.Index(fields=["user", "board", "agency"], name="membership_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "board", "agency", "role"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="membership_unique_while_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_dates",
            ),
            # The scope of the role decides what it hangs on.
            models.CheckConstraint(
                condition=Q(
                    role__in=[s for s, r in ROLES.items() if r.scope is Scope.INSTALLATION],
                    board=None,
                    agency=None,
                )
                | Q(
                    role__in=[s for s, r in ROLES.items() if r.scope is Scope.BOARD],
                    board__isnull=False,
                    agency=None,
                )
                | Q(
                    role__in=[s for s, r in ROLES.items() if r.scope is Scope.AGENCY],
                    board__isnull=False,
                    agency__isnull=False,
                ),
                name="membership_scope",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
                name="membership_not_self_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> InvitationQuerySet:
        """Invitations that the person's role on that board (or agency) lets them see."""
        from django.db.models import Exists, OuterRef

        wide = Membership.objects.granting(Permission.PEOPLE_INVITE, user).filter(
            board=OuterRef("board"), agency=None
        )
        own = Membership.objects.granting(Permission.AGENCY_PEOPLE_INVITE, user).filter(
            board=OuterRef("board"), agency=OuterRef("agency")
        )
        return self.filter(Exists(wide) | Exists(own))


@tracked(exclude=["token_hash"])
class Invitation(models.Model):
    """An offer of a role by e-mail.

    The link's token is kept as a hash; opening it changes nothing.
    """

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    #: Where the person goes first, a path inside the portal (the return they were asked for).
    landing_path = models.CharField(max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    #: Roles that need two people wait for a second one.
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "board",
                "agency",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                nulls_distinct=False,
                name="invitation_unique_while_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_pair",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False)
                    & ~Q(approved_by=F("invited_by"))
                ),
                name="invitation_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"


class SecondFactorResetQuerySet(models.QuerySet["SecondFactorReset"]):
    def visible_to(self, user: User) -> SecondFactorResetQuerySet:
        """Requests on boards where the person invites people."""
        from django.db.models import Exists, OuterRef

        wide = Membership.objects.granting(Permission.PEOPLE_INVITE, user).filter(
            board=OuterRef("board"), agency=None
        )
        return self.filter(Exists(wide))

    def waiting(self) -> SecondFactorResetQuerySet:
        return self.filter(approved_at=None, declined_at=None)


@tracked()
class SecondFactorReset(models.Model):
    """Somebody lost their second factors: one person asks to remove them, another agrees."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="second_factor_resets")
    #: The board whose people ask; it sees the request.
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(approved_at=None, declined_at=None),
                name="second_factor_reset_one_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(requested_by=F("user")), name="second_factor_reset_not_by_owner"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False)
                    & ~Q(approved_by=F("requested_by"))
                    & ~Q(approved_by=F("user"))
                ),
                name="second_factor_reset_two_people",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_by=None)
                | Q(declined_at__isnull=False, declined_by__isnull=False, approved_at=None),
                name="second_factor_reset_declined_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
