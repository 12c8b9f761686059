"""Comparators: area, neighbours, and published tables from the file to the figure."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from boards.board_year.periods import parse
from boards.demo.when import Clock
from boards.errors import StaleRecord
from boards.models import Board
from performance.demo import comparators as demo
from performance.models import (
    BoardArea,
    DataSubmission,
    Indicator,
    NeighbourSet,
    Observation,
    PublishedTable,
    TableDraft,
    TableMatch,
    period_fields,
)
from performance.queries import comparators as queries
from performance.services import comparators, indicators, published_tables, table_files
from tests.permissions.performance_comparators import table as waiting_table

pytestmark = pytest.mark.django_db
HEADING = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,category,cin_number,cin_rate,population"
)
ENGLAND = "National,E92000001,England,,,,,"
WEST_MIDLANDS = "Regional,E92000001,England,E12000005,West Midlands,,,"
LA = "Local authority,E92000001,England,E12000005,West Midlands"
ROWS = [
    f"202324,Financial year,{ENGLAND},Total,399460,332.9,12000000",
    f"202324,Financial year,{ENGLAND},Neglect,1,1,12000000",
    f"202324,Financial year,{WEST_MIDLANDS},Total,45000,340.1,1320000",
    f"202324,Financial year,{LA},885,E10000034,Worcestershire,Total,3560,300.1,118600",
    f"202324,Financial year,{LA},937,E10000031,Warwickshire,Total,4000,320,125000",
    f"202324,Financial year,{LA},884,x,Herefordshire,Total,1100,310,35000",
    f"202324,Financial year,{LA},330,E08000025,Birmingham,Total,c,c,290000",
    f"202324,Week 3,{ENGLAND},Total,1,2,3",
    "202324,Financial year,Local authority,E92000001,England,E12000007,London,,E09000001,,T,5,1,2",
]


def csv(rows=ROWS, heading=HEADING):
    return ("\n".join([heading, *rows]) + "\n").encode()


def upload(content=None, name="cin.csv"):
    return SimpleUploadedFile(name, csv() if content is None else content, "text/csv")


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


@pytest.fixture
def rate(north):
    return Indicator.objects.create(
        board=north.board, key="cin-rate", label="Children in need <b>rate</b>", kind="ratio",
        unit="rate_per_10000", polarity="neither", frequency="financial_year",
        theme="children_in_need",
    )  # fmt: skip


@pytest.fixture
def area(north):
    by = north.data_analyst
    comparators.set_area(board=north.board, codes=["E10000034"], version=0, by=by)
    return comparators.add_set(
        board=north.board, codes=["E10000031", "E06000019", "E08000025"], source="Tool",
        starts_on=date(2020, 4, 1), by=by,
    )  # fmt: skip


def received(cast, content=None, edition="Reporting year 2024", table=None):
    file = table_files.read(upload(content), queries.wanted_rows(cast.board))
    return published_tables.receive(
        board=cast.board, table=table, title="Children in need", edition=edition, file=file,
        file_name="cin.csv", by=cast.data_analyst,
    )  # fmt: skip


def matched(draft, indicator, cast, **more):
    given = {"value_column": "cin_rate", "filters": {"category": "Total"}} | more
    fields = published_tables.MatchFields(indicator, **given)
    return published_tables.match(table=draft.table, fields=fields, by=cast.data_analyst)


def take_over(draft, cast):
    return published_tables.take_over(draft=draft, version=draft.version, by=cast.data_analyst)


def figures(indicator):
    rows = Observation.objects.current().filter(indicator=indicator)
    return {row.comparator: row for row in rows}


def test_reading_keeps_only_rows_that_concern_the_board(north, area):
    file = table_files.read(upload(), queries.wanted_rows(north.board))
    assert file.columns == ["category", "cin_number", "cin_rate", "population"]
    assert [row[1] for row in file.rows] == [
        "england", "england", "region", "E10000034", "E10000031", "E06000019", "E08000025",
    ]  # fmt: skip
    assert (file.rows_read, dict(file.left_out), file.mistakes) == (9, {"Week 3": 1}, [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_reading_takes_what_excel_writes(north, area, encoding):
    rows = [ROWS[0].replace("Total", "Ynys Môn’s")]
    content = csv(rows).decode().replace("\n", "\r\n").encode(encoding)
    file = table_files.read(upload(content), queries.wanted_rows(north.board))
    assert file.rows[0][4] == "Ynys Môn’s"


def test_reading_takes_a_zip_with_one_table(north, area):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data/cin.csv", csv())
        archive.writestr("data/cin.meta.csv", "col_name\n")
    file = table_files.read(upload(packed.getvalue(), "cin.zip"), queries.wanted_rows(north.board))
    assert len(file.rows) == 7


def test_reading_tells_every_mistake_at_once(north, area):
    rows = [
        f"2023,Financial years,{ENGLAND},Total,1,2",
        f"then,Financial year,{ENGLAND},Total,1,2,3",
    ]
    file = table_files.read(upload(csv(rows)), queries.wanted_rows(north.board))
    assert [each.place for each in file.mistakes] == ["line 2", "line 3"]
    file = table_files.read(upload(b"la_name,la_name\nA,B\n"), queries.wanted_rows(north.board))
    assert len(file.mistakes) == 5


@pytest.mark.parametrize(
    ("name", "content"),
    [("cin.xlsx", b"PK"), ("cin.csv", b""), ("cin.csv", csv() + b"\x00"), ("cin.zip", b"PK\x03"),
     ("cin.csv", HEADING.encode() + b'\n"never closed')],
)  # fmt: skip
def test_reading_refuses_what_is_no_table(world, north, area, name, content):
    answer = world.client(north.data_analyst).post(
        url(north, "table-upload"),
        {"title": "Kept title", "edition": "2024", "upload": upload(content, name)},
    )
    assert answer.status_code == 422
    assert "Kept title" in answer.content.decode()
    assert not TableDraft.objects.exists()


def test_200000_rows_are_read(north, area):
    rows = [f"202324,Financial year,{LA},1,E06000001,Hartlepool,c{n},1,2,3" for n in range(199_991)]
    content = csv([*ROWS, *rows])
    file = table_files.read(upload(content), queries.wanted_rows(north.board))
    assert (file.rows_read, len(file.rows)) == (200_000, 7)


def test_taking_over_makes_figures_of_england_region_and_neighbours(north, area, rate):
    draft = received(north)
    matched(draft, rate, north)
    submission = take_over(draft, north)
    found = figures(rate)
    assert set(found) == {"england", "region", "statistical_neighbours"}
    assert (found["england"].value, found["region"].value) == (Decimal("332.9"), Decimal("340.1"))
    assert found["statistical_neighbours"].value == 315
    assert "2 of 3" in found["statistical_neighbours"].note
    assert found["england"].source == "Children in need, Reporting year 2024"
    assert (submission.added, submission.edition, submission.by) == (
        3, "Reporting year 2024", north.data_analyst,
    )  # fmt: skip
    assert len(submission.sha256) == 64
    assert not TableDraft.objects.exists()


def test_neighbours_and_own_figure_come_from_parts(north, area, rate):
    draft = received(north)
    parts = {"numerator_column": "cin_number", "denominator_column": "population"}
    matched(draft, rate, north, takes_own=True, **parts)
    take_over(draft, north)
    found = figures(rate)
    assert (found["statistical_neighbours"].numerator, found[""].numerator) == (5100, 3560)
    assert found["statistical_neighbours"].denominator == 160_000


def test_the_same_file_twice_changes_nothing(north, area, rate):
    for _time in range(2):
        table = PublishedTable.objects.first()
        draft = received(north, table=table)
        if table is None:
            matched(draft, rate, north)
        take_over(draft, north)
    assert Observation.objects.filter(indicator=rate).count() == 3
    assert DataSubmission.objects.count() == 1


def test_a_later_edition_supersedes_and_both_stay(north, area, rate):
    draft = received(north)
    matched(draft, rate, north)
    take_over(draft, north)
    later = csv([ROWS[0].replace("332.9", "333.1"), *ROWS[1:]])
    submission = take_over(received(north, later, "Revised", draft.table), north)
    assert (submission.added, submission.corrected, submission.unchanged) == (0, 1, 2)
    now = figures(rate)["england"]
    assert (now.value, now.supersedes.value) == (Decimal("333.1"), Decimal("332.9"))
    assert now.supersedes.superseded_at == now.supplied_at
    assert Observation.objects.filter(indicator=rate).count() == 4


def test_taking_over_twice_or_after_another_file_stores_nothing_unseen(north, area, rate):
    draft = received(north)
    matched(draft, rate, north)
    received(north, csv(ROWS[:1]), "Another", draft.table)
    with pytest.raises(StaleRecord):
        take_over(draft, north)
    draft.refresh_from_db()
    assert take_over(draft, north) is not None
    assert take_over(draft, north) is None
    assert DataSubmission.objects.count() == 1


def test_analyst_takes_a_table_over_in_the_browser_and_the_next_edition_asks_nothing(
    world, north, area, rate
):
    client = world.client(north.data_analyst)
    sent = {"title": "Children in <i>need</i>", "edition": "2024", "upload": upload()}
    page = client.post(url(north, "table-upload"), sent, follow=True)
    table = PublishedTable.objects.get()
    assert page.redirect_chain[-1][0] == url(north, "table-match", pk=table.pk)
    text = page.content.decode()
    assert "7 of 9 rows concern the board" in text
    assert "<i>need</i>" not in text
    refused = client.post(page.redirect_chain[-1][0], {"indicator": rate.pk, "filter-0": "Total"})
    assert refused.status_code == 422
    assert "Choose the column of the figure" in refused.content.decode()
    match = {"indicator": rate.pk, "value_column": "cin_rate", "filter-0": "Total"}
    client.post(page.redirect_chain[-1][0], match)
    check = client.get(url(north, "table-check", pk=table.pk))
    assert [len(check.context["changes"].added), check.context["latest"][0].figures[3][0]] == [
        3, "332.9",
    ]  # fmt: skip
    client.post(url(north, "table-check", pk=table.pk), {"version": 1})
    assert set(figures(rate)) == {"england", "region", "statistical_neighbours"}
    home = client.get(url(north, "comparator-home")).content.decode()
    assert "Children in &lt;i&gt;need&lt;/i&gt;" in home
    again = {"table": table.pk, "edition": "2025", "upload": upload(csv([*ROWS[:1]]))}
    next_page = client.post(url(north, "table-upload"), again, follow=True)
    assert next_page.redirect_chain[-1][0] == url(north, "table-check", pk=table.pk)


def test_edition_without_a_matched_column_leads_to_matching(world, north, area, rate):
    draft = received(north)
    matched(draft, rate, north)
    content = csv(heading=HEADING.replace("cin_rate", "rate_cin"))
    page = world.client(north.data_analyst).post(
        url(north, "table-upload"),
        {"table": draft.table.pk, "edition": "2025", "upload": upload(content)}, follow=True,
    )  # fmt: skip
    assert "cin_rate is not in this file" in page.content.decode()
    check = world.client(north.data_analyst).get(url(north, "table-check", pk=draft.table.pk))
    assert check.context["mistakes"][0].text == "cin_rate"


def test_match_is_removed_and_figures_stay(world, north, area, rate):
    draft = received(north)
    row = matched(draft, rate, north)
    take_over(draft, north)
    received(north, table=draft.table)
    world.client(north.data_analyst).post(
        url(north, "table-match-remove", pk=draft.table.pk, match=row.pk)
    )
    assert not TableMatch.objects.exists()
    assert len(figures(rate)) == 3


def test_match_of_another_table_is_not_found(world, north, south):
    ours, theirs = waiting_table(north), waiting_table(south)
    foreign = TableMatch.objects.get(table=theirs["pk"])
    answer = world.client(north.data_analyst).post(
        url(north, "table-match-remove", pk=ours["pk"], match=foreign.pk)
    )
    assert answer.status_code == 404
    assert TableMatch.objects.filter(pk=foreign.pk).exists()


def test_table_name_is_taken(world, north, area):
    draft = received(north)
    answer = world.client(north.data_analyst).post(
        url(north, "table-upload"),
        {"title": "CHILDREN in need", "edition": "2024", "upload": upload()},
    )
    assert answer.status_code == 422
    assert PublishedTable.objects.get() == draft.table


def test_area_and_neighbours_are_chosen_by_ticking(world, north):
    client = world.client(north.data_analyst)
    refused = client.post(url(north, "comparator-area"), {"version": 0})
    assert "Tick the authority" in refused.content.decode()
    sent = {"version": 0, "authorities": ["E10000034", "E06000019"]}
    assert client.post(url(north, "comparator-area"), sent).status_code == 302
    again = client.post(url(north, "comparator-area"), sent)
    assert (again.status_code, BoardArea.objects.get().version) == (422, 1)
    own = {"starts_on": "1/4/2024", "authorities": ["E10000034", "E10000031"]}
    answer = client.post(url(north, "neighbour-set-new"), own)
    assert "Worcestershire is the board’s own" in answer.content.decode()
    client.post(url(north, "neighbour-set-new"), own | {"authorities": ["E10000031"]})
    same_day = client.post(url(north, "neighbour-set-new"), own | {"authorities": ["E08000025"]})
    assert "Another set begins on this day" in same_day.content.decode()
    row = NeighbourSet.objects.get()
    page = url(north, "neighbour-set-edit", pk=row.pk)
    assert 'id="authority-E10000031" checked' in client.get(page).content.decode()
    changed = {"version": 1, "starts_on": "1/4/2023", "authorities": ["E08000025"], "source": "S"}
    client.post(page, changed)
    row.refresh_from_db()
    assert (row.authorities, row.starts_on, row.version) == (["E08000025"], date(2023, 4, 1), 2)
    stale = client.post(page, changed)
    assert stale.status_code == 422
    foreign = client.post(url(north, "comparator-area"), {"version": 1, "authorities": ["W060"]})
    assert foreign.status_code == 422


def test_sets_end_where_the_next_begins(north, area):
    comparators.add_set(
        board=north.board, codes=["E08000025"], source="", starts_on=date(2024, 4, 1), by=None
    )
    found = queries.listed_sets(north.board, north.data_analyst)
    assert [(each.row.starts_on, each.ends_on) for each in found] == [
        (date(2024, 4, 1), None), (date(2020, 4, 1), date(2024, 3, 31)),
    ]  # fmt: skip


def test_home_asks_a_constant_number_of_questions(world, north, area, assert_constant_queries):
    client = world.client(north.data_analyst)
    waiting_table(north)

    def grow():
        for number in range(5):
            table = PublishedTable.objects.create(board=north.board, title=f"Table {number}")
            DataSubmission.objects.create(
                board=north.board, table=table, edition="2024", via="file", at=timezone.now(),
                by=north.data_analyst,
            )  # fmt: skip

    assert assert_constant_queries(lambda: client.get(url(north, "comparator-home")), grow) <= 15


def test_database_refuses_codes_that_are_none(north):
    for codes in (["nonsense1"], ["W06000015"], []):
        with pytest.raises(IntegrityError), transaction.atomic():
            NeighbourSet.objects.create(
                board=north.board, starts_on=date(2024, 4, 1),
                authorities=codes,
            )  # fmt: skip


def test_indicator_page_says_what_the_latest_figure_is_held_against(world, north, area, rate):
    draft = received(north)
    matched(draft, rate, north)
    take_over(draft, north)
    for year, value in (("2022-23", 280), ("2023-24", 300)):
        Observation.objects.create(
            indicator=rate, value=value, via="typed", **period_fields(parse(year))
        )
    page = world.client(north.board_member).get(url(north, "indicator-detail", pk=rate.pk))
    found = {each.label: each for each in page.context["figures"].compared}
    assert list(found) == ["A year earlier", "Statistical neighbours", "Region", "England"]
    assert [each.difference for each in found.values()] == [
        "+20", "\N{MINUS SIGN}15", "\N{MINUS SIGN}40.1", "\N{MINUS SIGN}32.9",
    ]  # fmt: skip
    assert "Children in need, Reporting year 2024" in page.content.decode()


def test_demonstration_reads_a_table_like_a_person_would(north):
    keys = ["re-referrals-12m", "assessments-45wd", "icpc-15wd", "contacts-nfa"]
    made = indicators.adopt(board=north.board, keys=keys, by=None, on=date(2024, 4, 1))
    Board.objects.filter(pk=north.board.pk).update(slug="walsall")
    north.board.refresh_from_db()
    clock = Clock(timezone.now())
    demo.make(north.board, {each.library_key: each for each in made}, clock, north.board_manager)
    first, second = DataSubmission.objects.order_by("at")
    assert (first.added, second.added) == (4 * 3 * 3, 4 * 3)
    assert second.corrected > 0
    rows = Observation.objects.current().filter(comparator="statistical_neighbours")
    assert "10 neighbours" in rows[0].note
