"""Single sign-on: django-allauth talks to the provider, our service says whom its answer lets in.

Nothing of the provider's answer is kept but its own identifier of the person.
"""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from requests import RequestException

from boards.accounts import sign_in
from boards.authorization import Public
from boards.errors import DomainError
from boards.rules import single_sign_on as rules
from boards.services import identities

logger = logging.getLogger(__name__)


def providers() -> list[dict[str, Any]]:
    """Return the configured providers (`config/oidc.py`)."""
    return list(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])


class Adapter(DefaultSocialAccountAdapter):
    """The provider's answer never makes, joins or changes an account in django-allauth's way."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        app = sociallogin.provider.app
        claims, id_token = _claims(sociallogin.account.extra_data)
        trust = rules.Trust(
            **{name: app.settings[name] for name in rules.Trust.__dataclass_fields__}
        )
        email = rules.address(claims, trust)
        if email is None:
            reason = _("%(provider)s does not vouch for your e-mail address.")
            raise ImmediateHttpResponse(refusal(request, reason % {"provider": app.name}))
        try:
            person = identities.person_for(
                provider=app.provider_id, provider_name=app.name,
                subject=sociallogin.account.uid, email=email,
            )  # fmt: skip
        except DomainError as error:
            raise ImmediateHttpResponse(refusal(request, error.message)) from error
        response = sign_in.by_provider(
            request, person, provider=app.provider_id,
            landing=sociallogin.get_redirect_url(request),
            second_factor=rules.used_second_factor(id_token, trust),
        )  # fmt: skip
        raise ImmediateHttpResponse(response)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        logger.warning(
            "single sign-on failed",
            extra={
                "provider": provider.app.provider_id,
                "error": str(error),
                "exception": type(exception).__name__,
            },
        )
        reason = _("%(provider)s did not sign you in, or took too long.")
        raise ImmediateHttpResponse(refusal(request, reason % {"provider": provider.app.name}))


def _claims(answer: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the claims that speak of the address, and those of the sign-in itself.

    Address and whether it was checked come from one place: of two halves nobody vouched for the
    whole. Both must be about the same person (OpenID Connect Core 1.0, 5.3.2).
    """
    id_token, userinfo = answer.get("id_token") or {}, answer.get("userinfo") or {}
    if userinfo and id_token and userinfo.get("sub") != id_token.get("sub"):
        raise ProviderException("the two answers are about different people")
    return (id_token if "email" in id_token else userinfo), id_token


def refusal(request: HttpRequest, reason: str) -> HttpResponse:
    """Return the page that says why nobody was signed in and what to do instead."""
    template = "account/single_sign_on_refused.html"
    return render(request, template, {"reason": reason}, status=403)


class _ProviderView(View):
    permission = Public.ANYBODY
    allauth_view: Any

    def answer(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        provider = OpenIDConnectOAuth2Adapter(request, provider_id)
        try:
            response: HttpResponse = self.allauth_view.adapter_view(provider)(request)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error
        except (RequestException, KeyError, ValueError) as error:
            # Away, or not answering as a provider does.
            try:
                get_adapter().on_authentication_error(
                    request, provider.get_provider(), exception=error
                )
            except ImmediateHttpResponse as page:
                return page.response
        return response


class Start(_ProviderView):
    """Send the person to the provider. Only by POST: a link elsewhere must sign nobody in."""

    allauth_view = OAuth2LoginView
    http_method_names = ["post"]

    def post(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        return self.answer(request, provider_id)


class Callback(_ProviderView):
    """Where the provider sends the person back."""

    allauth_view = OAuth2CallbackView
    http_method_names = ["get"]

    def get(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        return self.answer(request, provider_id)
