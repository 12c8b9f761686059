"""What an identity provider's answer proves, on values; and how providers are read."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from boards.rules.single_sign_on import Trust, address, used_second_factor
from config import oidc

OWN = Trust(email_domains=["northshire.gov.uk"], email_trusted=True)


@pytest.mark.parametrize(
    ("claims", "trust", "expected"),
    [
        ({"email": " A@B.org ", "email_verified": True}, Trust(), "a@b.org"),
        ({"email": "a@b.org", "email_verified": "true"}, Trust(), "a@b.org"),
        ({"email": "a@b.org"}, Trust(), None),
        ({"email": "a@b.org", "email_verified": "True "}, Trust(), None),
        ({"email": "a@b.org", "email_verified": [True]}, Trust(), None),
        ({"email": "a@b.org", "email_verified": None}, OWN, None),
        ({"email": "a@northshire.gov.uk"}, OWN, "a@northshire.gov.uk"),
        ({"email": "a@northshire.gov.uk", "email_verified": False}, OWN, None),
        ({"email": "a@not-northshire.gov.uk"}, OWN, None),
        ({"email": "a@northshire.gov.uk@b.org", "email_verified": True}, OWN, None),
        ({"email": ["a@northshire.gov.uk"]}, OWN, None),
        ({"email": "northshire.gov.uk"}, OWN, None),
        ({}, OWN, None),
    ],
)
def test_address(claims, trust, expected):
    assert address(claims, trust) == expected


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "AAL3_ANY"}, True),
        ({"amr": "mfa"}, True),
        ({"amr": ["pwd"], "acr": "0"}, False),
        ({}, False),
    ],
)
def test_used_second_factor(claims, expected):
    assert used_second_factor(claims, Trust(second_factor=["mfa", "AAL3_ANY"])) is expected


def test_no_value_counts_where_none_is_named():
    assert not used_second_factor({"amr": ["mfa", None], "acr": None}, Trust())


@pytest.fixture
def council(monkeypatch):
    for name, value in {
        "OIDC_PROVIDERS": "council",
        "OIDC_COUNCIL_NAME": "Northshire Council",
        "OIDC_COUNCIL_SERVER_URL": "https://login.example.org/tenant/v2.0",
        "OIDC_COUNCIL_CLIENT_ID": "portal",
        "OIDC_COUNCIL_CLIENT_SECRET": "s3cret",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_provider_is_read_from_the_environment(council):
    council.setenv("OIDC_COUNCIL_ORIGINS", "https://adfs.example.org")
    council.setenv("OIDC_COUNCIL_SECOND_FACTOR", "mfa, ngcmfa")

    [app] = oidc.apps(tls_only=True)

    assert (app["provider_id"], app["name"]) == ("council", "Northshire Council")
    assert app["settings"]["second_factor"] == ["mfa", "ngcmfa"]
    assert oidc.origins([app]) == ["https://login.example.org", "https://adfs.example.org"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("OIDC_PROVIDERS", "The Council", "small letters"),
        ("OIDC_COUNCIL_SERVER_URL", "http://login.example.org", "https://"),
        ("OIDC_COUNCIL_EMAIL_TRUSTED", "true", "OIDC_COUNCIL_EMAIL_DOMAINS"),
    ],
)
def test_provider_that_is_not_safe_is_refused(council, name, value, message):
    council.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=message):
        oidc.apps(tls_only=True)
