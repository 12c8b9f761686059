"""Indicator charts: drawn, told in words and put into a table from the same shown figures."""

import json
from xml.etree import ElementTree as ET

import pytest

from boards.charts import drawing
from performance.charts import (
    Line,
    Note,
    Picture,
    Point,
    chart_table,
    description,
    indicator_chart,
)
from performance.charts.words import last_in_words
from performance.rules.suppression import HIDDEN

SCRIPT = "<script>alert(1)</script> & “Ŵyl” " + "long " * 60
VALUES = [41, 44, 43, 47, 42, 45, None, 44, 46, 43, 48, 45, 62]


def points(values, unit="%"):
    return [
        Point(f"Q{at % 4 + 1}\n{2012 + at // 4}/{13 + at // 4}", value,
              "not provided" if value is None else f"{value}{unit}")
        for at, value in enumerate(values)
    ]  # fmt: skip


def picture(values=VALUES, **changes):
    return Picture(
        **{
            "title": "Return interviews in 72 hours", "label": "North", "unit": "Per cent",
            "points": points(values),
        } | changes
    )  # fmt: skip


def numbers(spec):
    """Return every number of a specification's data."""
    return {
        value
        for layer in spec["layer"]
        for row in layer["data"]["values"]
        for value in row.values()
        if isinstance(value, int | float)
    }


@pytest.mark.parametrize(
    "drawn",
    [
        picture(),
        picture(kind="column", with_limits=False),
        picture([]),
        picture([None, HIDDEN]),
        picture([7]),
        picture(
            title=SCRIPT, label=SCRIPT, unit=SCRIPT,
            lines=[Line(f"{SCRIPT}{n}", points(VALUES)) for n in range(5)],
            notes=[Note(3, SCRIPT), Note(4, SCRIPT, is_change=True)],
        ),
    ],
)  # fmt: skip
def test_charts_are_valid_and_safe(drawn):
    import altair

    chart = indicator_chart(drawn)
    altair.Chart.from_dict(chart.spec)
    svg = drawing.svg_of(chart)
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    assert "<script" not in svg
    assert "style=" not in svg


def test_equal_pictures_are_one_drawing():
    one, other = indicator_chart(picture()), indicator_chart(picture())
    assert one.sha256 == other.sha256
    assert one.sha256 != indicator_chart(picture(VALUES[:-1])).sha256


def test_missing_period_breaks_the_line():
    layers = indicator_chart(picture(with_limits=False)).spec["layer"]
    rows = layers[0]["data"]["values"]
    assert {row["run"] for row in rows} == {0, 1}
    assert [row["run"] for row in rows] == [0] * 6 + [1] * 6


def test_hidden_figures_are_in_no_part_of_the_chart():
    shown = [10, 12, 11, 13, HIDDEN, 12, 10, 11, 12, 13]
    drawn = picture(shown, unit="Children")
    secret = Point("Q1\n2013/14", HIDDEN, "4 children")  # even where a caller printed it
    drawn = picture(shown, points=[*drawn.points[:4], secret, *drawn.points[5:]])
    chart = indicator_chart(drawn)
    assert 4 not in numbers(chart.spec)
    assert "4 children" not in json.dumps(chart.spec) + chart.description
    assert "1 figure is hidden" in chart.description
    assert chart_table(drawn).rows[4].value == "c"
    known = [value for value in shown if value is not HIDDEN]
    assert drawn.control.limits_at(0).mean * len(known) == sum(known)


def test_description_says_the_figures():
    england = Line("England", points([50] * 13))
    words = description(picture(lines=[england], notes=[Note(12, "New provider")]))
    assert words.startswith("North: 41% in Q1 2012/13, 62% in Q1 2015/16.")
    assert "Lowest 41% in Q1 2012/13, highest 62% in Q1 2015/16." in words
    assert "England: 50% in Q1 2015/16." in words
    assert "1 period has no figure." in words
    assert "Standing out: Q1 2015/16 (above the upper limit)." in words


def test_description_without_enough_points_says_so():
    assert "they need at least 8 periods" in description(picture([1, 2, 3]))
    assert description(picture([], with_limits=False)) == "North: no figures to show."


def test_table_has_every_figure():
    table = chart_table(
        picture(lines=[Line("England", points([50] * 13))], notes=[Note(12, "New provider")])
    )
    assert table.headings == ["North", "England"]
    assert len(table.rows) == 13
    assert table.rows[6].value == "not provided"
    assert table.rows[12].marks == "above the upper limit"
    assert table.rows[12].notes == ["1. New provider"]


def test_six_other_lines_are_too_many():
    with pytest.raises(ValueError, match="Too many"):
        indicator_chart(picture(lines=[Line(str(n), points(VALUES)) for n in range(6)]))


def test_last_in_words_says_how_the_last_figure_stands_out():
    steady = [50, 52, 49, 51, 50, 53, 48, 51, 50, 52, 49, 51]
    assert last_in_words(picture(steady)).endswith("The last figure lies within them.")
    high = picture([*steady, 90])
    assert last_in_words(high).endswith(f"{high.points[-1].when} is above the upper limit.")


def test_last_in_words_without_limits():
    assert last_in_words(picture([1, 2])).startswith("No control limits")
