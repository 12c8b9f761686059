"""Comparators in a real browser: from the area to the figure beside the board's own."""

import pytest
from playwright.sync_api import Browser, expect

from boards.board_year.periods import parse
from performance.models import Indicator, Observation, PublishedTable, period_fields
from tests.functional.browser import check_page, signed_in
from tests.integration.performance.test_comparators import csv
from tests.permissions.performance_comparators import neighbours, table
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


@pytest.mark.parametrize("javascript", [True, False])
def test_analyst_takes_a_published_table_over(
    browser: Browser, portal_server: PortalServer, cast: World, javascript: bool
) -> None:
    side = cast.north if javascript else cast.south
    slug = side.board.slug
    rate = Indicator.objects.create(
        board=side.board, key="cin-rate", label="Children in need, rate", kind="ratio",
        unit="rate_per_10000", polarity="neither", frequency="financial_year",
    )  # fmt: skip
    Observation.objects.create(
        indicator=rate, value=300, via="typed", **period_fields(parse("2023-24"))
    )
    with signed_in(
        browser, portal_server.url, side.data_analyst, java_script_enabled=javascript
    ) as page:

        def look() -> None:
            if javascript:
                check_page(page)

        page.goto(f"/{slug}/performance/comparators/")
        look()
        page.get_by_role("link", name="Choose the authorities").click()
        page.locator("summary", has_text="West Midlands").click()
        page.get_by_label("Worcestershire").check()
        look()
        page.get_by_role("button", name="Save the board’s area").click()
        page.get_by_role("link", name="Choose the neighbours").click()
        page.get_by_label("First day").fill("1 April 2020")
        page.locator("summary", has_text="West Midlands").click()
        for name in ("Warwickshire", "Herefordshire"):
            page.get_by_label(name).check()
        page.get_by_role("button", name="Save the neighbours").click()
        expect(page.get_by_text("Region: West Midlands")).to_be_visible()
        page.get_by_role("link", name="Add a published table").click()
        page.get_by_label("Name of the new table").fill("Children in need")
        page.get_by_label("Edition").fill("Reporting year 2024")
        file = {"name": "cin.csv", "mimeType": "text/csv", "buffer": csv()}
        page.get_by_label("Data file").set_input_files(file)  # type: ignore[arg-type]
        look()
        page.get_by_role("button", name="Read this file").click()
        page.get_by_label("Indicator", exact=True).select_option(str(rate.pk))
        page.get_by_label("Column of the figure").select_option("cin_rate")
        look()
        page.get_by_role("button", name="Match the columns").click()
        page.get_by_role("link", name="Go on: check the edition").click()
        expect(page.get_by_text("332.9")).to_be_visible()
        look()
        page.get_by_role("button", name="Take these figures over").click()
        expect(page.get_by_text("The figures are taken over.")).to_be_visible()
        look()
        page.get_by_role("link", name="Children in need, rate").click()
        compared = page.get_by_role("table", name="What the latest figure is held against")
        expect(compared.get_by_role("row", name="Statistical neighbours")).to_contain_text("315")
        look()


def test_pages_fit_a_phone(browser: Browser, portal_server: PortalServer, cast: World) -> None:
    pk, chosen = table(cast.north)["pk"], neighbours(cast.north)["pk"]
    PublishedTable.objects.filter(pk=pk).update(title="Plant mewn angen " * 11)
    with signed_in(browser, portal_server.url, cast.north.data_analyst, viewport=PHONE) as page:
        for address in (
            "", "area/", "neighbours/new/", f"neighbours/{chosen}/edit/", "tables/new/",
            f"tables/{pk}/match/", f"tables/{pk}/check/",
        ):  # fmt: skip
            page.goto(f"/northshire/performance/comparators/{address}")
            check_page(page)
