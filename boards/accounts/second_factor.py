"""Second factors: whether a person has one, and has used it since they signed in."""

from collections.abc import Iterable

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from boards.models import User

#: Recovery codes stand in for one of these; alone they are none.
TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


#: The second factor was an identity provider's, which this installation takes for one.
PROVIDER = "provider"


def is_set_up(request: HttpRequest) -> bool:
    """Return whether the person used a second factor in this session, and has one still."""
    if not request.user.is_authenticated:
        return False
    used = {
        record.get("type")
        for record in get_authentication_records(request, request.user)
        if record.get("method") == "mfa"
    }
    return PROVIDER in used or (bool(used) and has_factor(request.user))


def note_provider(request: HttpRequest, user: User, *, provider: str) -> None:
    """Record that the identity provider has just asked the person for a second factor."""
    record_authentication(request, user, method="mfa", type=PROVIDER, provider=provider)


class AskForFactor(AuthenticateStage):
    """django-allauth's question for the second factor, left out where the provider has asked."""

    def _should_handle(self, request: HttpRequest) -> bool:
        asked = any(
            record.get("type") == PROVIDER
            for record in get_authentication_records(request, self.login.user)
        )
        return not asked and super()._should_handle(request)


def signed_in_at(request: HttpRequest) -> float | None:
    """Return when the person last proved who they are in this session, in seconds since 1970."""
    records = get_authentication_records(request, request.user)
    return records[-1].get("at") if records else None


def has_factor(user: User | AnonymousUser) -> bool:
    return (
        user.is_authenticated and Authenticator.objects.filter(user=user, type__in=TYPES).exists()
    )


def users_with_factor(user_ids: Iterable[int]) -> set[int]:
    """Return which of the people have a second factor: one query for all of them."""
    rows = Authenticator.objects.filter(user__in=list(user_ids), type__in=TYPES)
    return set(rows.values_list("user_id", flat=True))


def note_use(request: HttpRequest, *, kind: str) -> None:
    """Record that the person has just proved a factor: the one they set up this minute."""
    record_authentication(request, request.user, method="mfa", type=kind, reauthenticated=True)


def remove_all(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
