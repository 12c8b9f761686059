"""The pages of django-allauth that this portal has; everything about passwords is left out.

Names are allauth's, because it looks its pages up by them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from boards.accounts import limits, single_sign_on, views

urlpatterns = [
    path("", views.OldAddress.as_view(pattern_name="mfa_index"), name="account_index"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", views.OldAddress.as_view(), name="account_request_login_code"),
    path(
        "login/code/confirm/",
        limits.limited(*limits.CODE_TRIES)(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", views.OldAddress.as_view(), name="account_signup"),
    path("password/reset/", views.OldAddress.as_view(), name="account_reset_password"),
    path(
        "reauthenticate/",
        views.OldAddress.as_view(pattern_name="mfa_reauthenticate"),
        name="account_reauthenticate",
    ),
    path(
        "single-sign-on/<slug:provider_id>/",
        single_sign_on.Start.as_view(),
        name="openid_connect_login",
    ),
    path(
        "single-sign-on/<slug:provider_id>/back/",
        single_sign_on.Callback.as_view(),
        name="openid_connect_callback",
    ),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", views.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", views.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"
    ),
    path("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
