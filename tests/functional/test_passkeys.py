"""Coming in by invitation, adding a passkey, and signing in with it alone, in a real browser."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect

from boards.models import Membership, User
from boards.services import invitations
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional

PHONE = {"viewport": {"width": 320, "height": 700}}


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


@pytest.fixture
def page(browser: Browser, portal_server: PortalServer) -> Iterator[Page]:
    """A phone that nobody is signed in on, with a fingerprint reader."""
    context = browser.new_context(base_url=portal_server.url, locale="en-GB", **PHONE)
    page = context.new_page()
    page.set_default_timeout(15_000)
    add_fingerprint_reader(page)
    yield page
    context.close()


def add_fingerprint_reader(page: Page) -> None:
    """Chromium's virtual authenticator, which agrees to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_from_the_invitation_to_a_passkey_that_signs_in_alone(page: Page, cast: World):
    north = cast.north
    invitation = invitations.invite(
        email="new@northshire.example", role="auditor", name="Siân Llewelyn-Ó Súilleabháin",
        by=north.board_manager, board=north.board,
    )  # fmt: skip
    page.goto(f"/invitations/{invitation.token}/")  # type: ignore[attr-defined]
    check_page(page)
    page.get_by_role("button", name="Accept and continue").click()
    expect(page).to_have_url(f"{page.url.split('/north')[0]}/northshire/")
    person = User.objects.get(email="new@northshire.example")
    assert Membership.objects.filter(user=person, board=north.board).exists()

    page.goto("/accounts/2fa/")
    check_page(page)
    page.get_by_role("link", name="Add a passkey").click()
    check_page(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    check_page(page)
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    page.goto("/accounts/2fa/webauthn/")
    check_page(page)

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").last.click()
    page.goto("/accounts/login/?next=/northshire/people/")
    check_page(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()


def test_passkey_that_is_refused_says_so(page: Page, cast: World):
    page.goto("/accounts/login/")
    page.evaluate("() => { window.webauthnJSON.get = () => Promise.reject(new Error('no')); }")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("The passkey was not used")).to_be_visible()
    check_page(page)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE["viewport"]])
@pytest.mark.parametrize(
    "path",
    ["/northshire/people/", "/northshire/people/invite/", "/northshire/outbox/",
     "/northshire/settings/", "/notifications/", "/accounts/2fa/totp/activate/",
     "/accounts/second-factor/"],
)  # fmt: skip
def test_pages_of_a_manager(browser: Browser, portal_server, cast: World, path, viewport):
    manager = cast.north.board_manager
    with signed_in(browser, portal_server.url, manager, viewport=viewport) as page:
        page.goto(path)
        check_page(page)
