"""Being signed in: where, is the session alive, signing in again, out, the second factor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from boards.accounts import second_factor, sessions, sign_in
from boards.authorization import Public
from boards.requests import PortalRequest
from boards.rules.devices import device
from boards.rules.invitations import is_internal_path


class SessionState(View):
    """204 for a signed-in person, 401 otherwise; a page that was left open asks before it saves.

    Signing in changes the token against forged requests, so an open page needs the new one.
    """

    permission = Public.ANYBODY

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return HttpResponse(status=401)
        return HttpResponse(
            status=204, headers={"X-CSRFToken": get_token(request), "Cache-Control": "no-store"}
        )


class SignedInAgain(TemplateView):
    """Where a sign-in in a new tab ends: the other tab still has what was typed."""

    permission = Public.SIGNED_IN
    open_without_second_factor = True
    template_name = "account/signed_in_again.html"


class SecondFactorWanted(TemplateView):
    """Why a second factor is wanted, and how to set one up or use it."""

    permission = Public.SIGNED_IN
    open_without_second_factor = True
    template_name = "mfa/wanted.html"
    request: PortalRequest

    def get(self, request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if second_factor.is_set_up(request):
            return HttpResponseRedirect(self.next_path())
        return super().get(request, *args, **kwargs)

    def next_path(self) -> str:
        path = self.request.GET.get("next", "")
        return path if is_internal_path(path) else reverse("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "next": self.next_path(),
            "has_factor": second_factor.has_factor(self.request.user),
        }


class SignOutEverywhere(TemplateView):
    """End all sessions of the person, this one too."""

    permission = Public.SIGNED_IN
    open_without_second_factor = True
    template_name = "account/sign_out_everywhere.html"

    def post(self, request: PortalRequest) -> HttpResponse:
        sessions.end_all(user=request.user)
        sign_in.sign_out(request)
        messages.success(request, _("You are signed out on all devices."))
        return HttpResponseRedirect(reverse("account_login"))


class SessionList(TemplateView):
    """Where the person is signed in."""

    permission = Public.SIGNED_IN
    template_name = "account/session_list.html"
    request: PortalRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.request.session.session_key
        rows = [
            {
                "session": session,
                "device": device(session.user_agent),
                "is_here": session.session_key == here,
            }
            for session in sessions.alive(self.request.user)
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}


class SessionEnd(View):
    """Sign out one device; on the one that is used now it is signing out."""

    permission = Public.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: PortalRequest, session: int) -> HttpResponse:
        found = sessions.alive(request.user).filter(pk=session)
        if not found:
            raise Http404
        sessions.end(found)
        messages.success(request, _("That device is signed out."))
        return HttpResponseRedirect(reverse("session-list"))


class SessionEndOthers(View):
    """Sign out everywhere but here."""

    permission = Public.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        sessions.end_others(request, user=request.user)
        messages.success(request, _("You are signed out everywhere else."))
        return HttpResponseRedirect(reverse("session-list"))
