"""Limits on what strangers may ask for: counted in the cache, which may be away."""

import hashlib

from django.core.cache import cache


def is_over(action: str, subject: str, *, amount: int, seconds: int) -> bool:
    """Count one use of `action` for the subject; say whether it is more than `amount` in the span.

    A cache that is away counts nothing: people must get in.
    """
    # Subjects are addresses and tokens: the cache gets to know neither.
    key = f"limit:{action}:{hashlib.sha256(subject.encode()).hexdigest()[:32]}"
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key) or 0) > amount
    except ValueError:
        # It ran out between the two steps.
        return False
