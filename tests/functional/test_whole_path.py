"""The main job, in a real browser with the real worker, from a question to the chair's PDF.

A manager writes a question, opens a round, the invited agency answers with evidence, sends, is
sent back, sends again; the manager accepts; the report is built in the worker; the independent
chair downloads it in two clicks. axe looks at every page on the way.
"""

import hashlib
import io
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from audits.models import Return, Round
from boards.models import User
from reports.models import ReportFile
from tests.functional.browser import check_page, signed_in
from tests.plugins.server import PortalServer
from tests.world import BoardCast, make_world

pytestmark = pytest.mark.functional

INVITED = "designated.nurse@health.example"
FOUR_POINT = "0 to 3: in place and making a difference"


@pytest.fixture(scope="module")
def north(portal_server: PortalServer) -> BoardCast:
    return make_world().north


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Look at the page with axe, then press its button or follow its link."""
    check_page(page)
    thing = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
    thing.first.click()
    page.wait_for_load_state()


def write_a_tool(page: Page) -> None:
    page.goto("/northshire/audits/tools/new/")
    page.get_by_label("Title").fill("Section 11, our own")
    press(page, "Create the tool")
    press(page, "Settings")
    page.get_by_label("Grading scale").select_option(label=FOUR_POINT)
    press(page, "Save settings")
    press(page, "Add a standard")
    page.get_by_label("Title").fill("Listening to children")
    press(page, "Save standard")
    press(page, "Add a question")
    page.get_by_label("Question", exact=True).fill("How do you hear from children?")
    press(page, "Save question")
    press(page, "Publish")
    press(page, "Publish this version")
    expect(page.get_by_role("main")).to_contain_text("Published")


def open_a_round(page: Page, agency: str) -> None:
    """Draft a round, put the agency on it, invite its respondent by e-mail, and open it."""
    page.goto("/northshire/audits/rounds/new/")
    page.get_by_label("Title").fill("Listening round")
    page.get_by_label("Tool", exact=True).select_option(label="Section 11, our own, version 1")
    page.get_by_label("Opening date").fill("1 April 2026")
    page.get_by_label("Closing date").fill("1 April 2099")
    press(page, "Save")
    round_page = f"/northshire/audits/rounds/{Round.objects.get(title='Listening round').pk}/"
    page.goto(f"{round_page}agencies/")
    page.get_by_role("checkbox", name=agency).check()
    press(page, "Add the selected agencies")
    page.goto(round_page)
    press(page, re.compile(f"People.*{agency}"))
    page.get_by_label("E-mail addresses to invite").fill(INVITED)
    press(page, "Save")
    page.goto(round_page)
    press(page, "Open the round")
    press(page, "Open the round and tell agencies")


def the_return() -> Return:
    return Return.objects.get(round__title="Listening round")


def come_in(page: Page, server: PortalServer) -> None:
    """Open the link of the invitation, as a mail scanner did before, and accept."""
    link = wait_for_mail(server, INVITED, "invites you").replace(server.url, "")
    assert page.request.get(link).ok
    page.goto(link)
    page.get_by_label("Your name").fill("Siân O’Brien-Łukasz")
    press(page, "Accept and continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Listening round")


def answer(page: Page, text: str) -> None:
    page.goto(f"/northshire/audits/returns/{the_return().pk}/standards/listening-to-children/")
    page.get_by_label("In place", exact=True).check()
    page.get_by_label("How do you know?").fill(text)
    expect(page.locator(".question .saved--ok")).to_be_visible()
    expect(page.locator("[data-status]")).to_contain_text("Answered")


def add_evidence(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "Listening policy.pdf"
    file.write_bytes(b"%PDF-1.7 what children told us")
    press(page, re.compile("Add evidence"))
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("What is it?").fill("Listening policy")
    press(page, "Add this evidence")
    expect(page.get_by_role("link", name="Listening policy")).to_be_visible()


def sign_off_and_send(page: Page) -> None:
    page.goto(f"/northshire/audits/returns/{the_return().pk}/check/")
    press(page, "Sign off")
    page.get_by_label("Name of the accountable executive").fill("A Chief Nurse")
    page.get_by_label("Their post").fill("Chief Nurse")
    page.get_by_label("They have read these answers").check()
    press(page, "Sign off")
    press(page, "Send to the board")
    press(page, "Send to the board")
    expect(page.get_by_role("main")).to_contain_text("Sent to the board")


def send_back(page: Page) -> None:
    page.goto("/northshire/")
    check_page(page)
    page.goto(f"/northshire/audits/returns/{the_return().pk}/review/")
    page.get_by_text("Comment on this answer").click()
    page.get_by_label("Comment").fill("Whom did you ask?")
    press(page, "Add the comment")
    press(page, "Send back")
    page.get_by_label("What should the agency do?").fill("Say whom you asked.")
    press(page, "Send back to the agency")
    assert the_return().status == "sent_back"


def accept(page: Page) -> None:
    page.goto(f"/northshire/audits/returns/{the_return().pk}/review/")
    expect(page.get_by_role("main")).to_contain_text("We asked forty children")
    press(page, "Accept")
    press(page, "Accept the return")
    assert the_return().status == "accepted"


def build_the_report(page: Page) -> None:
    page.goto("/northshire/reports/")
    press(page, "Start an annual report")
    press(page, "Start the report")
    press(page, "Build the report")
    expect(page.get_by_role("main")).to_contain_text("Ready", timeout=90_000)
    check_page(page)


def download_in_two_clicks(page: Page) -> bytes:
    page.goto("/")
    check_page(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    assert download.value.suggested_filename.endswith("annual-report-public.pdf")
    return Path(download.value.path()).read_bytes()


def test_from_a_question_to_the_chairs_pdf(
    browser: Browser, portal_server: PortalServer, north: BoardCast, tmp_path: Path
) -> None:
    url = portal_server.url
    with (
        signed_in(browser, url, north.board_manager) as manager,
        signed_in(browser, url, north.independent_chair) as chair,
    ):
        write_a_tool(manager)
        open_a_round(manager, north.health.name)
        agency = browser.new_context(base_url=url, locale="en-GB").new_page()
        come_in(agency, portal_server)
        answer(agency, "We asked children.")
        add_evidence(agency, tmp_path)

        # The invited person answers; the agency's lead signs off and sends.
        lead_context = signed_in(browser, url, north.health_lead)
        with lead_context as lead:
            sign_off_and_send(lead)
            send_back(manager)
            lead.goto(f"/northshire/audits/returns/{the_return().pk}/")
            expect(lead.get_by_role("main")).to_contain_text("Say whom you asked.")
            answer(agency, "We asked forty children.")
            sign_off_and_send(lead)
        accept(manager)
        build_the_report(manager)
        content = download_in_two_clicks(chair)

    pdf = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Northshire" in text
    assert "Listening" in text
    assert ReportFile.objects.get(format="public_pdf").sha256 == hashlib.sha256(content).hexdigest()
    assert User.objects.get(email=INVITED).name == "Siân O’Brien-Łukasz"


def wait_for_mail(server: PortalServer, address: str, words: str) -> str:
    """Return the link of the newest mail to the address that has these words."""
    for _attempt in range(100):
        for text in reversed(server.mail_to(address)):
            link = re.search(r"http://localhost:\d+/\S+", text)
            if words in text and link:
                return link.group()
        time.sleep(0.2)
    raise AssertionError(f"no mail to {address} with {words!r}: {server.mail_to(address)}")
