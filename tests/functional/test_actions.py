"""An action is done, and a link shows it, in a real browser; the outbox says who was told."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from boards.models import Agency
from boards.services import actions, messages
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world, today

pytestmark = pytest.mark.functional
LONG = "<script>alert(1)</script> Llanfairpwllgwyngyll " * 6


@pytest.fixture(scope="module")
def north(portal_server: PortalServer) -> BoardCast:
    return make_world().north


@pytest.mark.parametrize("with_script", [True, False])
def test_a_link_shows_that_an_action_was_done(browser: Browser, portal_server, north, with_script):
    action = actions.raise_action(
        board=north.board, by=north.board_manager, title="Publish the policy",
        agency=north.police, due_on=today() + timedelta(days=30),
    )  # fmt: skip
    options = {"java_script_enabled": with_script, "viewport": {"width": 360, "height": 800}}
    with signed_in(browser, portal_server.url, north.police_lead, **options) as page:
        page.goto(f"/northshire/actions/{action.pk}/")
        page.get_by_role("link", name="Mark as complete").click()
        page.get_by_label("What shows that it was done").fill("It is on our website")
        page.get_by_label("A link").fill("ftp://police.example/policy")
        page.get_by_role("button", name="Mark as complete").click()
        expect(page.get_by_role("main")).to_contain_text("starts with https:// or http://")
        if with_script:
            check_page(page)
        page.get_by_label("A link").fill("police.example/" + "policy-" * 40)
        page.get_by_role("button", name="Mark as complete").click()
        expect(page.get_by_role("link", name="https://police.example/policy")).to_be_visible()
        if with_script:
            check_page(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_outbox_says_to_whom_each_went(browser: Browser, portal_server, north, width):
    Agency.objects.filter(pk=north.police.pk).update(name=LONG[:200])
    for person in (north.board_manager, north.police_lead, north.health_lead):
        messages.write(kind="return_submitted", template="return_submitted", board=north.board,
                       to_user=person, dedupe_key=f"look:{person.pk}",
                       context={"url": "https://portal.example/"})  # fmt: skip
    options = {"viewport": {"width": width, "height": 900}}
    with signed_in(browser, portal_server.url, north.board_manager, **options) as page:
        page.goto("/northshire/outbox/")
        for person in (north.board_manager, north.police_lead):
            expect(page.get_by_role("link", name=f"to {person.name}").first).to_be_visible()
        check_page(page)
