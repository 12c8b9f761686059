"""Figures for Prometheus, for those who may ask; for all others there is no such page."""

import ipaddress
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views import View
from prometheus_client import CONTENT_TYPE_LATEST

from boards import metrics
from boards.accounts.limits import client_address
from boards.authorization import Public


class Metrics(View):
    """All figures, for who has the token or asks from one of the networks."""

    permission = Public.ANYBODY
    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if not (_has_token(request) or _is_near(request)):
            raise Http404
        return HttpResponse(
            metrics.text(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and secrets.compare_digest(given.encode(), wanted.encode())


def _is_near(request: HttpRequest) -> bool:
    address = ipaddress.ip_address(client_address(request))
    return any(address in ipaddress.ip_network(net) for net in settings.METRICS_NETWORKS)
