"""django-allauth's forms with our labels, hints and errors."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import GovukFormMixin

CODE_ATTRS = {
    "autocomplete": "one-time-code",
    "spellcheck": "false",
    "autocapitalize": "characters",
    "class": "govuk-input--width-10",
}


class _CodeFormMixin(GovukFormMixin):
    """One code, in any spacing."""

    code_label: Any = _("Code")
    code_hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = self.code_label, self.code_hint
        field.widget = forms.TextInput(attrs=CODE_ATTRS)
        field.error_messages["required"] = _("Enter the code")


class SignInForm(GovukFormMixin, RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = _("E-mail address")
        field.widget = forms.EmailInput(
            attrs={"autocomplete": "username webauthn", "spellcheck": "false"}
        )
        field.error_messages["required"] = _("Enter your e-mail address")


class ConfirmCodeForm(_CodeFormMixin, ConfirmLoginCodeForm):
    code_label = _("Code from the e-mail")


class SecondFactorForm(_CodeFormMixin, AuthenticateForm):
    code_label = _("Code")
    code_hint = _("From your authenticator app, or one of your recovery codes.")


class SecondFactorAgainForm(_CodeFormMixin, ReauthenticateForm):
    code_label = _("Code")
    code_hint = _("From your authenticator app, or one of your recovery codes.")


class ActivateAppForm(_CodeFormMixin, ActivateTOTPForm):
    code_label = _("Code that the app shows now")
    code_hint = _("Six digits. They change every 30 seconds.")


class AddPasskeyForm(GovukFormMixin, AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you know it later, like “Work laptop”.")
        self.fields["passwordless"].label = _("Let me sign in with this passkey alone")
        self.fields["passwordless"].help_text = _(
            "The device asks for your fingerprint, face or PIN. Otherwise it comes after a code."
        )
        self.fields["passwordless"].initial = True


class NamePasskeyForm(GovukFormMixin, EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
