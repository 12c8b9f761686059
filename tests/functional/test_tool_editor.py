"""Writing a tool in a real browser: keyboard, mouse, two people at once, no JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from audits.models import Question, ToolVersion
from audits.services import tools
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import World, make_world

pytestmark = pytest.mark.functional

PAGES = [
    "tools/", "tools/new/", "tools/from-file/", "tools/scales/", "tools/scales/new/",
    "tools/versions/{v}/", "tools/versions/{v}/settings/", "tools/versions/{v}/publish/",
    "tools/versions/{v}/preview/", "tools/versions/{v}/compare/", "tools/versions/{v}/delete/",
    "tools/questions/{q}/", "tools/questions/{q}/move/", "tools/questions/{q}/delete/",
]  # fmt: skip


@pytest.fixture(scope="module")
def cast(portal_server: PortalServer) -> World:
    return make_world()


@pytest.fixture
def draft(cast: World) -> ToolVersion:
    """A draft as it was copied, whatever the test before did."""
    for version in ToolVersion.objects.filter(tool=cast.north.tool, status="draft"):
        tools.discard(tool_version=version, by=cast.north.board_manager)
    return tools.new_version(tool=cast.north.tool, by=cast.north.board_manager)


def editor(version: ToolVersion) -> str:
    return f"/northshire/audits/tools/versions/{version.pk}/"


def of(version: ToolVersion, key: str) -> Question:
    return Question.objects.get(tool_version=version, key=key)


def keys(version: ToolVersion) -> list[str]:
    rows = version.questions.order_by("standard__order", "order")
    return list(rows.values_list("key", flat=True))


def drag(page: Page, start: str, end: str) -> None:
    """Take one thing's handle, carry it to another thing, and let go when it lies in its list.

    What is carried makes room where it comes from, so the other thing moves meanwhile; a person's
    hand follows it, and so does this one.
    """
    page.locator(start).hover()
    page.mouse.down()
    for _try in range(20):
        box = page.locator(end).bounding_box()
        assert box
        page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2, steps=12)
        page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 4, steps=4)
        if page.locator(f":is(ol, ul):has({end}) {start}").count():
            break
    page.mouse.up()


def test_moving_by_keyboard_keeps_the_focus(browser: Browser, portal_server, cast, draft):
    question = of(draft, "report-date")
    with signed_in(browser, portal_server.url, cast.north.board_manager) as page:
        page.goto(editor(draft))
        page.focus(f"#up-{question.pk}")
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_have_text("The question is now 1.2")
        expect(page.locator(f"#up-{question.pk}")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_have_text("The question is now 1.1")
        expect(page.locator(f"#up-{question.pk}")).to_be_focused()
        check_page(page)
    assert keys(draft)[0] == "report-date"


def test_dragging_a_question_into_another_standard(browser: Browser, portal_server, cast, draft):
    first, last = of(draft, "lead-person"), of(draft, "training-how")
    with signed_in(browser, portal_server.url, cast.north.board_manager) as page:
        page.goto(editor(draft))
        drag(page, f"#question-{first.pk} [data-handle]", f"#question-{last.pk}")
        expect(page.locator("#said")).to_contain_text("The question is now 2.")
    first.refresh_from_db()
    assert first.standard.key == "training"


def test_a_follow_ups_answers_come_with_the_question(browser: Browser, portal_server, cast, draft):
    question = of(draft, "custody")
    with signed_in(browser, portal_server.url, cast.north.board_manager) as page:
        page.goto(f"/northshire/audits/tools/questions/{question.pk}/")
        expect(page.get_by_label("Choices")).to_be_hidden()
        page.select_option("[data-follows]", str(of(draft, "training-how").pk))
        page.get_by_label("In a room").check()
        page.select_option("[data-kind]", "choice")
        page.get_by_label("Choices").fill("Often\nRarely")
        check_page(page)
        page.get_by_role("button", name="Save question").click()
        expect(page.locator(f"#question-{question.pk}")).to_contain_text("After 2.2: In a room")
    question.refresh_from_db()
    assert (question.follows_when, len(question.choices)) == (["room"], 2)


def test_two_people_edit_one_question(browser: Browser, portal_server, cast, draft):
    path = f"/northshire/audits/tools/questions/{of(draft, 'custody').pk}/"
    north = cast.north
    with (
        signed_in(browser, portal_server.url, north.board_manager) as first,
        signed_in(browser, portal_server.url, north.business_support) as second,
    ):
        for page, words in ((first, "First words"), (second, "Second words")):
            page.goto(path)
            page.fill("#id_text", words)
        first.get_by_role("button", name="Save question").click()
        expect(first.locator("#outline")).to_contain_text("First words")
        second.get_by_role("button", name="Save question").click()
        expect(second.locator(".conflict")).to_contain_text("First words")
        expect(second.locator("#id_text")).to_have_value("Second words")
        check_page(second)
        second.fill("#id_text", "Words of both")
        second.get_by_role("button", name="Save question").click()
        expect(second.locator("#outline")).to_contain_text("Words of both")


def test_everything_works_without_javascript(browser: Browser, portal_server, cast, draft):
    manager = cast.north.board_manager
    question = of(draft, "report-date")
    with signed_in(browser, portal_server.url, manager, java_script_enabled=False) as page:
        page.goto(editor(draft))
        page.click(f"#up-{question.pk}")
        assert keys(draft)[1] == "report-date"
        page.locator(f"#question-{question.pk}").get_by_role("link", name="Move to…").click()
        page.select_option("#id_place", label="After 2.1 What about staff trained?")
        page.get_by_role("button", name="Move the question").click()
        assert keys(draft)[3] == "report-date"
        page.locator(f"#question-{of(draft, 'custody').pk} .q__text a").click()
        page.fill("#id_text", "Typed words")
        page.select_option("#id_follows", str(of(draft, "supervision").pk))
        page.get_by_role("button", name="Show the answers for the follow-up").click()
        expect(page.locator("#id_text")).to_have_value("Typed words")
        page.get_by_label("No", exact=True).check()
        page.get_by_role("button", name="Save question").click()
    assert of(draft, "custody").follows_when == ["no"]


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible(browser: Browser, portal_server, cast, draft, width):
    viewport = {"viewport": {"width": width, "height": 800}}
    with signed_in(browser, portal_server.url, cast.north.board_manager, **viewport) as page:
        for path in PAGES:
            page.goto("/northshire/audits/" + path.format(v=draft.pk, q=of(draft, "custody").pk))
            check_page(page)
