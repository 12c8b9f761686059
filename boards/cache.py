"""A cache whose failure nobody notices: a lost Redis must not fail a page."""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: After a failure Redis is left alone for so long: each try of an absent host costs its time limit.
PAUSE_SECONDS = 5.0


class _Meanwhile:
    """When Redis failed last, and what this process remembers until it is back."""

    until = 0.0
    memory = LocMemCache("while-redis-is-away", {})


def _forgiving(name: str) -> Any:
    def method(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _Meanwhile.until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError:
                logger.warning("cache is away", extra={"operation": name})
                _Meanwhile.until = time.monotonic() + PAUSE_SECONDS
        return getattr(_Meanwhile.memory, name)(*args, **kwargs)

    method.__name__ = name
    return method


class ForgivingRedisCache(RedisCache):
    """Redis for what may be forgotten; while it is away, each process remembers for itself.

    Limits on tries go on so: somebody who brings Redis down may not try codes without end.
    """

    get = _forgiving("get")
    set = _forgiving("set")
    add = _forgiving("add")
    delete = _forgiving("delete")
    touch = _forgiving("touch")
    get_many = _forgiving("get_many")
    set_many = _forgiving("set_many")
    incr = _forgiving("incr")
