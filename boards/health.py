"""Whether what the portal stands on is there, in a word for those who run it."""

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis
from redis.exceptions import RedisError


def database() -> str:
    """Return "ok", or what is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError:
        return "no answer, or not migrated"
    return "ok"


def redis() -> str:
    """Return "ok", or what is wrong and what follows."""
    limits = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    try:
        with Redis.from_url(settings.REDIS_URL, **limits) as client:
            client.ping()
    except RedisError:
        return "no answer: mail and reports wait"
    return "ok"
