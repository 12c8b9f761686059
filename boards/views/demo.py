"""A demo's sign-in: be one of its people with one button. Never outside a demo on this machine."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from boards.authorization import Public
from boards.models import User

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def require_demo(request: HttpRequest) -> None:
    """Raise 404 unless this is a demo that is asked for on this machine."""
    host = request.get_host().rsplit(":", 1)[0] if "]" not in request.get_host() else "[::1]"
    if not settings.IS_DEMO or not (host in LOCAL_HOSTS or host.endswith(".localhost")):
        raise Http404


class DemoSignIn(View):
    """Sign in as a person of the demo."""

    permission = Public.ANYBODY
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        require_demo(request)
        number = request.POST.get("person", "")
        if not number.isdecimal():
            raise Http404
        user = get_object_or_404(User, pk=int(number), is_active=True)
        record_authentication(request, user, method="demo", email=user.email)
        return perform_login(
            request, Login(user=user, redirect_url=reverse("home"), email=user.email)
        )
