"""Pages of data returns: typing, sending a spreadsheet, what the board decides."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from performance.models import DataDraft, Observation
from performance.services import data_returns
from tests.permissions.performance_returns import awaited, indicator, received, requirement

pytestmark = pytest.mark.django_db
BAD = '<script>alert("x")</script> Llanfairpwllgwyngyll'


@pytest.fixture
def north(world):
    return world.north


def url(row, page: str = "") -> str:
    return f"/northshire/performance/returns/{row.pk}/{page}"


def workbook(*lines: list[object], headings: list[str] | None = None) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.title = "Figures"
    book.active.append(headings or ["Key", "Period", "By sex", "Value", "No figure because"])
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("figures.xlsx", file.getvalue())


def seen(row) -> dict[str, str]:
    """What the page of a file posts to say which one it showed."""
    draft = row.drafts.get(via="file")
    return {"draft": str(draft.pk), "version": str(draft.version)}


def test_an_agency_types_and_sends(world, north):
    row = awaited(north)
    page = world.client(north.police_lead)
    assert "Contacts" in page.get(url(row, "type/")).content.decode()
    done = page.post(url(row, "type/"), {"version": "0", "f0-value": "1,240", "send": "1"})
    assert (done.status_code, done["Location"]) == (302, url(row))
    assert Observation.objects.get().value == 1240
    shown = page.get(url(row)).content.decode()
    assert "1,240" in shown
    assert "Received" in shown


def test_a_mistake_keeps_everything_that_was_typed(world, north):
    row = awaited(north)
    page = world.client(north.police_lead)
    typed = {"version": "0", "f0-value": "about 20", "f0-comment": BAD, "send": "1"}
    answer = page.post(url(row, "type/"), typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "figures only" in html
    assert 'value="about 20"' in html
    assert "<script>alert" not in html
    # Also for somebody who closes the page now and comes back later.
    assert 'value="about 20"' in page.get(url(row, "type/")).content.decode()
    assert not Observation.objects.exists()


def test_half_done_figures_are_kept_and_shown_on_the_return(world, north):
    row = awaited(north)
    page = world.client(north.police_lead)
    page.post(url(row, "type/"), {"version": "0", "f0-value": "7", "keep": "1"})
    assert "Typed and not sent yet" in page.get(url(row)).content.decode()
    row.refresh_from_db()
    assert row.status == "awaited"


def test_two_colleagues_type_at_once_and_nothing_is_lost(world, north):
    row = awaited(north)
    first, second = world.client(north.police_lead), world.client(north.police_contributor)
    first.post(url(row, "type/"), {"version": "0", "f0-value": "12", "keep": "1"})
    answer = second.post(url(row, "type/"), {"version": "0", "f0-value": "13", "keep": "1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Your colleague saved" in html
    assert 'value="13"' in html
    again = second.post(url(row, "type/"), {"version": "1", "f0-value": "13", "keep": "1"})
    assert again.status_code == 302


def test_the_template_goes_round(world, north):
    row = awaited(north, indicator(north, dimensions=["sex"]))
    page = world.client(north.police_lead)
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(page.get(url(row, "template/")).streaming_content))
    )
    sheet = book["Figures"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("Value") + 1, 31)
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("filled.xlsx", file.getvalue())
    assert page.post(url(row, "upload/"), {"upload": upload})["Location"] == url(row, "check/")
    assert "New figures" in page.get(url(row, "check/")).content.decode()
    page.post(url(row, "check/"), seen(row) | {"comment": "First month"})
    assert Observation.objects.get().value == 31
    assert not DataDraft.objects.exists()


def test_every_mistake_of_a_file_is_told_with_its_cell(world, north):
    row = awaited(north, indicator(north), indicator(north, "plans", label="Plans"))
    page = world.client(north.police_lead)
    file = workbook(
        ["contacts", "", "", "<5", ""], ["plans", "", "male", 3, ""], [BAD, "", "", 1, ""],
        ["plans", "next week", "", 2, ""], [None, None, None, None, None],
    )  # fmt: skip
    page.post(url(row, "upload/"), {"upload": file})
    html = page.get(url(row, "check/")).content.decode()
    for place in ("Figures, D2", "Figures, C3", "Figures, A4", "Figures, B5"):
        assert place in html
    assert "exact number" in html
    assert "<script>alert" not in html
    assert page.post(url(row, "check/"), seen(row)).status_code == 422
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("figures.pdf", b"%PDF-1.7"), "not a spreadsheet"),
        (SimpleUploadedFile("figures.xlsx", b""), "empty"),
        (SimpleUploadedFile("figures.csv", b"a,b\n1,2\n"), "Download the template"),
        (workbook(headings=["Key", "Value", "Value"]), "stands here twice"),
        (workbook(headings=["Key", "Value", "Phone"]), "Delete it"),
    ],
    ids=["pdf", "empty", "other", "twice", "unknown"],
)
def test_a_file_of_another_shape_is_refused_with_a_reason(world, north, file, words):
    row = awaited(north)
    file.seek(0)
    answer = world.client(north.police_lead).post(url(row, "upload/"), {"upload": file})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_corrected_file_shows_what_will_change(world, north):
    row = received(north)
    page = world.client(north.police_lead)
    page.post(url(row, "upload/"), {"upload": workbook(["contacts", "", "", 125, ""])})
    html = page.get(url(row, "check/")).content.decode()
    assert "What changes" in html
    assert ">120<" in html
    assert ">125<" in html
    assert Observation.objects.current().get().value == 120


def test_a_second_click_on_send_changes_nothing(world, north):
    row = awaited(north)
    page = world.client(north.police_lead)
    page.post(url(row, "upload/"), {"upload": workbook(["contacts", "", "", 125, ""])})
    shown = seen(row)
    first, second = (page.post(url(row, "check/"), shown) for _click in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert Observation.objects.count() == row.submissions.count() == 1


def test_a_file_that_replaced_the_one_on_the_page_is_shown_before_it_is_sent(world, north):
    row = awaited(north)
    page, colleague = world.client(north.police_lead), world.client(north.police_contributor)
    page.post(url(row, "upload/"), {"upload": workbook(["contacts", "", "", 125, ""])})
    shown = seen(row)
    colleague.post(url(row, "upload/"), {"upload": workbook(["contacts", "", "", 999, ""])})
    answer = page.post(url(row, "check/"), shown | {"comment": "As agreed"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "A colleague has changed what is kept here" in html
    assert "As agreed" in html
    assert not Observation.objects.exists()
    # Also when theirs was sent and another one chosen, whose version counts from 1 again.
    colleague.post(url(row, "check/"), seen(row))
    colleague.post(url(row, "upload/"), {"upload": workbook(["contacts", "", "", 7, ""])})
    assert page.post(url(row, "check/"), shown).status_code == 422
    assert Observation.objects.current().get().value == 999
    assert page.post(url(row, "check/"), seen(row)).status_code == 302
    assert Observation.objects.current().get().value == 7


def test_sending_a_file_leaves_what_was_typed_and_not_sent(world, north):
    row = awaited(north)
    page = world.client(north.police_lead)
    page.post(url(row, "type/"), {"version": "0", "f0-value": "7", "keep": "1"})
    page.post(url(row, "upload/"), {"upload": workbook(["contacts", "", "", 125, ""])})
    page.post(url(row, "check/"), seen(row))
    assert [draft.via for draft in row.drafts.all()] == ["typed"]


def test_the_board_sends_back_and_the_agency_sees_why(world, north):
    row = received(north)
    analyst = world.client(north.data_analyst)
    analyst.post(
        url(row, "send-back/"), {"version": str(row.version), "reason": "Count both front doors"}
    )
    html = world.client(north.police_lead).get(url(row)).content.decode()
    assert "Count both front doors" in html
    assert "Sent back: correct" in world.client(north.police_lead).get("/").content.decode()


def test_another_agency_sees_neither_the_return_nor_its_title(world, north):
    row = awaited(north)
    other = world.client(north.health_lead)
    assert other.get(url(row)).status_code == 404
    assert "Front door" not in other.get("/northshire/performance/returns/").content.decode()


def test_an_analyst_asks_for_figures(world, north):
    contacts = indicator(north, label=BAD)
    page = world.client(north.data_analyst)
    form = {
        "version": "0", "title": "Front door", "frequency": "month", "due_days": "21",
        "agency": str(north.board.partners.get(agency=north.police).pk),
        "starts_on": "1 April 2026", "indicators": [str(contacts.pk)],
    }  # fmt: skip
    assert page.post("/northshire/performance/requirements/new/", form).status_code == 302
    html = page.get("/northshire/performance/requirements/").content.decode()
    assert "Front door" in html
    again = page.post("/northshire/performance/requirements/new/", form)
    assert "owes something of that title already" in again.content.decode()


def test_lists_ask_the_database_as_often_for_one_as_for_many(world, north, assert_constant_queries):
    page = world.client(north.data_analyst)
    requirement(north)

    def more():
        for number in range(8):
            requirement(north, title=f"Figures {number}")
        data_returns.ask_for_due()

    data_returns.ask_for_due()
    assert_constant_queries(lambda: page.get("/northshire/performance/returns/"), more)


@pytest.mark.parametrize("name", ["", "type/", "template/"])
def test_a_return_asks_the_database_as_often_for_many_figures(
    world, north, assert_constant_queries, name
):
    row = awaited(north)
    page = world.client(north.police_lead)

    def more():
        for number in range(8):
            made = indicator(north, f"i{number}", label=f"Indicator {number}")
            row.requirement.required.create(indicator=made)

    assert_constant_queries(lambda: page.get(url(row, name)), more)
