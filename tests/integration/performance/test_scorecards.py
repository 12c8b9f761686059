"""A scorecard: what got worse first, then everything by theme; made and changed by ticking."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from boards.board_year.periods import parse
from performance.models import Indicator, Observation, Scorecard, Target, period_fields
from performance.queries import scorecards as queries
from performance.services import scorecards as services

pytestmark = pytest.mark.django_db
ON = date(2016, 7, 10)


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


def make(cast, key, values, **more):
    fields = {
        "unit": "count", "kind": "flow", "polarity": "lower_better", "theme": "missing",
        "frequency": "month",
    }  # fmt: skip
    indicator = Indicator.objects.create(
        board=cast.board, key=key, label=f"<b>{key}</b>", **(fields | more)
    )
    for month, value in values.items():
        Observation.objects.create(
            indicator=indicator, value=value, via="typed", **period_fields(parse(month))
        )
    return indicator


@pytest.fixture
def scorecard(north):
    worse = make(north, "worse", {"2016-04": 5, "2016-05": 9})
    better = make(north, "better", {"2016-04": 9, "2016-05": 5}, theme="child_protection")
    empty = make(north, "empty", {})
    return services.make(
        board=north.board, title="Board scorecard", group=north.group,
        indicators=[worse, better, empty], by=north.board_manager,
    )  # fmt: skip


def line(scorecard, key):
    return next(each for each in queries.lines_of(scorecard, ON) if each.indicator.key == key)


def test_line_says_how_it_moved(scorecard):
    found = line(scorecard, "worse")
    assert (found.value, found.previous, found.change) == ("9", "5", "+4")
    assert (found.direction, found.period) == ("worse", "May 2016")
    assert found.year_to_date == "14"


def test_year_to_date_with_a_missing_month_is_said_to_be_incomplete(scorecard, north):
    gap = make(north, "gap", {"2016-04": 5, "2016-06": 9})
    found = queries.lines([gap], ON)[0]
    assert found.year_to_date == "14, incomplete"
    assert found.previous == ""


def test_line_is_rated_against_the_target_of_the_day(scorecard):
    indicator = line(scorecard, "better").indicator
    Target.objects.create(
        indicator=indicator, value=4, starts_on=date(2016, 4, 1), due_on=date(2017, 4, 1),
        tolerance=Decimal(1),
    )  # fmt: skip
    standing = line(scorecard, "better").standing
    assert (standing.rating, standing.wanted) == ("amber", 4)


def test_line_without_target_is_rated_against_the_nearest_comparator(scorecard):
    indicator = line(scorecard, "worse").indicator
    for name, value in (("england", 20), ("statistical_neighbours", 3)):
        Observation.objects.create(
            indicator=indicator, value=value, comparator=name, via="typed",
            **period_fields(parse("2016-05")),
        )  # fmt: skip
    standing = line(scorecard, "worse").standing
    assert (standing.rating, standing.against) == ("red", "Statistical neighbours")


def test_what_got_worse_stands_first(world, north, scorecard):
    page = world.client(north.independent_chair).get(
        url(north, "scorecard-detail", pk=scorecard.pk)
    )
    assert [each.indicator.key for each in page.context["worse"]] == ["worse"]
    assert [theme.label for theme in page.context["themes"]] == [
        "Child protection", "Missing children",
    ]  # fmt: skip
    text = page.content.decode()
    assert "&lt;b&gt;worse&lt;/b&gt;" in text
    assert "<b>worse</b>" not in text


def test_home_leads_to_the_first_scorecard_or_says_how_to_begin(world, north, south, scorecard):
    client = world.client(north.board_member)
    assert client.get(url(north, "scorecard-home")).url.endswith(f"/{scorecard.pk}/")
    empty = world.client(south.data_analyst).get(url(south, "scorecard-home"))
    assert "No scorecard yet" in empty.content.decode()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_scorecard_can_be_taken_as_a_file(world, north, scorecard, file_format):
    answer = world.client(north.board_member).get(
        url(north, "scorecard-detail", pk=scorecard.pk), {"format": file_format}
    )
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"PK" if file_format == "xlsx" else b"\xef\xbb\xbfTheme")


def test_scorecard_is_made_and_changed_by_ticking(world, north, scorecard):
    client = world.client(north.data_analyst)
    keys = {each.key: each.pk for each in Indicator.objects.all()}
    refused = client.post(url(north, "scorecard-new"), {"title": "Missing"})
    assert refused.status_code == 422
    assert "Tick at least one indicator" in refused.content.decode()
    client.post(url(north, "scorecard-new"), {"title": "Missing", "indicators": [keys["empty"]]})
    made = Scorecard.objects.get(title="Missing")
    page = url(north, "scorecard-edit", pk=made.pk)
    assert f'id="indicator-{keys["empty"]}" checked' in client.get(page).content.decode()
    client.post(page, {"title": "Missing", "indicators": [keys["worse"], keys["better"]],
                       "version": 1})  # fmt: skip
    assert list(made.lines.values_list("indicator__key", flat=True)) == ["better", "worse"]


def test_scorecard_name_is_taken(world, north, scorecard):
    indicator = Indicator.objects.all()[0]
    answer = world.client(north.data_analyst).post(
        url(north, "scorecard-new"), {"title": "BOARD scorecard", "indicators": [indicator.pk]}
    )
    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_scorecard_asks_a_constant_number_of_questions(
    world, north, scorecard, assert_constant_queries
):
    client = world.client(north.board_member)

    def grow():
        for number in range(10):
            more = make(north, f"more{number}", {"2016-04": 1, "2016-05": number})
            scorecard.lines.create(indicator=more)

    page = url(north, "scorecard-detail", pk=scorecard.pk)
    assert assert_constant_queries(lambda: client.get(page), grow) <= 15


def test_line_by_quarter_adds_up_and_says_that_it_is_calculated(north):
    months = {f"2016-{month:02d}": month for month in range(4, 10)}
    found = queries.lines([make(north, "flow", months)], date(2016, 10, 10), "quarter")[0]
    assert (found.value, found.previous, found.change) == ("24", "15", "+9")
    assert (found.period, str(found.origin)) == ("Q2: July to September 2016", "calculated")


def test_line_by_quarter_leaves_out_the_one_that_is_not_over(north):
    months = {f"2016-{month:02d}": month for month in range(4, 9)}
    indicator = make(north, "flow", months)
    assert queries.lines([indicator], date(2016, 9, 10), "quarter")[0].value == "15"
    over = queries.lines([indicator], date(2016, 10, 10), "quarter")[0]
    assert over.value == "–"
    assert str(over.origin) == "incomplete: September 2016 missing; 15 so far"


def test_line_by_month_of_what_is_measured_by_quarter_stays_as_it_is(north):
    indicator = make(north, "slow", {"2016-17/Q1": 7}, frequency="quarter")
    found = queries.lines([indicator], ON, "month")[0]
    assert (found.value, found.origin) == ("7", None)


def test_target_of_a_month_is_not_held_against_a_quarter_that_adds_up(north):
    indicator = make(north, "flow", {f"2016-{month:02d}": 10 for month in range(4, 7)})
    Target.objects.create(
        indicator=indicator, value=9, starts_on=date(2016, 4, 1), due_on=date(2017, 4, 1)
    )
    assert queries.lines([indicator], ON)[0].standing.rating == "red"
    assert queries.lines([indicator], ON, "quarter")[0].standing.rating == ""


def test_scorecard_by_quarter_is_a_page_and_a_file(world, north, assert_constant_queries):
    indicators = [make(north, "flow", {f"2016-{month:02d}": 10 for month in range(4, 7)})]
    scorecard = services.make(
        board=north.board, title="Months", group=None, indicators=indicators,
        by=north.board_manager,
    )  # fmt: skip
    client, page = world.client(north.data_analyst), url(north, "scorecard-detail", pk=scorecard.pk)

    def grow():
        for number in range(10):
            more = make(north, f"more-{number}", {"2016-04": 1, "2016-05": 2, "2016-06": 3})
            scorecard.lines.create(indicator=more, order=number + 1)

    ask = lambda: client.get(page, {"period": "quarter"})  # noqa: E731
    text = ask().content.decode()
    assert "<strong>30</strong>" in text
    assert "calculated" in text
    assert assert_constant_queries(ask, grow) <= 15
    file = client.get(page, {"period": "quarter", "format": "csv"})
    assert b"calculated" in b"".join(file.streaming_content)
    assert client.get(page, {"period": "nonsense"}).status_code == 200
