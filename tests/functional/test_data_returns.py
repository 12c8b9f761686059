"""Sending figures in a real browser: the analyst asks, the agency sends, the board accepts."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from performance.models import DataReturn, Observation
from performance.rules.periods import PeriodKind, containing, preceding
from performance.services import data_returns
from tests.functional.browser import check_page, signed_in
from tests.permissions.performance_returns import indicator
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world, today

pytestmark = pytest.mark.functional

PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(scope="module")
def north(portal_server: PortalServer) -> BoardCast:
    return make_world().north


def filled(content: bytes, column: str, texts: list[object]) -> bytes:
    """Return the template with a column filled in from the second row on."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Figures"]
    place = next(cell.column for cell in sheet[1] if cell.value == column)
    for row, text in enumerate(texts, start=2):
        sheet.cell(row, place, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_figures_from_asking_to_accepting(browser: Browser, portal_server, north, tmp_path: Path):
    indicator(north, label="Contacts at the front door", definition="All contacts, once each.")
    indicator(north, "plans", label="Child protection plans", kind="snapshot")
    month = preceding(containing(today(), PeriodKind.MONTH))
    with signed_in(browser, portal_server.url, north.data_analyst) as page:
        page.goto("/northshire/performance/requirements/new/")
        page.get_by_label("Title").fill("Front door, monthly")
        page.get_by_label("Agency", exact=True).select_option(label="Shire Police")
        page.get_by_label("First day of the first period").fill(f"{month.start:%d/%m/%Y}")
        for name in ("Contacts at the front door", "Child protection plans"):
            page.get_by_label(name).check()
        check_page(page)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("main")).to_contain_text("Front door, monthly")
    data_returns.ask_for_due()

    with signed_in(browser, portal_server.url, north.police_lead, **PHONE) as page:
        page.goto("/northshire/")
        page.locator("main").get_by_role("link", name=re.compile("Front door, monthly")).click()
        check_page(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the template").click()
        template = Path(download.value.path()).read_bytes()
        page.get_by_role("link", name="Send a spreadsheet").click()
        file = tmp_path / "figures.xlsx"
        file.write_bytes(filled(template, "Value", ["n/a", 41]))
        page.get_by_label("Spreadsheet").set_input_files(file)
        page.get_by_role("button", name="Check this file").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("needs putting right")
        expect(page.get_by_role("main")).to_contain_text("Figures, E2")
        check_page(page)

        file.write_bytes(filled(template, "Value", [1240, 41]))
        page.get_by_label("Spreadsheet").set_input_files(file)
        page.get_by_role("button", name="Check this file").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check before you send")
        check_page(page)
        page.get_by_role("button", name="Send these figures").click()
        expect(page.get_by_role("main")).to_contain_text("Received")

        page.get_by_role("link", name="Type the figures").click()
        check_page(page)
        page.get_by_label("Figure", exact=True).first.fill("1250")
        page.get_by_role("button", name="Send to the board").click()
        expect(page.get_by_role("main")).to_contain_text("1 corrected")
    assert Observation.objects.current().count() == 2

    with signed_in(browser, portal_server.url, north.data_analyst) as page:
        page.goto(f"/northshire/performance/returns/{DataReturn.objects.get().pk}/")
        check_page(page)
        page.get_by_role("link", name="Accept").click()
        page.get_by_role("button", name="Accept the figures").click()
        expect(page.get_by_role("main")).to_contain_text("Accepted")
        page.goto("/northshire/performance/returns/")
        check_page(page)


def test_typing_works_without_javascript(browser: Browser, portal_server, north):
    with signed_in(
        browser, portal_server.url, north.police_lead, java_script_enabled=False
    ) as page:
        row = DataReturn.objects.get()
        data_returns.send_back(
            data_return=row, reason="Count both doors", version=row.version, by=north.data_analyst
        )
        page.goto(f"/northshire/performance/returns/{row.pk}/type/")
        page.get_by_label("Figure", exact=True).first.fill("lots")
        page.get_by_role("button", name="Send to the board").click()
        expect(page.locator(".govuk-error-summary")).to_contain_text("figures only")
        page.get_by_label("Figure", exact=True).first.fill("1260")
        page.get_by_role("button", name="Send to the board").click()
        expect(page.get_by_role("main")).to_contain_text("with the board")
