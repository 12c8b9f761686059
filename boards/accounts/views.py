"""django-allauth's pages where ours differ by a line."""

from typing import Any

from allauth.account.mixins import NextRedirectMixin
from allauth.account.views import LogoutView, RequestLoginCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.generic import RedirectView

from boards.accounts import limits, second_factor, single_sign_on
from boards.authorization import Public
from boards.queries import demo_people
from boards.rules.invitations import is_internal_path


@method_decorator(limits.limited(*limits.CODES), name="dispatch")
class SignIn(RequestLoginCodeView):
    """One page: e-mail address, then a code; or a passkey; in a demo, a person to be."""

    permission = Public.ANYBODY
    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["single_sign_on"] = single_sign_on.providers()
        if settings.IS_DEMO:
            context["demo_boards"] = demo_people.by_board()
        return context


class OldAddress(RedirectView):
    """Addresses of pages that a portal without passwords and self-registration does not have."""

    permission = Public.ANYBODY
    pattern_name = "account_login"
    query_string = True


class SignOut(LogoutView):
    permission = Public.ANYBODY


class SignInWithPasskey(LoginWebAuthnView):
    """A passkey alone signs in; afterwards the person lands where they wanted to go."""

    permission = Public.ANYBODY

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        landing = self.request.POST.get("next", "")
        if self.request.user.is_authenticated and is_internal_path(landing):
            return HttpResponseRedirect(landing)
        return response


class _AddFactor(NextRedirectMixin):
    """After the first factor come the recovery codes, then the page the person wanted."""

    kind: str
    request: HttpRequest
    did_generate_recovery_codes: bool

    def get_success_url(self) -> str:
        wanted = self.get_next_url()
        if not self.did_generate_recovery_codes:
            return wanted or reverse("mfa_index")
        query = f"?{urlencode({'next': wanted})}" if wanted else ""
        return reverse("mfa_view_recovery_codes") + query

    def form_valid(self, form: Any) -> HttpResponse:
        # The new factor was proved by adding it: asking for it again at once teaches nothing.
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        second_factor.note_use(self.request, kind=self.kind)
        return response


class AddPasskey(_AddFactor, AddWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN
    permission = Public.SIGNED_IN


class ActivateApp(_AddFactor, ActivateTOTPView):
    kind = Authenticator.Type.TOTP
    permission = Public.SIGNED_IN
