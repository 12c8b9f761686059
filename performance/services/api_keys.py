"""Keys of agencies' systems: made once, shown once, ended at any time."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Agency, Board, User
from performance.models import ApiKey

LONGEST = timedelta(days=366)
_START = "sbp_"


def create(
    *,
    board: Board,
    agency: Agency,
    name: str,
    scopes: Sequence[str],
    expires_on: date,
    by: User,
    nonce: str = "",
    now: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; return it with its text, which nobody can see again.

    Asking again with the same `nonce`, as a double click does, returns the same key. Raises
    `DomainError` unless it ends within a year.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    if not today <= expires_on <= today + LONGEST:
        raise DomainError(_("A key works for a year at most. Enter a day within the next year."))
    if not board.partners.filter(agency=agency).exists():
        raise DomainError(_("Select an agency of this board."))
    said = (by.pk, board.pk, agency.pk, name.strip(), sorted(set(scopes)), str(expires_on))
    text = _text((*said, nonce or secrets.token_urlsafe(32)))
    with change("api_keys.create", by=by, board=board, on=agency):
        key, _is_new = ApiKey.objects.get_or_create(
            digest=_digest(text),
            defaults={
                "board": board, "agency": agency, "name": name.strip(), "prefix": text[:12],
                "scopes": sorted(set(scopes)), "expires_on": expires_on, "created_by": by,
                "created_at": now,
            },
        )  # fmt: skip
    return key, text


def revoke(*, key: ApiKey, by: User, now: datetime | None = None) -> ApiKey:
    """End a key at once; ending it again changes nothing."""
    with change("api_keys.revoke", by=by, board=key.board, on=key):
        locked = ApiKey.objects.select_for_update().get(pk=key.pk)
        if locked.revoked_at is None:
            locked.revoked_by, locked.revoked_at = by, now or timezone.now()
            locked.save(update_fields=["revoked_by", "revoked_at"])
        return locked


def find(text: str, *, now: datetime | None = None) -> ApiKey | None:
    """Return the key that a system shows, None unless it may be used today.

    The search goes by a digest of 256 random bits, so its time tells nothing about other keys.
    """
    today = timezone.localdate(now)
    key: ApiKey | None = (
        ApiKey.objects.usable(today)
        .filter(digest=_digest(text))
        .select_related("board", "agency")
        .first()
    )
    if key is not None and key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key


def _text(said: tuple[object, ...]) -> str:
    """Return the text of a key: 256 bits that nobody can work out without the portal's secret."""
    seal = salted_hmac("performance.api_keys", json.dumps(said), algorithm="sha256")
    return _START + urlsafe_b64encode(seal.digest()).decode().rstrip("=")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
