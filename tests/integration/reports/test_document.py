"""The documents themselves: the PDF's structure, the page, the data file."""

import io
import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command

from boards.models import Attendance, BoardYear, Meeting
from boards.rendering.pdf import ForbiddenAddress, _resource
from boards.services.board_years import import_board_year
from reports.models import AnnualReport
from reports.queries.document import collect
from reports.rendering.html import Medium, document_html
from reports.rendering.pdf import document_pdf
from reports.services import building
from tests.golden.compare import NAMES, board_year, differences, expected
from tests.world import today

pytestmark = pytest.mark.django_db
FORMATS = {
    f"annual-report{edition}.{kind}"
    for edition in ("", "-public")
    for kind in ("pdf", "html", "json")
}


@pytest.fixture
def document(world, report):
    held = Meeting.objects.create(
        board=world.north.board, group=world.north.group, key="m1", held_on=today() - timedelta(1)
    )
    for seat in world.north.seats.values():
        Attendance.objects.create(meeting=held, seat=seat, mark="present")
    report.sections.filter(key="foreword").update(text="We met.\n\n## What we did\n\n- one\n- two")
    return collect(report, list(report.sections.all()))


@pytest.fixture
def pdf(document):
    return pypdf.PdfReader(io.BytesIO(document_pdf(document).content))


def structure(node, kind):
    """Return the structure elements of a kind, depth first."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for item in node for found in structure(item, kind)]
    if not isinstance(node, dict):
        return []
    mine = [node] if node.get("/S") == kind else []
    return mine + structure(node.get("/K", []), kind)


@pytest.mark.slow
def test_pdf_is_tagged_and_says_what_it_is(pdf, document):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower() == "en-gb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == f"{document.board}: {document.title}"
    assert pdf.metadata.author == document.board
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()


@pytest.mark.slow
def test_pdf_figures_have_words_and_tables_have_headers(pdf):
    tree = pdf.trailer["/Root"]["/StructTreeRoot"]
    figures = structure(tree, "/Figure")
    assert figures
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    assert structure(tree, "/TH")
    assert len(structure(tree, "/H1")) == 1


@pytest.mark.slow
def test_pdf_bookmarks_and_contents_lead_to_every_section(pdf, document):
    titles = " ".join(
        item.title for item in pdf.outline if not isinstance(item, list) and item.title
    )
    assert all(section.title in titles for section in document.sections)
    links = [
        note.get_object()
        for page in pdf.pages[:3]
        for note in page.get("/Annots") or []
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) >= len(document.sections)


@pytest.mark.slow
def test_pdf_embeds_subsets_of_our_fonts_only(pdf):
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            described = font.get_object()
            inner = described.get("/DescendantFonts", [described])[0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            names.add(descriptor["/FontName"])
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), "embedded"
    assert names
    ours = ("Atkinson", "Portal-Signs", "PortalSigns")
    assert all("+" in name and any(own in name for own in ours) for name in names), names


@pytest.mark.slow
def test_pdf_shows_markup_as_text(hostile):
    document = collect(hostile, list(hostile.sections.all()))

    made = document_pdf(document)

    reader = pypdf.PdfReader(io.BytesIO(made.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "<script>alert" in text
    assert made.pages == len(reader.pages)
    assert "/JavaScript" not in str(reader.trailer["/Root"])


def test_page_shows_markup_as_text(hostile):
    html = document_html(collect(hostile, list(hostile.sections.all())), Medium.WEB)

    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'href="javascript' not in html


def test_page_needs_nothing_from_elsewhere(document):
    html = document_html(document, Medium.WEB)

    assert "http://" not in html.replace("http://www.w3.org/", "")
    assert "<link" not in html
    assert "<img" not in html
    assert "<svg" in html


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "http://example.org/x.css", "report:../config/settings.py",
        "report:css/../../manage.py", "report:charts/unknown.svg", "report:vendor/README.md",
        "data:text/css,body{}",
    ],
)  # fmt: skip
def test_fetcher_refuses_what_is_not_the_documents_own(address):
    with pytest.raises(ForbiddenAddress):
        _resource(address, {})


@pytest.mark.parametrize("name", NAMES)
def test_data_of_a_published_year(world, name):
    import_board_year(source=board_year(name), by=None)
    year = BoardYear.objects.get(board__slug=name.removesuffix("-2016-17"))
    from reports.services import reports

    written = building.data_file(collect(*reports.draft(year=year)).data)
    data = json.loads(written, parse_float=Decimal)

    wanted = expected(name)
    known = {key: block for key, block in wanted["blocks"].items() if key in data["blocks"]}
    assert {
        "attendance_by_seat", "attendance_by_meeting", "audit_rounds", "indicators",
    } <= set(known)  # fmt: skip
    assert differences(known, data["blocks"]) == []
    assert differences(wanted["consistency"], data["consistency"]) == []
    assert (data["format"], data["board"], data["year"]) == (
        "report-data/1", wanted["board"], wanted["year"],
    )  # fmt: skip


def test_collect_asks_a_constant_number_of_questions(report, django_assert_max_num_queries):
    sections = list(report.sections.all())

    with django_assert_max_num_queries(45):
        collect(report, sections)


@pytest.mark.slow
def test_command_writes_both_editions_and_stores_nothing(world, tmp_path: Path):
    call_command(
        "build_annual_report", board="northshire", year=world.north.year.label, out=tmp_path
    )

    assert {path.name for path in tmp_path.iterdir()} == FORMATS
    assert not AnnualReport.objects.exists()


def test_command_when_the_year_is_unknown(world, tmp_path):
    with pytest.raises(CommandError, match="no year"):
        call_command("build_annual_report", board="northshire", year="1999/00", out=tmp_path)
