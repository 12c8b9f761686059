"""A cache whose failure is a miss: a lost Redis must not fail a page."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _forgiving(name: str, fallback: Any) -> Any:
    def method(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except RedisError:
            logger.warning("cache is away", extra={"operation": name})
            if name == "get":  # get(key, default)
                return kwargs.get("default", args[1] if len(args) > 1 else fallback)
            return fallback

    method.__name__ = name
    return method


class ForgivingRedisCache(RedisCache):
    """Redis for what may be forgotten (rate limits): never the only home of anything."""

    get = _forgiving("get", None)
    set = _forgiving("set", None)
    add = _forgiving("add", True)
    delete = _forgiving("delete", False)
    touch = _forgiving("touch", False)
    get_many = _forgiving("get_many", {})
    set_many = _forgiving("set_many", [])
    incr = _forgiving("incr", 1)
