"""Providers of single sign-on (OpenID Connect), each with variables of its own."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import env_bool, env_list, env_str


def apps(*, tls_only: bool) -> list[dict[str, Any]]:
    """Return the providers named in `OIDC_PROVIDERS`, as django-allauth wants them.

    `settings` holds also what `boards.rules.single_sign_on` asks: whose addresses the provider
    may speak for, whether it is believed without saying that it checked them, and which of its
    answers mean that a second factor was used.
    """
    return [_app(slug, tls_only=tls_only) for slug in env_list("OIDC_PROVIDERS")]


def origins(providers: list[dict[str, Any]]) -> list[str]:
    """Return where browsers are sent to sign in, for the content security policy."""
    found = []
    for app in providers:
        parts = urlsplit(app["settings"]["server_url"])
        found += [f"{parts.scheme}://{parts.netloc}", *app["settings"]["origins"]]
    return list(dict.fromkeys(found))


def _app(slug: str, *, tls_only: bool) -> dict[str, Any]:
    if not re.fullmatch(r"[a-z][a-z0-9]{1,19}", slug):
        msg = f"OIDC_PROVIDERS: {slug!r} must be 2 to 20 small letters and digits, like council."
        raise ImproperlyConfigured(msg)
    name = slug.upper()
    server_url = env_str(f"OIDC_{name}_SERVER_URL")
    if tls_only and not server_url.startswith("https://"):
        raise ImproperlyConfigured(f"OIDC_{name}_SERVER_URL must start with https://.")
    domains = [domain.lower() for domain in env_list(f"OIDC_{name}_EMAIL_DOMAINS")]
    trusted = env_bool(f"OIDC_{name}_EMAIL_TRUSTED", default=False)
    if trusted and not domains:
        msg = (
            f"OIDC_{name}_EMAIL_TRUSTED believes every address of the provider: say which ones "
            f"are its own in OIDC_{name}_EMAIL_DOMAINS."
        )
        raise ImproperlyConfigured(msg)
    return {
        "provider_id": slug,
        "name": env_str(f"OIDC_{name}_NAME"),
        "client_id": env_str(f"OIDC_{name}_CLIENT_ID"),
        "secret": env_str(f"OIDC_{name}_CLIENT_SECRET"),
        "settings": {
            "server_url": server_url,
            "oauth_pkce_enabled": True,
            "email_domains": domains,
            "email_trusted": trusted,
            "second_factor": env_list(f"OIDC_{name}_SECOND_FACTOR"),
            "origins": env_list(f"OIDC_{name}_ORIGINS"),
        },
    }
