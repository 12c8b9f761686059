"""A form that is sent twice does its work once, also without JavaScript.

Every page that is shown gives its forms a token of their own (Django's CSRF token, masked anew each
time). The same token with the same content twice within seconds is a double click: whoever comes
second waits for what the first was answered, and gets that. Nothing of a form is kept, only a hash.

The cache keeps it, so without Redis a double click counts as two; what must never be doubled is
held by constraints besides.
"""

import hashlib
import time
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect

from boards.requests import PortalRequest

#: Longer than anybody's double click, shorter than it takes to go back and mean it.
SECONDS = 10
WAIT_SECONDS = 8.0
_UNDER_WAY = ""


class DoubleClickMiddleware:
    """Answer the second of two equal forms as the first was answered, if that went well."""

    def __init__(self, get_response: Callable[[PortalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        key = key_of(request)
        if not key:
            return self.get_response(request)
        if not cache.add(key, _UNDER_WAY, SECONDS + WAIT_SECONDS):
            if place := _answer_of_the_first(key):
                return HttpResponseRedirect(place)
            return self.get_response(request)
        try:
            response = self.get_response(request)
        except BaseException:
            cache.delete(key)
            raise
        if response.status_code == 302:
            cache.set(key, response["Location"], SECONDS)
        else:
            # It was refused, or asks something: sending it again is not a slip.
            cache.delete(key)
        return response


def key_of(request: PortalRequest) -> str:
    """Return what a form sent by a person and its double have in common, "" for anything else."""
    if request.method != "POST" or "HX-Request" in request.headers:
        return ""
    if not request.user.is_authenticated or "csrfmiddlewaretoken" not in request.POST:
        return ""
    files = [(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent]
    content = repr((request.user.pk, request.get_full_path(), sorted(request.POST.lists()), files))
    return f"sent:{hashlib.sha256(content.encode()).hexdigest()}"


def _answer_of_the_first(key: str) -> str:
    """Wait for the first one's answer; return where it led, "" when it was refused."""
    deadline = time.monotonic() + WAIT_SECONDS
    while (place := cache.get(key)) == _UNDER_WAY:
        if time.monotonic() > deadline:
            return ""
        time.sleep(0.05)
    return place or ""
