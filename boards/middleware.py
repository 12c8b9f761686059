"""Middleware: request id, access of the person, sign-in required, second factor per role."""

import re
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from boards.accounts.second_factor import is_set_up, signed_in_at
from boards.accounts.sessions import note_use
from boards.authorization import Access, Public, access_of
from boards.logs import request_id
from boards.requests import PortalRequest
from boards.rules.invitations import is_internal_path

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from boards.models import User

GetResponse = Callable[[PortalRequest], HttpResponse]
#: Methods that change nothing.
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RequestIdMiddleware:
    """Give each request an id: in the logs, on the error page, in the `X-Request-Id` header."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        identifier = given if re.fullmatch(r"[\w-]{8,64}", given) else uuid.uuid4().hex[:12]
        request.id = identifier
        token = request_id.set(identifier)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = identifier
        return response


class PolicyMiddleware:
    """Say what no page of ours uses, and that nobody else may embed what we send."""

    HEADERS: ClassVar[dict[str, str]] = {
        "Permissions-Policy": (
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)"
        ),
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.setdefault(name, value)
        return response


class IdleTimeoutMiddleware:
    """A session ends after `SESSION_COOKIE_AGE` without a request of its person.

    Its end is moved at most once in `STEP_SECONDS`, so that reading pages seldom writes. A page
    that only asks whether it is signed in does not count as the person being there.
    """

    STEP_SECONDS = 300
    KEY = "last_seen"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        if request.path != reverse("session-state") and request.user.is_authenticated:
            self._move_end(request)
        return self.get_response(request)

    def _move_end(self, request: PortalRequest) -> None:
        seen = request.session.get(self.KEY) or signed_in_at(request)
        now = int(time.time())
        if seen and now - seen > self.STEP_SECONDS:
            request.session[self.KEY] = now
            note_use(request.session.session_key or "")


class AccessMiddleware:
    """Put `request.access` there: the person's current roles, one query, when first asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        # Looks like the thing itself; the checker cannot know.
        request.access = cast(Access, SimpleLazyObject(lambda: access_of(request.user)))
        return self.get_response(request)


class SignInRequiredMiddleware:
    """Everything needs a signed-in person, but for views that say they are for anybody.

    A fragment request (htmx) gets 401, so that the page can ask to sign in and keep what was typed;
    a page gets the sign-in page. Who sent a form is told that it was not saved, and comes back to
    the page that it was sent from: its own address may be one for sending alone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PortalRequest, view: Callable, *_args: object
    ) -> HttpResponse | None:
        if _is_signed_in(request.user) or _is_public(view) or is_account_page(request):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        if request.method in SAFE:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        messages.warning(
            request,
            _(
                "You were signed out, so what you sent was not saved. Go back: the page before "
                "this one still has it. Copy it, sign in, and send it again."
            ),
        )
        return redirect_to_login(_came_from(request), settings.LOGIN_URL)


def _came_from(request: PortalRequest) -> str:
    """Return the page of the portal that a form was sent from; the start page if it is not told."""
    origin = f"{request.scheme}://{request.get_host()}"
    path = request.headers.get("Referer", "").removeprefix(origin)
    return path if is_internal_path(path) else reverse("home")


def _is_signed_in(user: "User | AnonymousUser") -> bool:
    return user.is_authenticated


def _is_public(view: Callable) -> bool:
    permission = getattr(getattr(view, "view_class", view), "permission", None)
    return permission == Public.ANYBODY


def is_account_page(request: PortalRequest) -> bool:
    """Whether the request is for one of allauth's pages, which guard themselves."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    return (match.url_name or "").startswith(("account_", "mfa_"))


def _is_open_without_factor(view: Callable) -> bool:
    """Whether the page helps to get a second factor, or out."""
    return bool(getattr(getattr(view, "view_class", view), "open_without_second_factor", False))


class SecondFactorMiddleware:
    """Roles that need a second factor get nowhere without one; allauth has no such rule.

    Demo mode offers second factors and does not enforce them, under a banner.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PortalRequest, view: Callable, *_args: object
    ) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_ENFORCED or not _is_signed_in(request.user):
            return None
        if _is_public(view) or _is_open_without_factor(view) or is_account_page(request):
            return None
        if not request.access.needs_second_factor or is_set_up(request):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        # A form that was posted cannot be posted again: its page is where the person goes back to.
        wanted = request.get_full_path() if request.method == "GET" else request.path
        return redirect(f"{reverse('second-factor')}?{urlencode({'next': wanted})}")
