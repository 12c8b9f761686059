"""The main pages with the keyboard alone: everything can be reached, seen and done.

WCAG 2.2: 2.1.1 Keyboard, 2.1.2 No Keyboard Trap, 2.4.7 Focus Visible, 2.4.11 Focus Not Obscured.
"""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from audits.models import Question, Return
from audits.services import tools
from tests.functional.browser import signed_in
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional

MOST_STOPS = 150
#: Something of the focused element (or of its label, for a drawn radio button) must show it.
SHOWS_FOCUS = """() => {
  const at = document.activeElement;
  const drawn = [at, at.nextElementSibling, at.parentElement, at.closest('label')].filter(Boolean);
  const styles = drawn.flatMap(e => [getComputedStyle(e), getComputedStyle(e, '::before')]);
  return styles.some(s => s.outlineStyle !== 'none' && s.outlineWidth !== '0px'
    || s.boxShadow !== 'none');
}"""
#: What lies over the focused element's first line (a tall box need not be in view down to its end).
COVERS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const y = box.y + Math.min(box.height / 2, 12);
  const top = document.elementFromPoint(box.x + box.width / 2, y);
  if (!top) return `nothing at ${box.y}, height ${box.height} of ${innerHeight}`;
  const mine = at.contains(top) || top.contains(at) || top.closest('label')?.control === at;
  return mine ? '' : top.outerHTML.slice(0, 200);
}"""

#: The body has the focus while the browser's own bar has it.
IS_IN_DIALOG = "document.activeElement.matches('body, dialog, dialog *')"


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


def tab_to(page: Page, thing: Locator) -> None:
    """Press Tab until the thing has the focus; every stop on the way shows that it has it."""
    expect(thing).to_be_visible()
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # between the page's end and its beginning the browser's own bar has it
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(SHOWS_FOCUS), f"{page.url}: focus cannot be seen on {where}"
        if thing.evaluate("element => element === document.activeElement"):
            page.wait_for_timeout(300)  # the browser may still be scrolling to it
            over = page.evaluate(COVERS)
            assert not over, f"{page.url}: {over} lies over {where}"
            return
    pytest.fail(f"{page.url}: {MOST_STOPS} stops and never at {thing}")


def press(page: Page, thing: Locator) -> None:
    """Go to a link or button by Tab and press Enter."""
    tab_to(page, thing)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name).first


def test_a_return_from_the_home_page_to_the_check_of_answers(browser: Browser, portal_server, cast):
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto("/northshire/")
        press(page, page.locator("a.skip-link"))
        expect(page.locator("main")).to_be_focused()
        press(page, page.locator("main").get_by_role("link", name="Section 11 round").first)
        press(page, link(page, "Leadership"))

        question = page.locator("#q-lead-person")
        tab_to(page, question.get_by_role("radio").first)
        page.keyboard.press("ArrowDown")
        expect(question.get_by_role("radio").nth(1)).to_be_checked()
        tab_to(page, question.get_by_label("How do you know?"))
        page.keyboard.type("Each month.")
        expect(question.locator(".saved--ok")).to_be_visible()
        press(page, question.locator("summary", has_text="not apply to your agency"))
        tab_to(page, question.get_by_role("checkbox", name="not apply"))

        press(page, page.get_by_role("button", name="Save and go to the next standard"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Training")
        press(page, page.get_by_role("button", name="Save and check all answers"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
        press(page, page.locator("main .notice a").first)
        expect(page.locator("main")).to_contain_text("What about")
    answer = Return.objects.get(pk=cast.north.police_return.pk).answers.get(
        question__key="lead-person"
    )
    assert answer.commentary == "Each month."
    assert answer.point


def test_writing_a_tool(browser: Browser, portal_server, cast):
    manager = cast.north.board_manager
    draft = tools.new_version(tool=cast.north.tool, by=manager)
    with signed_in(browser, portal_server.url, manager) as page:
        page.goto(f"/northshire/audits/tools/versions/{draft.pk}/")
        first = Question.objects.get(tool_version=draft, key="lead-person")
        press(page, page.locator(f"#down-{first.pk}"))
        expect(page.locator("#said")).to_have_text("The question is now 1.2")
        expect(page.locator(f"#down-{first.pk}")).to_be_focused()

        page.goto(f"/northshire/audits/tools/versions/{draft.pk}/")
        press(page, page.get_by_role("link", name="Add a question").first)
        tab_to(page, page.get_by_label("Question", exact=True))
        page.keyboard.type("Who hears the child?")
        press(page, page.get_by_role("button", name="Save question"))
        expect(page.locator("#outline")).to_contain_text("Who hears the child?")

        press(page, page.get_by_role("link", name="Preview").first)
        expect(page.locator("main")).to_contain_text("Who hears the child?")


def test_a_dialog_keeps_the_focus_and_gives_it_back(browser: Browser, portal_server, cast):
    with signed_in(browser, portal_server.url, cast.north.police_lead) as page:
        page.goto(f"/northshire/audits/returns/{cast.north.police_return.pk}/standards/leadership/")
        box = page.locator("#q-lead-person").get_by_label("How do you know?")
        page.context.clear_cookies()
        box.focus()
        page.keyboard.type("Typed")
        dialog = page.get_by_role("dialog", name="You have been signed out")
        expect(dialog).to_be_visible()
        for _stop in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(IS_IN_DIALOG)
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(box).to_be_focused()
        expect(box).to_have_value(re.compile("Typed"))
