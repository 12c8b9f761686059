"""Indicators as pictures: the chart, its words and its table from the same figures."""

from performance.charts.funnels import funnel_chart
from performance.charts.picture import Line, Note, Picture, Point
from performance.charts.specs import indicator_chart
from performance.charts.words import ChartTable, chart_table, description

__all__ = [
    "ChartTable", "Line", "Note", "Picture", "Point", "chart_table", "description",
    "funnel_chart", "indicator_chart",
]  # fmt: skip
