from xml.etree import ElementTree as ET

import pytest

from boards.charts import Chart, drawing
from reports.blocks.charts import Bar, Stack, percent_bars, stacked_bars

SCRIPT = "<script>alert(1)</script> & “Ŵyl” " + "long " * 60


def chart(spec=None, title="Answers met"):
    spec = spec or percent_bars([Bar("Leadership", 80, "80% of 10"), Bar("Training", None, "none")])
    return Chart(title=title, description=f"Bars. {SCRIPT}", spec=spec)


@pytest.mark.parametrize(
    "spec",
    [
        percent_bars([Bar(SCRIPT, 50, SCRIPT), Bar(SCRIPT, 0, "0%")]),
        stacked_bars([Stack(SCRIPT, (1, 2, 3), "1 of 6")], ["In", "Begun", "Not begun"]),
        stacked_bars([Stack("Nobody asked", (0, 0, 0), "0 of 0")], ["In", "Begun", "Not begun"]),
    ],
)
def test_specs_are_valid_vega_lite(spec):
    import altair

    altair.Chart.from_dict(spec)


def test_two_bars_of_one_name_stay_two():
    spec = percent_bars([Bar("Training", 10, "a"), Bar("Training", 90, "b")])

    labels = [row["label"] for row in spec["data"]["values"]]
    assert len(set(labels)) == 2


def test_parts_of_a_stack_end_at_100():
    spec = stacked_bars([Stack("S11", (1, 1, 1), "1 of 3")], ["In", "Begun", "Not begun"])

    assert spec["data"]["values"][-1]["stop"] == pytest.approx(100, abs=0.01)


def test_sha256_changes_with_the_words():
    assert chart(title="One").sha256 != chart(title="Two").sha256


def test_svg_is_named_and_escaped():
    svg = drawing.svg_of(chart(percent_bars([Bar(SCRIPT, 50, SCRIPT)])))

    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    names = [child.tag.rpartition("}")[2] for child in root]
    assert names[:2] == ["title", "desc"]
    assert "<script" not in svg
    assert "style=" not in svg, "the browser's policy refuses inline style"
    assert "Atkinson" in svg
