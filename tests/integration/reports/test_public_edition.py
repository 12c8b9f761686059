"""The public edition: attacked as a reader has it, page and PDF as they are printed."""

import io
import random
from html.parser import HTMLParser

import pypdf
import pytest
from django.urls import reverse

from boards.board_year.periods import parse
from boards.models import BoardYear
from boards.services.board_years import import_board_year
from performance.models import Indicator, Observation, period_fields
from performance.rules.suppression import Policy
from reports.blocks import Block, known
from reports.models import PublishingRule
from reports.queries.document import Edition, collect
from reports.queries.public import public_edition
from reports.queries.publishing import rule_of
from reports.rendering.html import Medium, document_html
from reports.rendering.pdf import document_pdf
from reports.services import reports
from tests.golden import compare

pytestmark = pytest.mark.django_db


class Tables(HTMLParser):
    """The text of a page, and its tables as rows of cells, as a reader sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.captions, self.rows, self.text = [], [], []
        self.cell, self.hidden = None, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.text += [value for name, value in attrs if name in {"alt", "title", "aria-label"}]
        self.hidden += tag == "style"
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.cell = []

    def handle_endtag(self, tag):
        self.hidden -= tag == "style"
        if tag in {"td", "th"}:
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)
        if self.cell is not None:
            self.cell.append(data)


def figure(indicator, value, period="", **breakdown):
    Observation.objects.create(
        indicator=indicator, value=value, breakdown=breakdown, via="typed",
        **period_fields(parse(period)),
    )  # fmt: skip


def year_label(day, back=0):
    return f"{day.year - back}-{(day.year - back + 1) % 100:02d}"


@pytest.fixture
def marked(north):
    """A year whose hidden figures are numbers that are nowhere else."""
    PublishingRule.objects.create(board=north.board, threshold=50)
    now, before = (year_label(north.year.starts_on, back) for back in (0, 1))
    children = Indicator.objects.create(
        board=north.board, key="children", label="Children known", unit="count", kind="flow",
        polarity="lower_better",
    )  # fmt: skip
    figure(children, 15_079, now)
    for value, area in [(37, "north"), (7_013, "east"), (8_029, "west")]:
        figure(children, value, now, area=area)
    figure(children, 41, before, area="east")
    alone = Indicator.objects.create(
        board=north.board, key="alone", label="Children alone", unit="count", kind="flow"
    )
    figure(alone, 43, before)
    figure(alone, 9_043, now)
    return north


def editions_of(year):
    year = BoardYear.objects.select_related("board", "regime").get(pk=year.pk)
    own = collect(*reports.draft(year=year))
    return own, public_edition(own, rule_of(year.board))


def page_text(document):
    return " ".join(Tables(document_html(document, Medium.WEB)).text)


def pdf_text(document):
    reader = pypdf.PdfReader(io.BytesIO(document_pdf(document).content))
    return " ".join(page.extract_text() for page in reader.pages)


def printed_of(page, label):
    return {row[0]: row[1:] for row in Tables(page).rows if row and row[0].startswith(label)}


def test_block_that_does_not_say_what_it_counts_is_not_made():
    with pytest.raises(ValueError, match="what it counts instead"):
        Block(name="x", label="X", build=lambda context: None, template="x.html")
    with pytest.raises(ValueError, match="what it counts instead"):
        Block(
            name="x", label="X", build=lambda context: None, template="x.html",
            sensitive=lambda data, not_people: None,
        )  # fmt: skip


def test_tables_of_the_public_page_hide_what_the_data_hide(marked):
    own, public = (document_html(each, Medium.WEB) for each in editions_of(marked.year))

    assert printed_of(own, "Children known: north")["Children known: north"][1] == "37"
    shown = printed_of(public, "Children")
    assert [cells[1] for cells in shown.values()].count("c") == 2
    assert shown["Children known: north"][1:] == ["c", "–", "–"]
    assert shown["Children alone"][1:] == ["9,043", "c", "c"], "nor is the year before, nor change"


def hidden_of(own, public):
    """Return every number that the data of the board have and those for the public hide."""
    rows = [each.data["blocks"]["indicators"]["rows"] for each in (own, public)]
    return {
        mine[name]
        for mine, theirs in zip(*rows, strict=True)
        for name in ("value", "previous", "change")
        if theirs[name] == "c" and mine[name]
    }


@pytest.mark.slow
def test_no_hidden_figure_is_anywhere_in_page_or_pdf(marked):
    own, public = editions_of(marked.year)
    texts = {
        edition: [page_text(document), pdf_text(document)]
        for edition, document in [("own", own), ("public", public)]
    }

    hidden = hidden_of(own, public)
    assert public.edition is Edition.PUBLIC
    assert {37, 41, 43, 9_000} < hidden
    assert hidden & {7_013, 8_029}
    for text in texts["own"]:
        words = {word.strip("+−") for word in text.split()}
        assert {f"{each:,}" for each in hidden if each > 0} <= words, "they would be found"
        assert "Restricted" in text
    for text in texts["public"]:
        words = {word.strip("+-−.,:;()") for word in text.split()}
        assert words & {form for each in hidden for form in (f"{each:,}", str(each))} == set()
        assert "Restricted" not in text
        assert "from 1 to 50 are printed as c" in " ".join(text.split())


@pytest.mark.parametrize("seed", range(12))
def test_page_prints_nothing_that_the_attacked_data_do_not(north, seed):
    """The data are proved safe by the attacker; every printed figure is one of them."""
    make_any_year(north, random.Random(seed))  # noqa: S311 - chance, not secrecy
    _own, public = editions_of(north.year)
    rows = public.data["blocks"]["indicators"]["rows"]
    assert any("c" in (row["value"], row["previous"]) for row in rows)
    tables = next(b for s in public.sections for b in s.blocks if b.name == "indicators").data
    lines = [line for table in tables.tables for line in table.lines]
    page = printed_of(document_html(public, Medium.WEB), "Any")
    assert len(page) == len(lines) == len(rows)
    for row, cells in zip(rows, page.values(), strict=True):
        expected = [row["value"], row["previous"], row["change"]]
        assert [number(cell) for cell in cells[1:]] == expected


def make_any_year(cast, chance):
    now, before = (year_label(cast.year.starts_on, back) for back in (0, 1))
    for key in range(3):
        indicator = Indicator.objects.create(
            board=cast.board, key=f"any-{key}", label=f"Any {key}", unit="count", kind="flow"
        )
        for period in (now, before):
            parts = [chance.choice([0, 2, 3, 4, 7, 12, 30]) for _area in range(4)]
            figure(indicator, sum(parts), period)
            for area, part in enumerate([*parts[:-1], parts[-1]]):
                figure(indicator, part, period, area=f"area {area}")


def number(cell):
    """Return a printed figure as the data file has it."""
    text = cell.split()[0].lstrip("+").replace(",", "")
    return {"–": None, "c": "c"}.get(text) if text in {"–", "c"} else int(text)


@pytest.mark.slow
@pytest.mark.parametrize("name", compare.NAMES)
def test_published_years_print_no_small_number(name):
    year = import_board_year(source=compare.board_year(name), by=None).year
    own, public = editions_of(year)
    data = public.data["blocks"]["indicators"]["rows"]
    kept = [row for row in data if row["value"] != "c"]
    block = next(b for s in public.sections for b in s.blocks if b.name == "indicators")
    page = Tables(document_html(public, Medium.WEB)).rows
    lines = [line for table in block.data.tables for line in table.lines]

    assert 0 < len(kept) < len(data)
    assert sum(line.value == "c" for line in lines) > 0
    for line in lines:
        assert any(row[1:3] == [line.period, line.value] for row in page if len(row) == 5)
    assert own.data["blocks"]["indicators"]["rows"] != data
    assert Policy().threshold == rule_of(year.board).threshold


def test_rounding_is_printed_and_explained(marked):
    PublishingRule.objects.update(rounding=5)
    _own, public = editions_of(marked.year)
    page = document_html(public, Medium.WEB)

    assert printed_of(page, "Children alone")["Children alone"][1] == "9,045"
    assert "rounded to the nearest 5" in page


def test_every_block_of_children_prints_from_public_data(marked):
    """A block that counts children prints nothing of what only the board's own edition has."""
    own, public = editions_of(marked.year)
    counting = {block.name for block in known().values() if block.sensitive}
    assert counting
    for mine, theirs in zip(own.sections, public.sections, strict=True):
        for one, other in zip(mine.blocks, theirs.blocks, strict=True):
            assert (one.data is other.data) == (one.name not in counting or one.data is None)


def test_numbers_of_the_text_that_a_table_hides_are_listed(world, marked, report):
    report.sections.filter(key="foreword").update(
        text="Only 37 children <script>alert(1)</script> of 15,079, after 43 the year before."
    )
    client = world.client(marked.board_manager)
    where = {"board": marked.board.slug, "pk": report.pk}

    page = client.get(reverse("reports:report-numbers", kwargs=where))

    found = page.context["found"]
    assert [each.mention.written for each in found] == ["37", "43"]
    assert found[0].figures[0].startswith("Children known, north")
    assert "<script>alert" not in page.content.decode()
    report.sections.update(text="Few.")
    page = client.get(reverse("reports:report-numbers", kwargs=where)).content.decode()
    assert "No number of the text equals a hidden figure" in page
    checklist = client.get(reverse("reports:report-checklist", kwargs=where)).content.decode()
    assert reverse("reports:report-numbers", kwargs=where) in checklist
