"""People who sign in through an identity provider. Nobody comes to exist by that."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from boards import emails
from boards.activity import change
from boards.errors import DomainError
from boards.models import LinkedIdentity, User
from boards.services import messages


class NotInvited(DomainError):
    """Nobody here has this address."""


class AccountClosed(DomainError):
    """The person may no longer sign in."""


def person_for(
    *, provider: str, provider_name: str, subject: str, email: str, now: datetime | None = None
) -> User:
    """Return whom the provider's identity is, by an address that it vouches for.

    The first time links both and tells the person by e-mail. Raises `NotInvited`, `AccountClosed`,
    and `DomainError` for an identity that is linked with somebody else: an address that moved to
    another account must not open the first person's.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NotInvited(
            _("Nobody has been invited here with the address %(email)s.") % {"email": email}
        )
    if not user.is_active:
        raise AccountClosed(_("This account is closed."))
    linked = LinkedIdentity.objects.filter(provider=provider, subject=subject).first()
    if linked is None:
        linked = _link(user, provider, provider_name, subject, now or timezone.now())
    if linked.user_id != user.pk:
        raise DomainError(_("This sign-in belongs to another person’s account."))
    return user


def _link(
    user: User, provider: str, provider_name: str, subject: str, now: datetime
) -> LinkedIdentity:
    try:
        with change("identities.link", by=user, on=user, provider=provider):
            linked = LinkedIdentity.objects.create(
                user=user, provider=provider, subject=subject, linked_at=now
            )
            messages.write(
                kind="account_notice", template="account_notice", to_user=user,
                context={
                    "what": _("%(provider)s now signs you in.") % {"provider": provider_name},
                    "url": emails.link_to(reverse("mfa_index")),
                },
            )  # fmt: skip
    except IntegrityError:
        # The same person in two tabs.
        with transaction.atomic():
            return LinkedIdentity.objects.get(provider=provider, subject=subject)
    return linked
