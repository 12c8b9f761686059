"""A line of enquiry in a real browser: from the indicator to the closed enquiry, both sides."""

import pytest
from playwright.sync_api import Browser, Page, expect

from boards.board_year.periods import parse
from boards.models import Group
from performance.models import AgencyAnswer, Enquiry, Indicator, Observation, period_fields
from tests.functional.browser import check_page, signed_in
from tests.permissions.performance_enquiries import answered, asked, recommended
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


def indicator(cast: World, key: str) -> Indicator:
    row = Indicator.objects.create(
        board=cast.north.board, key=key, label=f"Repeat plans {key}", unit="count", kind="flow",
        polarity="lower_better", frequency="month", theme="child_protection",
    )  # fmt: skip
    for number, value in enumerate((5, 6, 5, 7, 6, 5, 6, 7, 6, 19), start=1):
        Observation.objects.create(
            indicator=row, value=value, via="typed", **period_fields(parse(f"2026-{number:02d}"))
        )
    return row


def look(page: Page, javascript: bool) -> None:
    if javascript:
        check_page(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_line_of_enquiry_from_the_indicator_to_its_end(
    browser: Browser, portal_server: PortalServer, cast: World, javascript: bool
) -> None:
    north, title = cast.north, f"Why did repeat plans rise? {javascript}"
    about = indicator(cast, f"repeat-{javascript}".lower())
    Group.objects.get_or_create(board=north.board, key="monitoring", name="Monitoring group")
    options = {"java_script_enabled": javascript}

    with signed_in(browser, portal_server.url, north.data_analyst, **options) as page:
        page.goto(f"/northshire/performance/indicators/{about.pk}/")
        page.get_by_role("link", name="Open a line of enquiry").click()
        look(page, javascript)
        page.get_by_label("What is asked").fill(title)
        page.get_by_label("Why it matters for children").fill("A child is harmed twice.")
        page.get_by_label("Which group works on it").select_option(label=str(north.group))
        page.get_by_role("button", name="Open the line of enquiry").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.get_by_role("link", name="Ask agencies").click()
        page.get_by_label("The question").fill("What changed in your work?")
        page.get_by_label(north.police.name).check()
        page.get_by_label("Answer by").fill("12/12/2099")
        look(page, javascript)
        page.get_by_role("button", name="Ask the question").click()
        expect(page.get_by_text("Not answered yet")).to_be_visible()

    answer = AgencyAnswer.objects.get(question__enquiry__title=title)
    with signed_in(browser, portal_server.url, north.police_lead, **options) as page:
        page.goto("/northshire/")
        page.get_by_role("link", name="What changed in your work?").first.click()
        look(page, javascript)
        page.get_by_label("Your answer").fill("We see more families again.")
        if javascript:
            expect(page.locator("#kept")).to_contain_text("Saved", timeout=15_000)
            page.reload()
        else:
            page.get_by_role("button", name="Keep and come back later").click()
        expect(page.get_by_label("Your answer")).to_have_value("We see more families again.")
        page.get_by_role("button", name="Send to the board").click()
        expect(page.get_by_text("Your answer is with the board.")).to_be_visible()
        look(page, javascript)

    enquiry = Enquiry.objects.get(title=title)
    home = f"/northshire/performance/enquiries/{enquiry.pk}/"
    with signed_in(browser, portal_server.url, north.data_analyst, **options) as page:
        page.goto(home)
        look(page, javascript)
        page.locator(f"#answer-{answer.pk}").get_by_role("link", name="Accept").click()
        page.get_by_role("button", name="Accept the answer").click()
        page.get_by_role("link", name="Record the finding").click()
        page.get_by_label("What was found").fill("Plans end too soon.")
        page.get_by_role("button", name="Save the finding").click()
        page.get_by_role("link", name="Put a recommendation forward").click()
        page.get_by_label("What you recommend").fill("Keep contact for three months.")
        page.get_by_label("Who decides").select_option(label="Monitoring group")
        page.get_by_role("button", name="Put the recommendation forward").click()
        expect(page.get_by_text("To be decided")).to_be_visible()

    with signed_in(browser, portal_server.url, north.group_chair, **options) as page:
        page.goto(home)
        page.get_by_role("link", name="Decide").click()
        look(page, javascript)
        page.get_by_label("Accept the recommendation").check()
        page.get_by_label("What the group says to it").fill("Agreed.")
        page.get_by_role("button", name="Record the decision").click()
        page.get_by_role("link", name="Close", exact=True).click()
        page.get_by_label("What came of it").fill("Contact is kept.")
        page.get_by_role("button", name="Close the line of enquiry").click()
        expect(page.get_by_text("Closed").first).to_be_visible()
        look(page, javascript)


def test_pages_fit_a_phone(browser: Browser, portal_server: PortalServer, cast: World) -> None:
    north = cast.north
    about = indicator(cast, "phone")
    enquiry, answer = recommended(north), answered(north)
    waiting = asked(north, title="Ŵ" * 300, why="Ŵyneb" * 200, indicators=[about])
    long = f"enquiries/{waiting.question.enquiry_id}/"
    for_board = [
        "enquiries/", "enquiries/new/", f"enquiries/{enquiry.pk}/", long, f"{long}ask/",
        f"answers/{answer.pk}/back/", f"answers/{waiting.pk}/extend/", "exceptions/?period=2026-10",
        f"indicators/{about.pk}/",
    ]  # fmt: skip
    with signed_in(browser, portal_server.url, north.data_analyst, viewport=PHONE) as page:
        for address in for_board:
            page.goto(f"/northshire/performance/{address}")
            check_page(page)
    with signed_in(browser, portal_server.url, north.police_lead, viewport=PHONE) as page:
        for address in ("questions/", f"questions/{waiting.pk}/", f"questions/{answer.pk}/"):
            page.goto(f"/northshire/performance/{address}")
            check_page(page)
