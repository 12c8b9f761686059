"""Answering a return in a real browser: two colleagues, an expired session, a lost connection."""

import pytest
from playwright.sync_api import Browser, Page, expect

from audits.models import Answer, RivalText
from tests.functional.browser import check_page, sign_in, signed_in
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional

PHONE = {"viewport": {"width": 320, "height": 700}}


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def fresh(cast):
    """Each test starts with an unanswered return."""
    RivalText.objects.all().delete()
    Answer.objects.all().delete()


def standard(cast: World, key: str = "leadership") -> str:
    return f"/northshire/audits/returns/{cast.north.police_return.pk}/standards/{key}/"


def box(page: Page, key: str = "lead-person") -> str:
    return f"#q-{key} textarea[name='q-{key}-commentary']"


def saved(page: Page, key: str = "lead-person") -> None:
    expect(page.locator(f"#q-{key} .saved--ok")).to_be_visible()


def text_of(key: str = "lead-person") -> str:
    return Answer.objects.get(question__key=key).commentary


def test_an_answer_saves_by_itself_and_says_so(browser: Browser, portal_server, cast):
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto(standard(cast))
        page.locator("#q-lead-person").get_by_label("Partly in place").check()
        page.fill(box(page), "We check each month.")
        saved(page)
        expect(page.locator("#q-lead-person .saved__text")).to_contain_text("by you")
        expect(page.locator("#q-lead-person [data-wants]")).to_contain_text("plan an action")
        expect(page.locator("#q-lead-person [data-no-action]")).to_be_visible()
        check_page(page)
    assert text_of() == "We check each month."


def test_a_follow_up_comes_and_goes(browser: Browser, portal_server, cast):
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto(standard(cast, "training"))
        expect(page.locator("#q-supervision-why")).to_be_hidden()
        page.locator("#q-supervision").get_by_label("No", exact=True).check()
        expect(page.locator("#q-supervision-why")).to_be_visible()
        page.locator("#q-supervision").get_by_label("Yes", exact=True).check()
        expect(page.locator("#q-supervision-why")).to_be_hidden()


def test_two_colleagues_at_one_answer_lose_nothing(browser: Browser, portal_server, cast):
    north, url = cast.north, portal_server.url
    with (
        signed_in(browser, url, north.police_lead) as first,
        signed_in(browser, url, north.police_contributor) as second,
    ):
        for page in (first, second):
            page.goto(standard(cast))
        first.fill(box(first), "Text of the lead")
        saved(first)
        second.fill(box(second), "Text of the colleague")

        conflict = second.locator("#q-lead-person .conflict")
        expect(conflict).to_contain_text("Text of the lead")
        expect(second.locator(box(second))).to_have_value("Text of the colleague")
        check_page(second)
        first.reload()
        expect(first.locator("#q-lead-person")).to_contain_text("Text of the colleague")

        second.fill(box(second), "Text of the lead and of the colleague")
        second.get_by_role("button", name="Save my text").click()
        saved(second)
    assert text_of() == "Text of the lead and of the colleague"
    assert not RivalText.objects.exists()


def test_a_reload_decides_nothing_between_two_texts(browser: Browser, portal_server, cast):
    north, url = cast.north, portal_server.url
    with (
        signed_in(browser, url, north.police_lead) as first,
        signed_in(browser, url, north.police_contributor) as second,
    ):
        for page in (first, second):
            page.goto(standard(cast))
        first.fill(box(first), "Text of the lead")
        saved(first)
        second.fill(box(second), "Text of the colleague")
        expect(second.locator("#q-lead-person .conflict")).to_be_visible()

        second.reload()

        expect(second.locator(box(second))).to_have_value("Text of the colleague")
        expect(second.get_by_role("button", name="Save my text")).to_be_visible()
        assert text_of() == "Text of the lead"


def test_an_expired_session_keeps_the_text(browser: Browser, portal_server, cast):
    north = cast.north
    with signed_in(browser, portal_server.url, north.police_lead) as page:
        page.goto(standard(cast))
        page.context.clear_cookies()
        page.fill(box(page), "Typed after the session ended")
        expect(page.get_by_role("dialog", name="You have been signed out")).to_be_visible()
        check_page(page)

        sign_in(page.context, portal_server.url, north.police_lead)
        page.get_by_role("button", name="I have signed in").click()
        saved(page)
    assert text_of() == "Typed after the session ended"


def test_a_lost_connection_keeps_the_text_even_when_the_tab_is_closed(
    browser: Browser, portal_server, cast
):
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto(standard(cast))
        page.context.set_offline(True)
        page.fill(box(page), "Typed on a train")
        expect(page.locator("#q-lead-person .saved--failed")).to_contain_text(
            "kept in this browser"
        )
        page.context.set_offline(False)
        page.close()

        again = page.context.new_page()
        again.goto(standard(cast))
        expect(again.locator(box(again))).to_have_value("Typed on a train")
        saved(again)
    assert text_of() == "Typed on a train"


def test_the_page_works_without_javascript(browser: Browser, portal_server, cast):
    with signed_in(
        browser, portal_server.url, cast.north.police_lead, java_script_enabled=False
    ) as page:
        page.goto(standard(cast))
        page.fill(box(page), "Saved with the page")
        page.fill("#q-report-date input[name='q-report-date-value']", "12 December 2025")
        page.get_by_role("button", name="Save and go to the next standard").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Training")
    assert text_of() == "Saved with the page"


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_pages_of_a_return_are_accessible(browser: Browser, portal_server, cast, options):
    record = cast.north.police_return.pk
    with signed_in(browser, portal_server.url, cast.north.police_lead, **options) as page:
        for path in (
            "/northshire/audits/returns/",
            f"/northshire/audits/returns/{record}/",
            standard(cast),
            standard(cast, "training"),
            f"/northshire/audits/returns/{record}/questions/lead-person/evidence/",
            f"/northshire/audits/returns/{record}/questions/lead-person/action/",
            f"/northshire/audits/returns/{record}/check/",
            f"/northshire/audits/returns/{record}/sign-off/",
            f"/northshire/audits/returns/{record}/submit/",
            "/northshire/audits/evidence/",
        ):
            assert page.goto(path).ok, path
            check_page(page)


def test_answering_with_the_keyboard_alone(browser: Browser, portal_server, cast):
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto(standard(cast))
        page.locator("#q-lead-person input[type=radio]").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type("Typed with the keyboard")
        saved(page)
    assert text_of() == "Typed with the keyboard"


def test_a_printed_page_shows_all_that_was_typed(browser: Browser, portal_server, cast):
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto(standard(cast))
        page.fill(box(page), "A line of a long answer.\n" * 60)
        saved(page)
        page.emulate_media(media="print")
        cut = page.locator(box(page)).evaluate("box => box.scrollHeight - box.clientHeight")
        assert cut <= 0
        expect(page.locator("nav.rail, .topbar").first).to_be_hidden()
        expect(page.locator("#q-lead-person").get_by_label("does not apply")).to_be_visible()
