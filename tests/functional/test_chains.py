"""Chains in a real browser: taken from the library, a break with its mend, an agency's comment."""

import pytest
from playwright.sync_api import Browser, expect

from boards.board_year.periods import parse
from performance.models import Chain, Indicator, Observation, period_fields
from performance.services import data_returns
from tests.functional.browser import check_page, signed_in
from tests.permissions.performance_returns import requirement
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


def observe(key: str, period: str, value: int) -> None:
    Observation.objects.create(
        indicator=Indicator.objects.get(library_key=key), value=value, via="typed",
        **period_fields(parse(period)),
    )  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False])
def test_analyst_takes_a_chain_and_sees_what_would_mend_it(
    browser: Browser, portal_server: PortalServer, cast: World, javascript: bool
) -> None:
    title = "Child protection plans" if javascript else "From contact to plan"
    analyst = cast.north.data_analyst
    with signed_in(browser, portal_server.url, analyst, java_script_enabled=javascript) as page:
        page.goto("/northshire/performance/chains/")
        page.get_by_role("button", name=f"Check {title}").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        if not javascript:
            return
        for key, value in (("cp-plans-started", 40), ("cp-plans-ended", 30)):
            observe(key, "2016-05", value)
        observe("cp-plan-children", "2016-04-30", 300)
        observe("cp-plan-children", "2016-05-31", 312)
        page.goto("/northshire/performance/chains/")
        expect(page.get_by_text("would mend it").first).to_be_visible()
        check_page(page)
        page.get_by_role("link", name=title).first.click()
        check_page(page)
        page.get_by_role("link", name="Change", exact=True).click()
        check_page(page)


def test_funnel_with_its_chart_fits_a_phone(
    browser: Browser, portal_server: PortalServer, cast: World
) -> None:
    chain = Chain.objects.get(library_key="front-door-to-plan")
    keys = [step.indicator.library_key for step in chain.steps.select_related("indicator")]
    for key, value in zip(keys, (900, 300, 120, 90, 40, 44), strict=True):
        observe(key, "2016-06", value)
    Indicator.objects.filter(library_key="referrals").update(label="Canran y plant " * 18)
    with signed_in(browser, portal_server.url, cast.north.data_analyst, viewport=PHONE) as page:
        for address in ("", f"{chain.pk}/", f"{chain.pk}/edit/", "new/roll-forward/"):
            page.goto(f"/northshire/performance/chains/{address}")
            check_page(page)


def test_agency_is_asked_why_and_may_be_right(
    browser: Browser, portal_server: PortalServer, cast: World
) -> None:
    made = Indicator.objects.filter(library_key__in=["referrals", "strategy-discussions"])
    data_returns.ask_for_due()
    asked = requirement(cast.north, *made.order_by("order"), title="Front door")
    data_returns.ask_for_due()
    row = asked.data_returns.latest("period_end")
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto(f"/northshire/performance/returns/{row.pk}/type/")
        page.locator("#id_f0-value").fill("10")
        page.locator("#id_f1-value").fill("12")
        page.get_by_role("button", name="Send to the board").click()
        expect(page.get_by_text("would mend it").first).to_be_visible()
        check_page(page)
        page.locator("#id_f1-comment").fill("Discussions about children who were known already")
        page.get_by_role("button", name="Send to the board").click()
        expect(page.get_by_text("The figures are with the board.")).to_be_visible()
        check_page(page)
