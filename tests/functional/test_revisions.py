"""A figure was corrected: what the report printed, what it is now, what it was on a day."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from boards.board_year.periods import parse
from performance.models import Indicator, Observation, period_fields
from reports.services import reports
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world, today

pytestmark = pytest.mark.functional

LONG = "Plant sy’n derbyn cymorth <script>alert(1)</script> Gŵyl " + "long name " * 22


@pytest.fixture(scope="module")
def north(portal_server: PortalServer) -> BoardCast:
    cast = make_world().north
    indicator = Indicator.objects.create(
        board=cast.board, key="plans", label=LONG[:300], unit="count", kind="snapshot"
    )
    period = parse(cast.year.starts_on.isoformat())
    old = Observation.objects.create(
        indicator=indicator, value=498, via="typed", supplied_by=cast.police_lead,
        agency=cast.police, supplied_at=timezone.now() - timedelta(weeks=6),
        superseded_at=timezone.now() - timedelta(weeks=4), **period_fields(period),
    )  # fmt: skip
    Observation.objects.create(
        indicator=indicator, value=516, via="file", supplied_by=cast.police_lead,
        agency=cast.police, supplied_at=timezone.now() - timedelta(weeks=4), supersedes=old,
        note=LONG, **period_fields(period),
    )  # fmt: skip
    return cast


@pytest.mark.parametrize("javascript", [True, False])
def test_a_figure_that_was_corrected(browser: Browser, portal_server, north, javascript):
    with signed_in(
        browser, portal_server.url, north.data_analyst, java_script_enabled=javascript
    ) as page:
        page.goto(f"/northshire/performance/indicators/{Indicator.objects.get().pk}/")
        page.get_by_role("link", name="1 figure was corrected").click()
        expect(page.get_by_role("main")).to_contain_text("516")
        page.get_by_label("The figures as they were").fill("soon")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("main")).to_contain_text("There is a problem")
        day = today() - timedelta(weeks=5)
        page.get_by_label("The figures as they were").fill(day.strftime("%d/%m/%Y"))
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("main")).to_contain_text("Figures that differ from those of")
        if javascript:
            check_page(page)


def test_numbers_of_the_text_are_looked_through(browser: Browser, portal_server, north):
    report = reports.create(board=north.board, year=north.year, by=north.board_manager)
    Observation.objects.create(
        indicator=Indicator.objects.create(
            board=north.board, key="few", label=LONG[:300], unit="count", kind="flow"
        ),
        value=3, via="typed", **period_fields(parse(north.year.starts_on.isoformat())),
    )  # fmt: skip
    report.sections.filter(key="context").update(text=f"{LONG} Only 3 children {LONG}")
    with signed_in(browser, portal_server.url, north.board_manager) as page:
        page.goto(f"/northshire/reports/{report.pk}/checklist/")
        page.get_by_role("link", name="Look through the numbers in the text").click()
        expect(page.get_by_role("main")).to_contain_text("Only 3 children")
        check_page(page)
