"""Which population a rate is of where its denominator is not sent."""

from decimal import Decimal

from boards.board_year.periods import parse
from performance.rules.entries import Entry
from performance.rules.figures import Measure
from performance.rules.populations import Base, latest_base
from performance.rules.submissions import Asked, check

QUARTER = parse("2024-25/Q1")
OLD, NEW = Base(1, parse("2022-06-30"), Decimal(1000)), Base(2, parse("2023-06-30"), Decimal(1200))
LATER = Base(3, parse("2024-12-31"), Decimal(1300))
RATE = Measure("cla-rate", "rate_per_10000", "ratio")


def checked(bases, **texts):
    asked = Asked(RATE, "Looked after", QUARTER, bases=bases)
    return check([Entry(indicator="cla-rate", **texts)], [asked], {})


def test_latest_base_is_of_a_day_that_is_over():
    assert latest_base([OLD, NEW, LATER], QUARTER.end) == NEW
    assert latest_base([LATER], QUARTER.end) is None
    assert latest_base([Base(4, parse("2023-06-30"), Decimal(0))], QUARTER.end) is None


def test_latest_base_of_two_that_end_together_is_the_shorter():
    year = Base(5, parse("2023"), Decimal(1))
    on_a_day = Base(6, parse("2023-12-31"), Decimal(2))
    assert latest_base([on_a_day, year], QUARTER.end) == on_a_day


def test_rate_without_denominator_takes_the_population():
    figure = checked([OLD, NEW], numerator="60").figures[0]
    assert (figure.denominator, figure.base_pk, figure.result) == (1200, 2, 500)


def test_denominator_that_is_sent_counts():
    figure = checked([NEW], numerator="60", denominator="600").figures[0]
    assert (figure.denominator, figure.base_pk) == (600, None)


def test_rate_without_any_population_wants_its_denominator():
    for bases in (None, [], [LATER]):
        mistakes = checked(bases, numerator="60").mistakes
        assert [each.field for each in mistakes] == ["denominator"]
