"""Completeness and calculated indicators in a real browser, on a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from performance.rules.entries import Entry
from performance.services import submissions
from tests.functional.browser import check_page, signed_in
from tests.permissions.performance_returns import awaited, indicator
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    world = make_world()
    made = [indicator(world.north, key, label=key) for key in ("contacts", "plans")]
    submissions.submit(
        data_return=awaited(world.north, *made), by=world.north.police_lead, via="typed",
        entries=[Entry("contacts", value="3"), Entry("plans", missing="under_review")],
    )  # fmt: skip
    return world


@pytest.mark.parametrize("viewport", [None, PHONE])
def test_analyst_sees_what_is_missing_and_whose_it_is(
    browser: Browser, portal_server: PortalServer, cast: World, viewport: dict[str, int] | None
) -> None:
    more = {"viewport": viewport} if viewport else {}
    with signed_in(browser, portal_server.url, cast.north.data_analyst, **more) as page:
        page.goto("/northshire/performance/returns/")
        page.get_by_role("link", name="How complete they are").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("How complete the figures are")
        expect(page.get_by_text("in, 1 missing")).to_be_visible()
        check_page(page)
        page.get_by_role("link", name="One agency only").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("One agency only")
        check_page(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_analyst_lets_the_portal_calculate(
    browser: Browser, portal_server: PortalServer, cast: World, javascript: bool
) -> None:
    label = "Data returns on time" if javascript else "Actions complete on time"
    analyst = cast.north.data_analyst
    with signed_in(browser, portal_server.url, analyst, java_script_enabled=javascript) as page:
        page.goto("/northshire/performance/derived/")
        page.get_by_role("button", name=f"Measure {label}").click()
        page.get_by_role("button", name="Calculate now").click()
        expect(page.get_by_role("link", name=label)).to_be_visible()
        if not javascript:
            return
        check_page(page)
        page.get_by_role("link", name="How completely something is recorded").click()
        check_page(page)
        page.goto("/northshire/performance/derived/")
        page.get_by_role("link", name=label).click()
        expect(page.get_by_text("Calculated by the portal from its own records")).to_be_visible()
        check_page(page)
