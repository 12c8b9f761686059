"""Why an indicator stands in an exception report."""

import pytest

from performance.rules.control_limits import Cause, Mark, Side
from performance.rules.exceptions import Reason, reasons
from performance.rules.targets import Rating

HIGH = frozenset({Mark(Cause.OUTSIDE, Side.HIGH)})
LOW = frozenset({Mark(Cause.SHIFT, Side.LOW)})


def why(rating=Rating.NONE, marks=frozenset(), polarity="lower_better", asked=False):
    return reasons(rating=rating, marks=marks, polarity=polarity, is_asked_about=asked)


def test_reasons_of_a_steady_figure():
    assert why() == []
    assert why(rating=Rating.AMBER) == []


@pytest.mark.parametrize(
    ("marks", "polarity", "stands_out"),
    [
        (HIGH, "lower_better", True),
        (LOW, "lower_better", False),
        (HIGH, "higher_better", False),
        (LOW, "higher_better", True),
        (HIGH, "neither", True),
        (LOW, "", True),
        (HIGH | LOW, "higher_better", True),
    ],
)
def test_reasons_count_the_side_that_is_worse(marks, polarity, stands_out):
    assert (why(marks=marks, polarity=polarity) == [Reason.STANDS_OUT]) is stands_out


def test_reasons_are_all_given():
    assert why(rating=Rating.RED, marks=HIGH, asked=True) == list(Reason)
