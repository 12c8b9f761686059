"""Control limits and the rules of special cause."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.rules.control_limits import Cause, Mark, Side, control_chart

#: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: ten batches of a flow rate.
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
#: Montgomery, Introduction to Statistical Quality Control: viscosity of aircraft primer paint.
PAINT = [
    33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54,
    33.12, 33.84,
]  # fmt: skip
STEADY = [10, 12] * 8
VALUES = st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=40)


def causes(chart):
    return [{(mark.cause, mark.side) for mark in marks} for marks in chart.marks]


@pytest.mark.parametrize(
    ("values", "mean", "moving_range", "lower", "upper"),
    [
        (NIST, "50.81", "1.8778", "45.8159", "55.8041"),
        (PAINT, "33.52", "0.48", "32.24", "34.80"),
    ],
)
def test_limits_agree_with_published_examples(values, mean, moving_range, lower, upper):
    """The books divide by 1.128 and print rounded figures; 2.66 is 3 / 1.128 rounded."""
    chart = control_chart([Decimal(str(value)) for value in values])
    limits = chart.limits_at(0)
    assert float(limits.mean) == pytest.approx(float(mean), abs=0.005)
    assert float(limits.moving_range) == pytest.approx(float(moving_range), abs=0.005)
    assert float(limits.lower) == pytest.approx(float(lower), abs=0.01)
    assert float(limits.upper) == pytest.approx(float(upper), abs=0.01)
    assert not any(chart.marks)


def test_limits_are_exact():
    limits = control_chart([Decimal("0.1"), Decimal("0.2")] * 5).limits_at(0)
    assert (limits.mean, limits.moving_range) == (Fraction("0.15"), Fraction("0.1"))
    assert limits.upper == Fraction("0.416")


def test_limits_with_seven_points_are_not_drawn():
    assert not control_chart(STEADY[:7]).has_limits
    assert control_chart(STEADY[:8]).limits_at(0).is_provisional
    assert not control_chart(STEADY[:15]).limits_at(0).is_provisional


def test_limits_with_no_two_periods_side_by_side_are_not_drawn():
    assert not control_chart([5, None] * 10).has_limits


def test_missing_period_is_no_step():
    with_gap = control_chart([10, 11, 10, 11, None, 90, 91, 90, 91]).limits_at(0)
    assert with_gap.moving_range == 1
    assert with_gap.points == 8


def test_outside():
    chart = control_chart([*STEADY, 18])
    assert causes(chart)[-1] == {(Cause.OUTSIDE, Side.HIGH)}
    assert not any(chart.marks[:-1])


def test_shift_of_eight_but_not_of_seven():
    chart = control_chart([10, 12, 10, 12, 10, 12, 10, 12, *[14, 15] * 4])
    assert all((Cause.SHIFT, Side.HIGH) in marks for marks in causes(chart)[8:])
    chart = control_chart([10, 12, 10, 12, 10, 12, 10, 12, *[14, 15] * 3, 14])
    assert not any((Cause.SHIFT, Side.HIGH) in marks for marks in causes(chart))


def test_trend_of_six():
    chart = control_chart([*STEADY, 9, 10, 11, 12, 13, 14])
    assert [(Cause.TREND, Side.HIGH) in marks for marks in causes(chart)[-7:]] == [False] + [
        True
    ] * 6
    assert not any(
        (Cause.TREND, Side.HIGH) in marks for marks in causes(control_chart([*STEADY, 11, 12, 13]))
    )


def test_missing_period_ends_a_trend():
    chart = control_chart([*STEADY, 9, 10, 11, None, 12, 13, 14])
    assert not any(mark.cause is Cause.TREND for marks in chart.marks for mark in marks)


def test_two_of_three_near_a_limit():
    values = [*[10, 12] * 12, 16, 11, 16]
    chart = control_chart(values)
    near = Mark(Cause.NEAR_LIMIT, Side.HIGH)
    assert [near in marks for marks in chart.marks[-3:]] == [True, False, True]


def test_change_starts_afresh():
    values = [10, 12] * 5 + [30, 32] * 5
    one, two = control_chart(values, changes=[10]).processes
    assert (one.limits.mean, two.limits.mean) == (11, 31)
    assert not any(control_chart(values, changes=[10]).marks)
    assert any(control_chart(values).marks)


def test_nothing_at_all():
    assert control_chart([]).marks == ()
    assert not control_chart([None] * 12).has_limits


@given(VALUES, st.integers(-1000, 1000))
def test_shifting_all_values_shifts_limits_and_no_mark(values, by):
    moved = control_chart([None if value is None else value + by for value in values])
    chart = control_chart(values)
    assert moved.marks == chart.marks
    for one, other in zip(chart.processes, moved.processes, strict=True):
        if one.limits:
            assert other.limits.mean == one.limits.mean + by
            assert other.limits.moving_range == one.limits.moving_range


@given(VALUES, st.integers(1, 20))
def test_another_unit_changes_no_mark(values, factor):
    scaled = [None if value is None else value * factor for value in values]
    assert control_chart(scaled).marks == control_chart(values).marks


@given(VALUES)
def test_upside_down_swaps_sides(values):
    turned = control_chart([None if value is None else -value for value in values])
    swapped = [
        {(cause, Side.LOW if side is Side.HIGH else Side.HIGH) for cause, side in marks}
        for marks in causes(turned)
    ]
    assert swapped == causes(control_chart(values))


@given(VALUES, st.sets(st.integers(-2, 45), max_size=4))
def test_every_point_is_in_one_process(values, changes):
    chart = control_chart(values, changes=changes)
    assert len(chart.marks) == len(values)
    assert sum(one.stop - one.start for one in chart.processes) == len(values)
    for at, value in enumerate(values):
        limits = chart.limits_at(at)
        outside = limits is not None and value is not None and not (
            limits.lower <= value <= limits.upper
        )  # fmt: skip
        assert outside == any(mark.cause is Cause.OUTSIDE for mark in chart.marks[at])
