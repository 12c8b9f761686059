"""Limits on what is asked again and again: codes, tries, invitations, guesses.

Counted in Redis; while it is away each process counts for itself (`boards/cache.py`), so that
nobody gets round a limit by that and nobody is kept out.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from boards.views.errors import too_many_tries


@dataclass(frozen=True)
class Limit:
    """At most `amount` uses within `seconds`, for each subject. Spans begin at whole multiples."""

    action: str
    amount: int
    seconds: int

    def wait(self, subject: str, *, now: float | None = None) -> int:
        """Count one use; return the seconds to wait when it is one too many, otherwise 0."""
        now = time.time() if now is None else now
        span = int(now // self.seconds)
        # Subjects are addresses and tokens: the cache gets to know neither.
        key = f"limit:{self.action}:{span}:{hashlib.sha256(subject.encode()).hexdigest()[:32]}"
        cache.add(key, 0, timeout=self.seconds)
        try:
            count = int(cache.incr(key))
        except ValueError:
            return 0  # it ran out between the two steps
        return 0 if count <= self.amount else int((span + 1) * self.seconds - now) + 1


Counted = tuple[Limit, Callable[[HttpRequest], str]]


def client_address(request: HttpRequest) -> str:
    """Return where the request came from, as the nearest trusted proxy says."""
    return str(get_adapter().get_client_ip(request))


def mailbox(request: HttpRequest) -> str:
    return request.POST.get("email", "").strip().lower()


def person(request: HttpRequest) -> str:
    return str(request.user.pk)


#: A whole council may come from one address, so addresses get more than mailboxes.
CODES: tuple[Counted, ...] = (
    (Limit("code-from", 600, 3600), client_address),
    (Limit("code-to", 15, 3600), mailbox),
)
CODE_TRIES: tuple[Counted, ...] = ((Limit("code-try", 150, 600), client_address),)
INVITATIONS: tuple[Counted, ...] = ((Limit("invitation", 300, 3600), person),)
INVITATION_GUESSES = Limit("invitation-guess", 30, 60)
INVITATION_MAILS = Limit("invitation-mail", 3, 600)


def limited(*counted: Counted) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer a view's POST with the page "Too many tries" once one of the limits is reached."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def counting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                waits = [limit.wait(subject(request)) for limit, subject in counted]
                if any(waits):
                    return too_many_tries(request, seconds=max(waits))
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        return counting

    return decorate
