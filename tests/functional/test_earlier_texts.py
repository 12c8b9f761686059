"""An answer's earlier texts, and an action that only its agency sees, in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from audits.models import Answer, AnswerAction
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world

pytestmark = pytest.mark.functional


@pytest.fixture(scope="module")
def north(portal_server: PortalServer) -> BoardCast:
    return make_world().north


@pytest.mark.parametrize("with_script", [True, False])
def test_agency_uses_an_earlier_text(
    browser: Browser, portal_server: PortalServer, north: BoardCast, with_script: bool
) -> None:
    AnswerAction.objects.all().delete()
    Answer.objects.all().delete()
    place = f"/northshire/audits/returns/{north.police_return.pk}/standards/leadership/"
    options = {"java_script_enabled": with_script}
    with signed_in(browser, portal_server.url, north.police_lead, **options) as page:
        for text in ("We ask every new worker.", "Overwritten."):
            page.goto(place)
            page.get_by_label("How do you know?").first.fill(text)
            page.get_by_role("button", name="Save and come back later").click()
        page.goto(place)
        page.get_by_role("link", name="Earlier texts").click()
        expect(page.get_by_role("main")).to_contain_text("We ask every new worker.")
        expect(page.get_by_role("main")).to_contain_text("The answer now")
        if with_script:
            check_page(page)
        page.get_by_role("button", name="Use this text").click()
        expect(page.get_by_label("How do you know?").first).to_have_value(
            "We ask every new worker."
        )

        page.get_by_role("button", name="Plan an action").first.click()
        page.get_by_label("What will you do?").fill("Train every worker")
        page.get_by_label("Done by").fill("12/12/2099")
        page.get_by_role("button", name="Add this action").click()
        expect(page.get_by_role("main")).to_contain_text("Only your agency sees it")
        page.get_by_role("button", name="Change").click()
        page.get_by_label("What will you do?").fill("Train all")
        if with_script:
            check_page(page)
        page.get_by_role("button", name="Save this action").click()
        expect(page.get_by_role("main")).to_contain_text("Train all")
        page.get_by_role("button", name="Change").click()
        page.get_by_role("link", name="Delete this action").click()
        if with_script:
            check_page(page)
        page.get_by_role("button", name="Delete this action").click()
        expect(page.get_by_role("main")).to_contain_text("Action deleted.")
    assert Answer.objects.get(commentary__startswith="We ask").version == 3
    assert not AnswerAction.objects.exists()
