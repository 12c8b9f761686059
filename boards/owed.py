"""How many things a person owes, for the top bar of every page.

Gathering it asks every app, so the number is kept for a minute. It is forgotten when the person
changes anything, and the page that lists the things says their number anew: a person never sees a
count that their own work has overtaken. Without Redis it is gathered each time.
"""

from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from boards.models import User

KEPT_SECONDS = 60


def _key(user: "User") -> str:
    return f"owed:{user.pk}"


def known(user: "User") -> int | None:
    """Return the number if it was gathered within the last minute."""
    return cache.get(_key(user))  # type: ignore[no-any-return]


def remember(user: "User", count: int) -> None:
    cache.set(_key(user), count, KEPT_SECONDS)


def forget(user: "User") -> None:
    cache.delete(_key(user))
