"""Contradictions of a year's figures on the report's pages."""

import pytest
from django.urls import reverse

from boards.board_year.periods import parse
from performance.models import Indicator, Observation, period_fields
from reports.queries import consistency

pytestmark = pytest.mark.django_db


@pytest.fixture
def contradicted(north):
    indicator = Indicator.objects.create(
        board=north.board, key="cp-plans", label="Children <b>with</b> a plan", unit="count"
    )
    period = parse(north.year.starts_on.isoformat())
    for value, breakdown in [(498, {}), (1516, {}), (3, {"sex": "female"}), (4, {"sex": "male"})]:
        Observation.objects.create(
            indicator=indicator, value=value, breakdown=breakdown, via="board_year",
            stated_in=north.year, **period_fields(period),
        )  # fmt: skip
    return north


def test_findings_say_what_contradicts_what(contradicted):
    conflict, total = consistency.findings(contradicted.year)

    assert conflict.is_conflict
    assert conflict.said == "498 or 1,516"
    assert total.said == "1,516 in all, but the parts by sex make 7"


def test_report_shows_contradictions_before_sign_off(world, report, contradicted):
    client = world.client(contradicted.board_manager)
    args = {"board": contradicted.board.slug, "pk": report.pk}

    detail = client.get(reverse("reports:report-detail", kwargs=args)).content.decode()
    checklist = client.get(reverse("reports:report-checklist", kwargs=args)).content.decode()

    assert "2 figures contradict others" in detail
    assert "498 or 1,516" in checklist
    assert "Children &lt;b&gt;with&lt;/b&gt; a plan" in checklist


def test_report_without_contradictions_says_nothing(world, north, report):
    url = reverse("reports:report-detail", kwargs={"board": north.board.slug, "pk": report.pk})

    assert "contradict" not in world.client(north.board_manager).get(url).content.decode()
