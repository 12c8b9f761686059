"""Signing in by an invitation's link, or by a code that is asked for there.

Everything ends in django-allauth's own login, so that a second factor is asked for as usual.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from boards.accounts.second_factor import note_provider
from boards.models import User


def by_invitation(request: HttpRequest, user: User, *, landing: str) -> HttpResponseBase:
    """Sign the person in whose mailbox the link came to; returns the next page's redirect."""
    clear_login(request)
    record_authentication(request, user, method="invitation", email=user.email)
    return perform_login(request, Login(user=user, redirect_url=landing, email=user.email))


def by_provider(
    request: HttpRequest, user: User, *, provider: str, landing: str | None, second_factor: bool
) -> HttpResponseBase:
    """Sign the person in whom an identity provider vouches for; returns the next page's redirect.

    Their own second factor is asked for unless the provider's counts as one.
    """
    if request.user.is_authenticated:
        logout(request)
    clear_login(request)
    record_authentication(request, user, method="single_sign_on", provider=provider)
    if second_factor:
        note_provider(request, user, provider=provider)
    return perform_login(request, Login(user=user, redirect_url=landing, email=user.email))


def send_code(request: HttpRequest, user: User, *, landing: str) -> HttpResponseBase:
    """E-mail the person a sign-in code; returns the redirect to the page that takes it."""
    clear_login(request)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    query = urlencode({"next": landing})
    return HttpResponseRedirect(f"{reverse('account_confirm_login_code')}?{query}")


def sign_out(request: HttpRequest) -> None:
    logout(request)
