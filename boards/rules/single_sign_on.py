"""What an identity provider's answer proves. Claims are those of OpenID Connect Core 1.0, 5.1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Trust:
    """How far one provider is believed: settings of the installation, never of the provider."""

    #: Whose addresses it may speak for; empty for everybody's.
    email_domains: Sequence[str] = ()
    #: Its addresses are its own to give, so it need not say that it checked them.
    email_trusted: bool = False
    #: Values of `amr` or `acr` that mean a second factor was used.
    second_factor: Sequence[str] = field(default=())


def address(claims: Mapping[str, Any], trust: Trust) -> str | None:
    """Return the e-mail address that the provider vouches for, in small letters, or None.

    An address that the provider says it has not checked is never believed. One it says nothing
    about is believed of a trusted provider only: anybody may write any address into an account of
    theirs, and would come in as its owner.
    """
    email = claims.get("email")
    if not isinstance(email, str) or "@" not in email:
        return None
    email = email.strip().lower()
    checked = claims.get("email_verified", trust.email_trusted)
    believed = checked is True or checked == "true"  # some write the word
    if trust.email_domains and email.rpartition("@")[2] not in trust.email_domains:
        return None
    return email if believed else None


def used_second_factor(claims: Mapping[str, Any], trust: Trust) -> bool:
    """Return whether `amr` or `acr` (RFC 8176) names what this installation takes for one."""
    amr = claims.get("amr")
    said = [claims.get("acr"), *(amr if isinstance(amr, list) else [amr])]
    return any(value in trust.second_factor for value in said if isinstance(value, str))
