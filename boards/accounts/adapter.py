"""How django-allauth behaves here: nobody signs themselves up, mail goes through our outbox."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards import emails
from boards.errors import DomainError
from boards.rules.invitations import InvitationState
from boards.services import invitations, messages

#: Stands where a server tells no address (a socket file): all such requests count as one.
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens there

#: What a person is told by e-mail when a way to sign in to their account changes.
NOTICES = {
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": gettext_lazy(
        "The authenticator app of your account was removed."
    ),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey of your account was removed."),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "New recovery codes were made for your account. The old ones no longer work."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation and sign in without a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code is not right. Enter the code of the newest e-mail, or ask for a new one"
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait five minutes, then ask for a new code"
        ),
        "rate_limited": gettext_lazy("Too many tries. Wait a minute, then try again"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the outermost trusted proxy saw.

        Each proxy adds, at the right end, the address it was asked from: what stands further left
        is the client's own invention. Without trusted proxies all of it is.
        """
        hops = [*request.headers.get("X-Forwarded-For", "").split(",")]
        hops = [*filter(str.strip, hops), request.META.get("REMOTE_ADDR", "")]
        return clean_client_ip(hops[-1 - settings.PROXY_COUNT :][0]) or UNKNOWN_ADDRESS

    def get_login_stages(self) -> list[str]:
        ours = {
            "allauth.mfa.stages.AuthenticateStage": "boards.accounts.second_factor.AskForFactor"
        }
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write allauth's e-mails into the outbox, in our words."""
        if template_prefix == "account/email/login_code":
            messages.write(
                kind="sign_in_code", template="sign_in_code", to_email=email,
                context={"minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60},
                secrets={"code": context["code"]},
            )  # fmt: skip
        elif template_prefix == "account/email/unknown_account":
            self._answer_stranger(email)
        elif template_prefix in NOTICES:
            messages.write(
                kind="account_notice", template="account_notice", to_email=email,
                context={
                    "what": _(str(NOTICES[template_prefix])),
                    "url": emails.link_to(reverse("mfa_index")),
                },
            )  # fmt: skip

    def _answer_stranger(self, email: str) -> None:
        """Somebody without an account wants to sign in: send what they wait for, if anything."""
        sent = False
        for invitation in invitations.open_for(email):
            try:
                renewed = invitations.renew(invitation=invitation)
            except DomainError:
                # Withdrawn or accepted between the two looks, or too old.
                continue
            sent = sent or invitations.state(renewed) is InvitationState.OPEN
        if not sent:
            messages.write(kind="unknown_account", template="unknown_account", to_email=email)
