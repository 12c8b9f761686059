"""The page of targets: how each stands, sorted, filtered, taken as a file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from performance.models import Indicator, Observation, Target, period_fields
from performance.rules import periods
from performance.rules.periods import PeriodKind
from tests.world import today

pytestmark = pytest.mark.django_db
LONG = "Plant â chynllun <script>alert(1)</script> " * 6


@pytest.fixture
def page(north):
    return reverse("performance:target-list", args=[north.board.slug])


@pytest.fixture
def analyst(world, north):
    return world.client(north.data_analyst)


def target(cast, key, value, *, wanted=80, over=False, **more):
    indicator = Indicator.objects.create(
        board=cast.board, key=key, label=more.pop("label", key), unit="percent", kind="ratio",
        polarity="higher_better", frequency="month", theme="missing",
    )  # fmt: skip
    start = today().replace(day=1) - timedelta(days=300)
    last_month = periods.preceding(periods.containing(today(), PeriodKind.MONTH))
    for month in (periods.preceding(last_month), last_month):
        Observation.objects.create(
            indicator=indicator, value=value, via="typed", **period_fields(month)
        )
    due = last_month.end if over else today() + timedelta(days=65)
    return Target.objects.create(
        indicator=indicator, value=wanted, starts_on=start, due_on=due, tolerance=Decimal(5), **more
    )


def test_board_without_targets_is_told_where_they_come_from(analyst, page):
    assert "No targets yet" in analyst.get(page).content.decode()


def test_targets_stand_worst_first_with_word_sign_and_days(analyst, north, page):
    target(north, "good", 91)
    target(north, "bad", 60, label=LONG[:290], note=LONG[:290])
    target(north, "near", 77)
    answer = analyst.get(page)
    lines = answer.context["page"].object_list
    assert [(line.indicator.key, line.words, line.lead) for line in lines] == [
        ("bad", "off the line", "−20"), ("near", "behind", "−3"),
        ("good", "on the line or ahead", "+11"),
    ]  # fmt: skip
    text = answer.content.decode()
    assert "65 days left" in text
    assert "<script>alert" not in text
    assert text.count("<polyline") == 6


def test_target_that_is_over_says_what_became_of_it(analyst, north, page):
    target(north, "reached", 82, over=True)
    target(north, "missed", 78, over=True)
    text = analyst.get(page).content.decode()
    assert "Reached: 82% in" in text
    assert "Missed by 2: 78% in" in text
    over = analyst.get(page, {"when": "over"}).context["page"].object_list
    assert len(over) == 2
    assert not analyst.get(page, {"when": "running"}).context["page"].object_list


def test_targets_are_sorted_and_filtered(analyst, north, page):
    target(north, "a-good", 91)
    target(north, "b-bad", 60)
    by_name = analyst.get(page, {"sort": "-indicator"}).context["page"].object_list
    assert [line.indicator.key for line in by_name] == ["b-bad", "a-good"]
    off = analyst.get(page, {"state": "off"}).context["page"].object_list
    assert [line.indicator.key for line in off] == ["b-bad"]
    found = analyst.get(page, {"q": "A-GOOD"}).context["page"].object_list
    assert [line.indicator.key for line in found] == ["a-good"]
    assert "No target fits" in analyst.get(page, {"q": "nothing"}).content.decode()
    assert analyst.get(page, {"sort": "nonsense", "state": "nonsense"}).status_code == 200


def test_later_target_takes_over(analyst, north, page):
    first = target(north, "twice", 91)
    Target.objects.create(
        indicator=first.indicator, value=99, starts_on=today() - timedelta(days=40),
        due_on=date(2099, 1, 1),
    )  # fmt: skip
    words = {line.value: line.words for line in analyst.get(page).context["page"].object_list}
    assert words == {"80%": "replaced", "99%": "off the line"}


def test_targets_can_be_taken_as_a_file(analyst, north, page):
    target(north, "good", 91)
    text = b"".join(analyst.get(page, {"format": "csv"}).streaming_content).decode()
    assert "Line today" in text
    assert "91%" in text


def test_page_asks_a_constant_number_of_questions(analyst, north, page, assert_constant_queries):
    def grow():
        for number in range(10):
            target(north, f"more-{number}", 70)

    target(north, "one", 70)
    assert assert_constant_queries(lambda: analyst.get(page), grow) <= 15
