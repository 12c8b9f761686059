"""Signing in through an identity provider: a real one runs beside, people sign in there."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from django.test import Client

from boards.models import LinkedIdentity, Message, User
from runtime.processes import free_port, wait_until
from tests.world import World

pytestmark = pytest.mark.django_db
START = "/accounts/single-sign-on/council/"


class Provider:
    """An identity provider that signs in whoever is asked for."""

    def __init__(self, url: str) -> None:
        self.url = url

    def has(self, subject: str, **claims: Any) -> None:
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def sign_in(self, address: str, subject: str) -> str:
        """Do what the person does on the provider's page; return where it sends them back."""
        answer = requests.post(address, data={"sub": subject}, timeout=5, allow_redirects=False)
        return answer.headers["Location"]

    def refuse(self, address: str) -> str:
        answer = requests.post(address, data={"action": "deny"}, timeout=5, allow_redirects=False)
        return answer.headers["Location"]


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    port = free_port()
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        assert wait_until(lambda: answers(url), 60, step=0.1)
        yield Provider(url)
        process.terminate()


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/.well-known/openid-configuration", timeout=1).ok
    except requests.ConnectionError:
        return False


@pytest.fixture
def trust() -> dict[str, Any]:
    """How far the provider is believed; tests change it."""
    return {"email_domains": [], "email_trusted": False, "second_factor": []}


@pytest.fixture
def provider(running_provider: Provider, settings: Any, trust: dict[str, Any]) -> Provider:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "council", "name": "Northshire Council", "client_id": "portal",
                    "secret": "s3cret",
                    "settings": {
                        "server_url": running_provider.url, "oauth_pkce_enabled": True,
                        "origins": [], **trust,
                    },
                }
            ]
        }
    }  # fmt: skip
    return running_provider


def come_in(
    provider: Provider, subject: str, *, browser: Client | None = None, landing: str = ""
) -> tuple[Client, Any]:
    """Sign in at the provider and come back; returns the browser and the last answer."""
    browser = browser or Client()
    away = browser.post(START, {"next": landing} if landing else {})
    assert away.status_code == 302
    return browser, browser.get(provider.sign_in(away["Location"], subject))


def person_in(browser: Client) -> int | None:
    return int(browser.session["_auth_user_id"]) if "_auth_user_id" in browser.session else None


def test_sign_in_page_has_a_button_only_where_a_provider_is_configured(
    settings: Any, running_provider: Provider, request: pytest.FixtureRequest
) -> None:
    assert "organisation" not in Client().get("/accounts/login/").content.decode()

    request.getfixturevalue("provider")
    page = Client().get("/accounts/login/?next=/northshire/").content.decode()

    assert "Sign in with Northshire Council" in page
    assert f'action="{START}"' in page
    assert page.count('value="/northshire/"') == 3


def test_invited_person_comes_in_and_lands_where_they_wanted(
    world: World, provider: Provider
) -> None:
    person = world.north.board_member
    provider.has("m-1", email=person.email.upper(), email_verified=True, name="Somebody")

    browser, answer = come_in(provider, "m-1", landing="/northshire/audits/")

    assert answer["Location"] == "/northshire/audits/"
    assert person_in(browser) == person.pk


def test_first_time_links_tells_the_person_and_is_in_the_history(
    world: World, provider: Provider
) -> None:
    person = world.north.board_member
    provider.has("m-2", email=person.email, email_verified=True)

    come_in(provider, "m-2")
    come_in(provider, "m-2")

    linked = LinkedIdentity.objects.get(subject="m-2")
    assert (linked.user, linked.provider) == (person, "council")
    event = linked.events.select_related("pgh_context").get()
    assert event.pgh_context.metadata["activity"] == "identities.link"
    assert event.pgh_context.metadata["by"] == person.pk
    notice = Message.objects.get(kind="account_notice")
    assert "Northshire Council now signs you in." in notice.body


@pytest.mark.parametrize(
    "claims",
    [{}, {"email_verified": False}, {"email_verified": "false"}, {"email_verified": 1}],
    ids=str,
)
def test_address_that_nobody_checked_lets_nobody_in(
    world: World, provider: Provider, claims: dict[str, Any]
) -> None:
    provider.has("thief", email=world.north.board_manager.email, **claims)

    browser, answer = come_in(provider, "thief")

    assert answer.status_code == 403
    assert "does not vouch for your e-mail address" in answer.content.decode()
    assert person_in(browser) is None
    assert not LinkedIdentity.objects.exists()


def test_trusted_provider_is_believed_for_its_own_domain_only(
    world: World, provider: Provider, trust: dict[str, Any], settings: Any
) -> None:
    person = world.north.board_member
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    provider.has("m-3", email=person.email)
    app["settings"] |= {"email_trusted": True, "email_domains": ["elsewhere.example"]}
    assert come_in(provider, "m-3")[1].status_code == 403

    app["settings"] |= {"email_domains": [person.email.partition("@")[2]]}

    assert person_in(come_in(provider, "m-3")[0]) == person.pk


def test_stranger_gets_no_account(world: World, provider: Provider) -> None:
    before = User.objects.count()
    provider.has("stranger", email="stranger@example.org", email_verified=True)

    browser, answer = come_in(provider, "stranger")

    assert answer.status_code == 403
    assert "Nobody has been invited here with the address stranger@" in answer.content.decode()
    assert User.objects.count() == before
    assert person_in(browser) is None


def test_closed_account_stays_closed(world: World, provider: Provider) -> None:
    person = world.north.board_member
    User.objects.filter(pk=person.pk).update(is_active=False)
    provider.has("m-4", email=person.email, email_verified=True)

    browser, answer = come_in(provider, "m-4")

    assert "This account is closed" in answer.content.decode()
    assert person_in(browser) is None


def test_identity_of_one_person_never_opens_anothers_account(
    world: World, provider: Provider
) -> None:
    provider.has("m-5", email=world.north.board_member.email, email_verified=True)
    come_in(provider, "m-5")
    provider.has("m-5", email=world.north.board_manager.email, email_verified=True)

    browser, answer = come_in(provider, "m-5")

    assert "belongs to another person" in answer.content.decode()
    assert person_in(browser) is None


def test_own_second_factor_is_asked_for(world: World, provider: Provider) -> None:
    person = world.north.board_manager
    Authenticator.objects.create(user=person, type="totp", data={})
    provider.has("m-6", email=person.email, email_verified=True, amr=["pwd", "mfa"])

    browser, answer = come_in(provider, "m-6")

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert person_in(browser) is None


@pytest.mark.parametrize("claim", [{"amr": ["pwd", "mfa"]}, {"acr": "mfa"}], ids=str)
def test_providers_second_factor_counts_where_the_installation_says_so(
    world: World, provider: Provider, settings: Any, claim: dict[str, Any]
) -> None:
    settings.SECOND_FACTOR_ENFORCED = True
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["second_factor"] = ["mfa"]
    person = world.north.board_manager
    Authenticator.objects.create(user=person, type="totp", data={})
    provider.has("m-7", email=person.email, email_verified=True, **claim)

    browser, _answer = come_in(provider, "m-7")

    assert person_in(browser) == person.pk
    assert browser.get("/northshire/people/").status_code == 200


def test_password_alone_at_the_provider_is_no_second_factor(
    world: World, provider: Provider, settings: Any
) -> None:
    settings.SECOND_FACTOR_ENFORCED = True
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["second_factor"] = ["mfa"]
    person = world.north.board_manager
    provider.has("m-8", email=person.email, email_verified=True, amr=["pwd"])

    browser, _answer = come_in(provider, "m-8")

    assert browser.get("/northshire/people/")["Location"].startswith("/accounts/second-factor/")


def test_person_who_says_no_at_the_provider_reads_what_to_do(
    world: World, provider: Provider
) -> None:
    browser = Client()
    away = browser.post(START)

    answer = browser.get(provider.refuse(away["Location"]))

    assert answer.status_code == 403
    assert "code that we e-mail" in answer.content.decode()


def test_answer_without_having_asked_is_refused(world: World, provider: Provider) -> None:
    """A link that carries somebody else's code signs nobody in."""
    person = world.north.board_member
    provider.has("m-9", email=person.email, email_verified=True)
    away = Client().post(START)
    back = provider.sign_in(away["Location"], "m-9")

    victim = Client()
    answer = victim.get(back)

    assert answer.status_code == 403
    assert person_in(victim) is None


def test_provider_that_is_away_is_said(world: World, provider: Provider, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = f"http://localhost:{free_port()}"

    answer = Client().post(START)

    assert answer.status_code == 403
    assert "Northshire Council did not sign you in" in answer.content.decode()


def test_landing_elsewhere_is_ignored(world: World, provider: Provider) -> None:
    provider.has("m-10", email=world.north.board_member.email, email_verified=True)

    _browser, answer = come_in(provider, "m-10", landing="https://elsewhere.example/")

    assert urlsplit(answer["Location"]).netloc == ""


def test_start_wants_a_form_and_a_provider(provider: Provider) -> None:
    assert Client().get(START).status_code == 405
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403
    assert Client().post("/accounts/single-sign-on/other/").status_code == 404
