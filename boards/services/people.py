"""Closing a person's account, and opening it again. What they wrote stays theirs."""

from boards.accounts import sessions
from boards.activity import change
from boards.models import User


def close(*, user: User, by: User | None) -> User:
    """Let the person in no more, by any way of signing in; all their sessions end now."""
    with change("people.close", by=by, on=user):
        row = User.objects.select_for_update().get(pk=user.pk)
        row.is_active = False
        row.save(update_fields=["is_active"])
        sessions.end_all(user=row)
    return row


def reopen(*, user: User, by: User | None) -> User:
    """Let the person sign in again, in the roles that did not end meanwhile."""
    with change("people.reopen", by=by, on=user):
        row = User.objects.select_for_update().get(pk=user.pk)
        row.is_active = True
        row.save(update_fields=["is_active"])
    return row
