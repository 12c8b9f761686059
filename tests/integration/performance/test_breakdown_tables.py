"""Breakdown tables in the browser: adopted, laid out, shown, taken as a file, taken away."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from boards.board_year.periods import parse
from performance import library, starter_tables
from performance.models import BreakdownTable, Indicator, Observation, period_fields
from performance.services import breakdown_tables as services
from performance.services.breakdown_tables import TableFields, UnsuitableLayout

pytestmark = pytest.mark.django_db
LONG = "Tabl o ffigurau’r bwrdd <script>alert(1)</script> " * 5


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


@pytest.fixture
def analyst(world, north):
    return world.client(north.data_analyst)


@pytest.fixture
def settled(north):
    return Indicator.objects.create(
        board=north.board, key="settled", label="Allegations settled", unit="count", kind="flow",
        frequency="quarter", dimensions=["outcome", "sector"], theme="lado",
    )  # fmt: skip


def observe(indicator, period, value, **breakdown):
    Observation.objects.create(
        indicator=indicator, value=value, via="typed", breakdown=breakdown,
        **period_fields(parse(period)),
    )  # fmt: skip


def fields(**more):
    return TableFields(
        **{
            "title": "Outcomes", "description": "", "rows_by": "outcome", "columns_by": "",
            "period_kind": "financial_year", "with_shares": True, "with_previous": True,
        }
        | more
    )  # fmt: skip


@pytest.fixture
def table(north, settled):
    for year, values in (("2015-16", (20, 9)), ("2016-17", (24, 6))):
        for outcome, value in zip(("Unfounded", LONG[:60]), values, strict=True):
            observe(settled, year, value, outcome=outcome)
    observe(settled, "2016-17", 42)
    return services.make(
        board=north.board, fields=fields(title=LONG[:290]), indicators=[settled],
        by=north.data_analyst,
    )  # fmt: skip


def test_every_starter_can_be_adopted_with_its_indicators(analyst, north):
    keys = [each.key for each in starter_tables.shipped()]
    shipped = {each.key: each for each in library.shipped()}
    assert all(key in shipped for each in starter_tables.shipped() for key in each.indicators)
    assert analyst.post(url(north, "breakdown-starters")).status_code == 422
    assert analyst.post(url(north, "breakdown-starters"), {"keys": keys}).status_code == 302
    assert BreakdownTable.objects.filter(board=north.board).count() == len(keys)
    analyst.post(url(north, "breakdown-starters"), {"keys": keys})
    assert BreakdownTable.objects.filter(board=north.board).count() == len(keys)
    areas = {"lado", "private_fostering", "cse", "missing", "early_help"}
    themes = Indicator.objects.filter(breakdown_tables__isnull=False).values_list(
        "theme", flat=True
    )
    assert areas <= set(themes)
    for made in BreakdownTable.objects.all():
        page = analyst.get(url(north, "breakdown-detail", pk=made.pk))
        assert "No figures yet" in page.content.decode()


def test_page_shows_counts_shares_change_and_what_does_not_add_up(analyst, north, table):
    page = analyst.get(url(north, "breakdown-detail", pk=table.pk)).content.decode()
    assert "24 (57.1%)" in page
    assert "42 (100.0%)" in page
    assert "2016/17: the parts make 30, the whole is 42" in page
    assert "<script>alert" not in page
    assert "<svg" in page
    before = analyst.get(url(north, "breakdown-detail", pk=table.pk), {"on": "2016-03-31"})
    assert "29 (100.0%)" in before.content.decode()
    assert analyst.get(url(north, "breakdown-detail", pk=table.pk), {"on": "x"}).status_code == 200


def test_page_asks_a_constant_number_of_questions(
    analyst, north, table, settled, assert_constant_queries
):
    def grow():
        for number in range(10):
            observe(settled, "2016-17", number, outcome=f"Outcome {number}")

    ask = lambda: analyst.get(url(north, "breakdown-detail", pk=table.pk))  # noqa: E731
    assert assert_constant_queries(ask, grow) <= 15


def test_table_can_be_taken_as_a_file(analyst, north, table):
    answer = analyst.get(url(north, "breakdown-detail", pk=table.pk), {"format": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "2016/17,2016/17: share or parts,2015/16" in text
    assert "Unfounded,24,57.1%,20,69.0%,+4" in text
    answer = analyst.get(url(north, "breakdown-detail", pk=table.pk), {"format": "xlsx"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"


FORM = {
    "title": "By sector", "description": "", "rows_by": "sector", "columns_by": "period",
    "period_kind": "quarter", "with_shares": "on",
}  # fmt: skip


def test_make_lays_a_table_out(analyst, north, settled):
    answer = analyst.post(url(north, "breakdown-new"), FORM | {"indicators": [settled.pk]})
    made = BreakdownTable.objects.get()
    assert answer.url == url(north, "breakdown-detail", pk=made.pk)
    assert (made.rows_by, made.columns_by, made.with_previous) == ("sector", "period", False)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"with_previous": "on"}, "beside one period only"),
        ({"columns_by": "sector"}, "cannot be by the same breakdown"),
        ({"title": "OUTCOMES"}, "There is a table of this name already"),
        ({"rows_by": "nonsense"}, "Select"),
        ({"indicators": []}, "Tick at least one indicator"),
    ],
)
def test_make_says_what_is_wrong_and_keeps_what_was_typed(analyst, north, settled, wrong, words):
    services.make(board=north.board, fields=fields(), indicators=[settled], by=north.data_analyst)
    typed = FORM | {"indicators": [settled.pk], "description": "Typed <b>words</b>"}
    answer = analyst.post(url(north, "breakdown-new"), typed | wrong)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert "Typed &lt;b&gt;words" in text
    assert BreakdownTable.objects.count() == 1


def test_rows_by_a_breakdown_are_of_one_indicator_that_has_it(north, south, settled):
    other = Indicator.objects.create(board=north.board, key="other", label="Other")
    theirs = Indicator.objects.create(board=south.board, key="theirs", label="Theirs")
    for indicators in ([settled, other], [other], [theirs], []):
        with pytest.raises(UnsuitableLayout):
            services.make(
                board=north.board, fields=fields(), indicators=indicators, by=north.data_analyst
            )


def test_edit_of_what_somebody_changed_shows_both(analyst, north, table, settled):
    BreakdownTable.objects.filter(pk=table.pk).update(version=2, title="Theirs")
    typed = FORM | {"indicators": [settled.pk], "version": 1}
    answer = analyst.post(url(north, "breakdown-edit", pk=table.pk), typed)
    assert answer.status_code == 422
    assert "Theirs" in answer.content.decode()
    answer = analyst.post(url(north, "breakdown-edit", pk=table.pk), typed | {"version": 2})
    assert answer.status_code == 302
    table.refresh_from_db()
    assert (table.title, table.version) == ("By sector", 3)


def test_remove_takes_the_table_and_leaves_the_figures(analyst, north, table, settled):
    stale = analyst.post(url(north, "breakdown-remove", pk=table.pk), {"version": 7})
    assert stale.status_code == 422
    analyst.post(url(north, "breakdown-remove", pk=table.pk), {"version": 1})
    assert not BreakdownTable.objects.exists()
    assert settled.observations.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows_by": "period"}, {"rows_by": ""}, {"columns_by": "indicator"},
        {"rows_by": "age", "columns_by": "age"}, {"period_kind": "span"},
        {"columns_by": "period", "with_previous": True},
    ],
)  # fmt: skip
def test_database_refuses_layouts_that_make_no_sense(north, wrong):
    values = {"rows_by": "indicator", "columns_by": "", "period_kind": "month"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakdownTable.objects.create(board=north.board, title="Wrong", **values)
