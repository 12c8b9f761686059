"""Indicators and figures of board-year files: in, out, corrected, contradicted."""

from decimal import Decimal

import pytest

from boards.board_year import BoardYearErrors
from boards.models import Board, BoardYear
from boards.services.board_years import export_board_year, import_board_year
from performance.models import Indicator, Observation
from performance.queries.published import figures_of
from performance.rules import published
from tests.golden import compare

pytestmark = pytest.mark.django_db

HEAD = """\
format: board-year/1
board:
  slug: example
  name: Example Safeguarding Children Board
  regime: lscb-2015
  year: {label: LABEL, start: START-04-01, end: END-03-31}
"""
INDICATORS = """\
indicators:
  - {key: cp-plans, label: Children with a plan, unit: count, kind: snapshot, polarity: neither}
  - {key: return-rate, label: Returns in time, unit: percent, kind: ratio, polarity: higher_better}
"""
OBSERVATIONS = """\
observations:
  - {indicator: return-rate, period: 2016-17, numerator: 219, denominator: 290}
  - {indicator: cp-plans, period: 2017-03-31, value: 498, preferred: true}
  - {indicator: cp-plans, period: 2017-03-31, value: 516}
  - {indicator: cp-plans, value: 3.50, breakdown: {sex: female, age: 13}}
  - {indicator: return-rate, period: 2016-04, numerator: 0, denominator: 0}
  - {indicator: return-rate, period: 2016-05, missing: not_provided}
  - {indicator: return-rate, period: 2016-17, value: 70, comparator: england}
"""


def head(start=2016):
    label = f"{start}/{(start + 1) % 100}"
    return HEAD.replace("LABEL", label).replace("START", str(start)).replace("END", str(start + 1))


def text(observations=OBSERVATIONS, indicators=INDICATORS, start=2016):
    return head(start) + indicators + observations


def do_import(source):
    return import_board_year(source=source, by=None)


def export(label="2016/17"):
    year = BoardYear.objects.get(board__slug="example", label=label)
    return export_board_year(board=year.board, year=year)


@pytest.mark.parametrize("name", compare.NAMES)
def test_published_year_gives_its_report_data(name):
    year = do_import(compare.board_year(name)).year
    found = figures_of(year)
    wanted = compare.expected(name)
    rows = [published.as_data(row) for row in published.rows(found.figures)]
    entries = published.conflicts(found.figures) + published.sum_errors(found.figures)
    assert (
        compare.differences(wanted["blocks"]["indicators"]["rows"], compare.as_written(rows)) == []
    )
    assert compare.differences(wanted["consistency"], compare.as_written(entries)) == []


@pytest.mark.parametrize("name", compare.NAMES)
def test_published_year_comes_out_as_it_went_in(name):
    source = compare.board_year(name)
    result = do_import(source)
    out = export_board_year(board=result.board, year=result.year)
    for section in ("indicators", "observations"):
        assert lines_of(out, section) == lines_of(source, section)
    assert do_import(source).changes == []
    assert do_import(out).changes == []


def lines_of(source, section):
    """The lines of a section without comments."""
    lines, inside = [], False
    for line in source.splitlines():
        if line and not line.startswith((" ", "#")):
            inside = line == f"{section}:"
        if inside and not line.lstrip().startswith("#"):
            lines.append(line)
    return lines


def test_export_is_what_was_imported():
    do_import(text())
    assert export() == text()


def test_same_file_twice_changes_nothing():
    do_import(text())
    before = list(Observation.objects.values())
    assert do_import(text()).changes == []
    assert list(Observation.objects.values()) == before


def test_corrected_figure_supersedes_and_the_earlier_stays():
    do_import(text())
    result = do_import(text(OBSERVATIONS.replace("219", "220")))
    assert result.changes == ["observations.return-rate 2016-17: 219 of 290 → 220 of 290"]
    new = Observation.objects.current().get(numerator=220)
    assert new.supersedes.numerator == 219
    assert export() == text(OBSERVATIONS.replace("219", "220"))


def test_figure_that_is_gone_is_withdrawn_and_stays_on_record():
    do_import(text())
    without = "\n".join(OBSERVATIONS.splitlines()[:-1]) + "\n"
    result = do_import(text(without))
    assert result.changes == ["observations.return-rate 2016-17, england: 70 withdrawn"]
    assert Observation.objects.filter(comparator="england").count() == 1
    assert export() == text(without)


def test_other_figure_can_become_the_preferred_one():
    do_import(text())
    moved = OBSERVATIONS.replace("498, preferred: true", "498").replace(
        "516", "516, preferred: true"
    )
    assert len(do_import(text(moved)).changes) == 2
    assert export() == text(moved)


def test_figures_put_in_another_order_are_no_news():
    do_import(text())
    lines = OBSERVATIONS.splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])]) + "\n"
    do_import(text(turned))
    assert export() == text(turned)


def test_missing_figure_is_a_code_and_never_zero():
    do_import(text())
    codes = dict(Observation.objects.exclude(missing="").values_list("period_written", "missing"))
    assert codes == {"2016-04": "zero_of_zero", "2016-05": "not_provided"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{indicator: nowhere, value: 1}",
         'observations[0].indicator: unknown indicator "nowhere"'),
        ("{indicator: cp-plans, period: 2016-13, value: 1}", "observations[0].period:"),
        ("{indicator: cp-plans, value: 1, missing: suppressed}",
         "observations[0].missing: there is a figure as well"),
        ("{indicator: cp-plans, missing: lost}", "observations[0].missing:"),
        ("{indicator: cp-plans, numerator: -1}", "observations[0].numerator:"),
        ("{indicator: cp-plans, value: 1, comparator: france}", "observations[0].comparator:"),
    ],
)  # fmt: skip
def test_bad_figure_is_refused_with_its_path(row, message):
    with pytest.raises(BoardYearErrors) as refused:
        do_import(text(f"observations:\n  - {row}\n"))
    assert any(str(error).startswith(message) for error in refused.value.errors)
    assert not Board.objects.filter(slug="example").exists()


def test_two_years_keep_what_each_of_them_printed():
    do_import(text())
    later = text(
        "observations:\n"
        "  - {indicator: cp-plans, period: 2017-03-31, value: 499}\n"
        "  - {indicator: cp-plans, period: 2018-03-31, value: 510}\n",
        start=2017,
    )
    do_import(later)
    assert export() == text()
    assert export("2017/18") == later
    year = BoardYear.objects.get(label="2017/18")
    rows = published.rows(figures_of(year).figures)
    assert rows[1].previous_value == Decimal(499)


def test_indicator_of_one_year_is_not_in_the_other():
    do_import(text())
    do_import(text("", INDICATORS + "  - {key: new, label: New}\n", start=2017))
    assert "key: new" not in export()
    assert "key: new" in export("2017/18")


def test_later_year_decides_what_an_indicator_is_called():
    do_import(text(start=2017))
    old = do_import(text(indicators=INDICATORS.replace("Children with a plan", "Old name")))
    assert Indicator.objects.get(key="cp-plans").label == "Children with a plan"
    assert any("Old name in this file" in note for note in old.notes)


def test_export_of_living_figures_can_be_imported_where_they_live(north):
    indicator = Indicator.objects.create(board=north.board, key="plans", unit="count")
    start = north.year.starts_on
    Observation.objects.create(
        indicator=indicator, period_start=start, period_end=start, period_kind="day",
        period_written=start.isoformat(), value=3, via="typed",
    )  # fmt: skip
    out = export_board_year(board=north.board, year=north.year)
    assert f"{{indicator: plans, period: {start}, value: 3}}" in out
    import_board_year(source="\n".join(section_of(out)), by=None)
    assert Observation.objects.count() == 1
    assert export_board_year(board=north.board, year=north.year) == out


def section_of(out):
    """The head, the indicators and the figures of a file, without its other sections."""
    keep, lines = False, []
    for line in out.splitlines():
        if line and not line.startswith(" "):
            keep = line.split(":")[0] in {"format", "board", "indicators", "observations"}
        if keep:
            lines.append(line)
    return lines
