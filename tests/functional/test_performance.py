"""Performance in a real browser: from the library to a scorecard, with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, expect

from boards.board_year.periods import parse
from performance.models import BreakdownTable, Indicator, Observation, Scorecard, period_fields
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


@pytest.mark.parametrize("javascript", [True, False])
def test_analyst_goes_from_the_library_to_a_scorecard(
    browser: Browser, portal_server: PortalServer, cast: World, javascript: bool
) -> None:
    title = f"Scorecard {javascript}"
    analyst = cast.north.data_analyst
    with signed_in(browser, portal_server.url, analyst, java_script_enabled=javascript) as page:
        page.goto("/northshire/performance/indicators/library/")
        if javascript:
            check_page(page)
        key = "contacts" if javascript else "referrals"
        page.locator("summary", has_text="Contacts and front door").click()
        page.locator(f"#key-{key}").check()
        page.get_by_role("button", name="Add the ticked indicators").click()
        expect(page.get_by_text("1 indicator added.")).to_be_visible()
        indicator = Indicator.objects.get(library_key=key)
        for month, value in (("2016-04", 100), ("2016-05", 140), ("2016-06", 90)):
            Observation.objects.create(
                indicator=indicator, value=value, via="typed", **period_fields(parse(month))
            )
        page.goto("/northshire/performance/scorecards/new/")
        page.get_by_label("Name of the scorecard").fill(title)
        page.get_by_label(str(indicator)).check()
        if javascript:
            check_page(page)
        page.get_by_role("button", name="Make the scorecard").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        if javascript:
            check_page(page)
        page.get_by_role("link", name=str(indicator)).first.click()
        expect(page.get_by_role("heading", name="Over time")).to_be_visible()
        if javascript:
            check_page(page)
        page.get_by_role("link", name="Quarter", exact=True).click()
        quarter = page.get_by_role("row", name="Q1 2016/17")
        expect(quarter).to_contain_text("330")
        expect(quarter).to_contain_text("calculated")
        if javascript:
            check_page(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_analyst_adopts_a_breakdown_table_and_changes_it(
    browser: Browser, portal_server: PortalServer, cast: World, javascript: bool
) -> None:
    analyst = cast.north.data_analyst
    starter = "cse-risk" if javascript else "missing-age-sex"
    with signed_in(browser, portal_server.url, analyst, java_script_enabled=javascript) as page:
        page.goto("/northshire/performance/tables/starters/")
        page.locator(f"#key-{starter}").check()
        page.get_by_role("button", name="Add the ticked tables").click()
        expect(page.get_by_text("1 table added.")).to_be_visible()
        table = BreakdownTable.objects.get(starter_key=starter)
        for age, sex, value in (("10 to 12", "Girls", 3), ("13 to 15", "Boys", 1)):
            Observation.objects.create(
                indicator=table.lines.get().indicator, value=value, via="typed",
                breakdown={"age": age, "sex": sex}, **period_fields(parse("2016-17/Q1")),
            )  # fmt: skip
        if javascript:
            check_page(page)
        page.get_by_role("link", name=table.title).click()
        page.get_by_role("link", name="Change the table").click()
        page.get_by_label("Each figure is of one").select_option("quarter")
        if javascript:
            check_page(page)
        page.get_by_role("button", name="Save the table").click()
        expect(page.get_by_text("Table changed")).to_be_visible()
        expect(page.get_by_role("cell", name="3 (100.0%)").first).to_be_visible()
        if javascript:
            check_page(page)


def test_pages_fit_a_phone(browser: Browser, portal_server: PortalServer, cast: World) -> None:
    indicator = Indicator.objects.create(
        board=cast.north.board, key="long", label="Canran y plant " * 18, unit="percent",
        kind="ratio", polarity="higher_better", theme="assessment", frequency="month",
    )  # fmt: skip
    for month, part in (("2016-04", 50), ("2016-05", 40), ("2016-06", 30)):
        Observation.objects.create(
            indicator=indicator, numerator=part, denominator=100, via="typed",
            **period_fields(parse(month)),
        )  # fmt: skip
    card = Scorecard.objects.create(board=cast.north.board, title="On a phone")
    card.lines.create(indicator=indicator)
    table = BreakdownTable.objects.create(
        board=cast.north.board, title="Canran y plant " * 18, rows_by="indicator",
        columns_by="period", period_kind="month", with_shares=False,
    )  # fmt: skip
    table.lines.create(indicator=indicator)
    addresses = [
        "tables/", "tables/new/", "tables/starters/", f"tables/{table.pk}/",
        f"tables/{table.pk}/edit/", f"tables/{table.pk}/remove/",
        "indicators/", "indicators/new/", "indicators/library/", f"indicators/{indicator.pk}/",
        f"indicators/{indicator.pk}/edit/", f"indicators/{indicator.pk}/target/",
        f"indicators/{indicator.pk}/?period=quarter", f"scorecards/{card.pk}/",
        f"scorecards/{card.pk}/?period=quarter", f"scorecards/{card.pk}/edit/",
    ]  # fmt: skip
    with signed_in(browser, portal_server.url, cast.north.data_analyst, viewport=PHONE) as page:
        for address in addresses:
            page.goto(f"/northshire/performance/{address}")
            check_page(page)
