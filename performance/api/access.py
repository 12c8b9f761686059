"""Who may call the API: a system with an agency's key, as often as is reasonable."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from boards.accounts.limits import Limit, client_address
from performance.models import ApiKey
from performance.services import api_keys

KEY_GUESSES = Limit("api-key-guess", 60, 60)


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. The key is the caller; there is no person."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiKey] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Write the header as: Authorization: Bearer <key>")
        key = api_keys.find(words[1].decode(errors="replace"))
        if key is None:
            # Guesses end here, before the limit of calls would count them.
            if seconds := KEY_GUESSES.wait(client_address(request._request)):
                raise Throttled(wait=seconds)
            raise AuthenticationFailed("This key is not known, has expired or was revoked.")
        return AnonymousUser(), key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description of the API names the key."""

    target_class = "performance.api.access.KeyAuthentication"
    name = "agencyKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A key of an agency."}


class HasScope(BasePermission):
    """The key is of the board of the address and has the scope that the method needs."""

    def has_permission(self, request: Request, view: Any) -> bool:
        key = request.auth
        if not isinstance(key, ApiKey):
            return False
        scope = ApiKey.Scope.SEND if request.method == "PUT" else ApiKey.Scope.READ
        return scope in key.scopes


class KeyThrottle(SimpleRateThrottle):
    """So many calls a minute for each key; without a key, for each address."""

    scope = "api"

    def get_cache_key(self, request: Request, view: Any) -> str:
        key = request.auth
        # Not DRF's `get_ident`: that believes what a caller writes into X-Forwarded-For.
        ident = f"key-{key.pk}" if isinstance(key, ApiKey) else client_address(request._request)
        return self.cache_format % {"scope": self.scope, "ident": ident}
