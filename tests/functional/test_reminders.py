"""Reminding agencies in a real browser: the days, a pause, a reminder at once, a workbook."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from python_calamine import CalamineWorkbook

from audits.models import Reminder
from boards.models import Message
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world

pytestmark = pytest.mark.functional


@pytest.fixture(scope="module")
def north(portal_server: PortalServer) -> BoardCast:
    return make_world().north


@pytest.mark.parametrize("with_script", [True, False])
def test_office_chases_a_round(browser: Browser, portal_server, north, tmp_path, with_script):
    Reminder.objects.all().delete()
    Message.objects.all().delete()
    options = {"java_script_enabled": with_script}
    with signed_in(browser, portal_server.url, north.board_manager, **options) as page:
        page.goto(f"/northshire/audits/rounds/{north.round.pk}/")
        page.get_by_role("link", name="Reminders").click()
        page.get_by_role("link", name="Change the days").click()
        page.get_by_label("Days before the due date").fill("10, 2")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("main")).to_contain_text("10, 2 days before: those who answer")

        page.get_by_role("link", name="Pause reminders").click()
        page.get_by_label("Reason").fill("Gwyliau’r ysgol")
        page.get_by_role("button", name="Pause reminders").click()
        expect(page.get_by_role("main")).to_contain_text("Gwyliau’r ysgol")
        page.get_by_role("button", name="Resume reminders").click()

        page.get_by_role("checkbox", name="Shire Police").check()
        page.get_by_role("button", name="Remind the selected agencies now").click()
        expect(page.get_by_role("main")).to_contain_text("1 agency is being reminded")
        expect(page.get_by_role("checkbox", name="Shire Police")).to_have_count(0)
        if with_script:
            check_page(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Excel").click()
        file = tmp_path / "chasing.xlsx"
        file.write_bytes(Path(download.value.path()).read_bytes())
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert "Shire Police" in [row[0] for row in rows]
