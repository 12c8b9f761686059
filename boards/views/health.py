"""Health for those who run the portal: is the process alive, can it serve, and if not why."""

from django.http import HttpRequest, JsonResponse
from django.views import View

from boards import health
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
        database, redis = health.database(), health.redis()
        status = "ok" if database == redis == "ok" else "degraded" if database == "ok" else "down"
        body = {"status": status, "database": database, "redis": redis}
        return JsonResponse(body, status=200 if database == "ok" else 503)
