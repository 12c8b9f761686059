"""A board decides how its small numbers are hidden."""

import pytest
from playwright.sync_api import Browser

from boards.models import BoardYear
from performance.models import Indicator, Observation
from reports.models import PublishingRule
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world

pytestmark = pytest.mark.functional

LONG = "Cyfarfodydd <script>alert(1)</script> Gŵyl " + "long name " * 24


def small_figure(year: BoardYear, key: str, label: str) -> None:
    indicator = Indicator.objects.create(
        board=year.board, key=key, label=label[:300], unit="count", kind="flow"
    )
    Observation.objects.create(
        indicator=indicator, period_start=year.starts_on, period_end=year.ends_on,
        period_kind="financial_year", value=3, via="typed",
    )  # fmt: skip


@pytest.fixture(scope="module")
def north(portal_server: PortalServer) -> BoardCast:
    cast = make_world().north
    small_figure(cast.year, "meetings", LONG)
    small_figure(cast.year, "children", "Children privately fostered")
    return cast


@pytest.mark.parametrize("javascript", [True, False])
def test_rule_is_set(browser: Browser, portal_server, north, javascript):
    PublishingRule.objects.all().delete()
    with signed_in(
        browser, portal_server.url, north.data_analyst, java_script_enabled=javascript
    ) as page:
        page.goto("/northshire/reports/")
        page.get_by_role("link", name="Small numbers").click()
        page.get_by_label("Hide counts from 1 to").fill("0")
        page.get_by_label("Cyfarfodydd").check()
        page.get_by_role("button", name="Save").click()
        assert "must be 1 or more" in page.content()
        assert page.get_by_label("Cyfarfodydd").is_checked()
        if javascript:
            check_page(page)
        page.get_by_label("Hide counts from 1 to").fill("7")
        page.get_by_label("Rounded to the nearest 5").check()
        page.get_by_label("Why").fill("Our health partners ask for it")
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**/reports/")
        assert "Saved" in page.content()
    rule = PublishingRule.objects.get(board=north.board)
    assert (rule.threshold, rule.rounding, rule.not_people) == (7, 5, ["meetings"])
