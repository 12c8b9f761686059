"""Context: the area in figures, recorded with source and date, and what rates are worked out of."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from boards.board_year.periods import parse
from boards.demo.when import Clock
from performance.demo import context as demo
from performance.models import Indicator, Observation, period_fields
from performance.rules.entries import Entry
from performance.services import indicators, submissions
from tests.permissions.performance_returns import awaited

pytestmark = pytest.mark.django_db


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


@pytest.fixture
def population(north):
    return Indicator.objects.create(
        board=north.board, key="population", label="Children <b>0 to 17</b>", unit="count",
        kind="snapshot", polarity="neither", theme="demography", dimensions=["age", "district"],
    )  # fmt: skip


@pytest.fixture
def rate(north, population):
    return Indicator.objects.create(
        board=north.board, key="cla-rate", label="Looked after, rate", unit="rate_per_10000",
        kind="ratio", polarity="neither", theme="looked_after", denominator_indicator=population,
    )  # fmt: skip


def known(indicator, period, value, **more):
    return Observation.objects.create(
        indicator=indicator, value=value, via="typed", **period_fields(parse(period)), **more
    )


def sent(population, **more):
    given = {"indicator": population.pk, "period": "2025-06-30", "value": "1,240",
             "source": "Mid-year estimates"}  # fmt: skip
    return given | more


def test_page_shows_the_latest_figures_with_source_and_date(world, north, population):
    known(population, "2023-06-30", 1200, source="Estimates of 2023")
    known(population, "2024-06-30", 1240, source="Estimates of 2024")
    known(population, "2024-06-30", 300, breakdown={"age": "10-14"}, source="Estimates of 2024")
    known(population, "2024-06-30", 400, breakdown={"age": "5-9"})
    known(population, "2022-06-30", 9, breakdown={"age": "0"})
    known(population, "2024-06-30", 12_000_000, comparator="england")
    page = world.client(north.board_member).get(url(north, "context"))
    theme = page.context["themes"][0]
    row = theme.whole[0]
    assert (row.value, row.period, row.source, row.england) == (
        "1,240", "30 June 2024", "Estimates of 2024", "12,000,000",
    )  # fmt: skip
    assert [each.part for each in theme.parts[0].rows] == ["5-9", "10-14"]
    assert "&lt;b&gt;0 to 17&lt;/b&gt;" in page.content.decode()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_page_can_be_taken_as_a_file(world, north, population, file_format):
    known(population, "2024-06-30", 1240)
    answer = world.client(north.board_member).get(url(north, "context"), {"format": file_format})
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"PK" if file_format == "xlsx" else b"\xef\xbb\xbfTheme")


def test_analyst_records_a_figure_and_a_correction_supersedes(world, north, population):
    client = world.client(north.data_analyst)
    for value in ("1,240", "1,240", "1,250"):
        answer = client.post(url(north, "context-figure-new"), sent(population, value=value))
        assert answer.status_code == 302
    rows = list(Observation.objects.order_by("pk"))
    assert [(row.value, row.supersedes_id) for row in rows] == [
        (1240, None), (1250, rows[0].pk),
    ]  # fmt: skip
    assert (rows[1].source, rows[1].supplied_by) == ("Mid-year estimates", north.data_analyst)


def test_part_of_the_area_is_recorded(world, north, population):
    client = world.client(north.data_analyst)
    given = sent(population, dimension="district", part="Wychavon")
    client.post(url(north, "context-figure-new"), given)
    assert Observation.objects.get().breakdown == {"district": "Wychavon"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"period": "last year"}, "is not a period"),
        ({"value": "many"}, "is not a number"),
        ({"value": ""}, "Enter the figure, or its two parts"),
        ({"numerator": "3"}, "not both"),
        ({"value": "", "numerator": "3"}, "Enter both parts"),
        ({"value": "", "numerator": "3", "denominator": "0"}, "The whole cannot be 0"),
        ({"value": "", "numerator": "3", "denominator": "9"}, "it has no numerator"),
        ({"source": ""}, "Enter the source"),
        ({"dimension": "age"}, "Enter the name of the part"),
        ({"part": "Wychavon"}, "Say what kind of part this is"),
    ],
)
def test_wrong_figure_is_refused_in_words_and_stays_on_the_page(
    world, north, population, wrong, words
):
    given = sent(population, **({"source": "Kept source"} | wrong))
    answer = world.client(north.data_analyst).post(url(north, "context-figure-new"), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "source" not in wrong:
        assert "Kept source" in answer.content.decode()
    assert not Observation.objects.exists()


def test_rate_that_is_sent_without_denominator_names_its_population(world, north, population, rate):
    base = known(population, "2020-06-30", 20_000, source="Mid-year estimates 2020")
    data_return = awaited(north, rate)
    page = world.client(north.police_lead).get(url(north, "data-return-type", pk=data_return.pk))
    assert "Leave it empty for the board’s figure: 20,000, 30 June 2020" in page.content.decode()
    submissions.submit(
        data_return=data_return, entries=[Entry(indicator="cla-rate", numerator="130")],
        by=north.police_lead, via="typed",
    )  # fmt: skip
    row = Observation.objects.get(indicator=rate)
    assert (row.numerator, row.denominator, row.base) == (130, 20_000, base)
    detail = world.client(north.board_member).get(url(north, "indicator-detail", pk=rate.pk))
    text = detail.content.decode()
    assert "Worked out of 20,000" in text
    assert "Mid-year estimates 2020" in text


def test_later_population_changes_no_rate_that_was_sent(north, population, rate):
    known(population, "2020-06-30", 20_000)
    data_return = awaited(north, rate)
    entries = [Entry(indicator="cla-rate", numerator="130")]
    submissions.submit(data_return=data_return, entries=entries, by=north.police_lead, via="typed")
    known(population, "2021-06-30", 26_000)
    assert Observation.objects.get(indicator=rate).denominator == 20_000
    submissions.submit(data_return=data_return, entries=entries, by=north.police_lead, via="typed")
    now = Observation.objects.current().get(indicator=rate)
    assert (now.denominator, now.supersedes.denominator) == (26_000, 20_000)


def test_rates_of_the_library_find_the_population_of_their_name(north):
    keys = ["cla-per-10000", "population-0-17"]
    first = indicators.adopt(board=north.board, keys=keys[:1], by=None, on=date(2024, 4, 1))[0]
    assert first.denominator_indicator is None
    made = indicators.adopt(board=north.board, keys=keys[1:], by=None, on=date(2024, 4, 1))[0]
    first.refresh_from_db()
    assert (first.denominator_indicator, first.version) == (made, 2)


def test_population_is_another_count_of_the_board(world, north, south, population, rate):
    client = world.client(north.data_analyst)
    page = url(north, "indicator-edit", pk=rate.pk)
    given = {"label": "Rate", "theme": "looked_after", "unit": "rate_per_10000", "kind": "ratio",
             "polarity": "neither", "version": 1}  # fmt: skip
    theirs = Indicator.objects.create(
        board=south.board, key="pop", label="Theirs", unit="count", theme="demography"
    )
    foreign = client.post(page, given | {"denominator_indicator": theirs.pk})
    assert foreign.status_code == 422
    count = client.post(page, given | {"denominator_indicator": population.pk, "unit": "days"})
    assert "Only a rate or a percentage" in count.content.decode()
    assert client.post(page, given | {"denominator_indicator": population.pk}).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=rate.pk).update(denominator_indicator=rate.pk)


def test_context_asks_a_constant_number_of_questions(
    world, north, population, assert_constant_queries
):
    client = world.client(north.board_member)
    known(population, "2024-06-30", 1240)

    def grow():
        for number in range(10):
            more = Indicator.objects.create(
                board=north.board, key=f"more{number}", label="More", theme="ethnicity",
                unit="percent", kind="ratio",
            )  # fmt: skip
            known(more, "2024-06-30", 12, agency=north.police)
            known(more, "2024-06-30", 9, breakdown={"age": str(number)})

    assert assert_constant_queries(lambda: client.get(url(north, "context")), grow) <= 12


def test_demonstration_has_context_and_a_rate_with_its_population(north):
    plan = yaml.safe_load(demo.PLAN.read_text(encoding="utf-8"))
    clock = Clock(timezone.now())
    counted = indicators.adopt(
        board=north.board, keys=["cla-children"], by=None, on=date(2024, 4, 1)
    )[0]
    for month in ("03-31", "06-30"):
        known(counted, f"{clock.year_start.year}-{month}", 700)
    demo.make(north.board, plan["boards"]["worcestershire"], plan["rate"], clock)
    rate = Observation.objects.filter(indicator__library_key="cla-per-10000").latest("period_end")
    assert (rate.numerator, rate.base.value) == (700, rate.denominator)
    assert rate.base.source == demo.MADE_UP
    printed = Observation.objects.get(source=demo.PRINTED, indicator__key="deprivation-rank")
    assert printed.value == Decimal(111)
