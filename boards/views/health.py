"""Health for those who run the portal: is the process alive, can it serve, and if not why."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views import View
from redis import Redis
from redis.exceptions import RedisError

from boards.authorization import Public


class Live(View):
    """The process answers."""

    permission = Public.ANYBODY

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"status": "ok"})


class Ready(View):
    """Whether what the portal needs is there. Redis away is said and not fatal: nothing is lost."""

    permission = Public.ANYBODY

    def get(self, request: HttpRequest) -> JsonResponse:
        database, redis = _database(), _redis()
        status = "ok" if database == redis == "ok" else "degraded" if database == "ok" else "down"
        body = {"status": status, "database": database, "redis": redis}
        return JsonResponse(body, status=200 if database == "ok" else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError:
        return "no answer, or not migrated"
    return "ok"


def _redis() -> str:
    try:
        Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5).ping()
    except RedisError:
        return "no answer: mail and reports wait"
    return "ok"
