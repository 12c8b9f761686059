"""Error pages: they say what happened, what to do, and an id to quote."""

import logging
import sys
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

logger = logging.getLogger(__name__)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"error_id": getattr(request, "id", "")}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def not_a_page(request: HttpRequest, *, allow: str) -> HttpResponse:
    """The address only takes what a button sends; `allow` names the methods that it answers."""
    response = _page(request, "405.html", 405)
    response["Allow"] = allow
    return response


def too_many_tries(request: HttpRequest, *, seconds: int = 60) -> HttpResponse:
    """Say when to try again. django-allauth's own limits, which name no time, end within a minute.

    The time is rounded up to the minute that is shown.
    """
    again_at = timezone.now() + timedelta(seconds=seconds + 59)
    response = render(request, "429.html", {"again_at": again_at}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of last resort: when even its template fails, plain words and the id to quote.

    While the database is away it says so, and that trying again in a moment helps.
    """
    try:
        if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
            return _away(request)
        return _page(request, "500.html", 500)
    except Exception:
        logger.exception("the error page failed")
        words = "Something went wrong here. What you did last may not be saved. Quote this:"
        return HttpResponse(f"{words} {getattr(request, 'id', '')}", "text/plain", status=500)


def _away(request: HttpRequest) -> HttpResponse:
    """Answer without the frame, whose menus would ask the database again."""
    page = render_to_string("503.html", {"error_id": getattr(request, "id", "")})
    return HttpResponse(page, status=503, headers={"Retry-After": "10"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf.html", 403)
