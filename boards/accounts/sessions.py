"""Where a person is signed in, and ending it.

django-allauth notes device and address of each sign-in (`UserSession`); Django's own session is
what lets the person in. Both go together.
"""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from boards.models import User


def alive(user: User, *, now: datetime | None = None) -> QuerySet[UserSession]:
    """Return the person's sessions that would still let them in, the newest use first."""
    running = Session.objects.filter(expire_date__gt=now or timezone.now())
    return UserSession.objects.filter(
        user=user, session_key__in=running.values("session_key")
    ).order_by("-last_seen_at", "-pk")


def note_use(session_key: str, *, now: datetime | None = None) -> None:
    """Record that the session's person is there."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now or timezone.now())


@transaction.atomic
def end(sessions: QuerySet[UserSession]) -> None:
    """Sign out the browsers of these sessions at their next request."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


@transaction.atomic
def end_all(*, user: User) -> None:
    """Sign the person out everywhere."""
    _end_unnoted(user)
    end(UserSession.objects.filter(user=user))


@transaction.atomic
def end_others(request: HttpRequest, *, user: User) -> None:
    """Sign the person out everywhere but here."""
    before = request.session.session_key
    _end_unnoted(user)
    update_session_auth_hash(request, user)  # gives this session the new hash, and a new key
    here = request.session.session_key
    UserSession.objects.filter(session_key=before).update(session_key=here)
    end(UserSession.objects.filter(user=user).exclude(session_key=here))


def _end_unnoted(user: User) -> None:
    """End also sessions of which nothing was noted.

    Sessions carry a hash of the stored password; nobody here has one, so a new unusable one ends
    them all and changes nothing else.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])


def forget_ended(*, now: datetime | None = None) -> int:
    """Delete what is left of sessions that ended: addresses and devices are personal data."""
    Session.objects.filter(expire_date__lte=now or timezone.now()).delete()
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return gone.delete()[0]
