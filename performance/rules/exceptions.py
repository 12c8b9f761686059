"""Why an indicator stands in an exception report: what needs looking at, and what chance explains.

A figure that moved the wrong way within its control limits is noise until it does so again: such
figures are listed, and not called exceptions (Wheeler, Understanding Variation).
"""

from collections.abc import Collection
from enum import StrEnum

from performance.rules.control_limits import Mark, Side
from performance.rules.targets import Rating


class Reason(StrEnum):
    """Why an indicator is an exception."""

    OFF_TARGET = "off_target"
    STANDS_OUT = "stands_out"
    ASKED_ABOUT = "asked_about"


#: Which way is better → the side of the control limits that is not.
_BAD_SIDES = {
    "higher_better": frozenset({Side.LOW}),
    "lower_better": frozenset({Side.HIGH}),
    "neither": frozenset({Side.LOW, Side.HIGH}),
}


def reasons(
    *, rating: Rating, marks: Collection[Mark], polarity: str, is_asked_about: bool
) -> list[Reason]:
    """Return why an indicator is an exception; none if it is not.

    `marks` are those of its figure of the period, on either side; where a side is better, only the
    other one counts.
    """
    bad = _BAD_SIDES.get(polarity, _BAD_SIDES["neither"])
    checks = {
        Reason.OFF_TARGET: rating is Rating.RED,
        Reason.STANDS_OUT: any(mark.side in bad for mark in marks),
        Reason.ASKED_ABOUT: is_asked_about,
    }
    return [reason for reason, holds in checks.items() if holds]
