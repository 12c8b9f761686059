"""Rounds on plain values: return rate, lateness, heat."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from audits.rules.compliance import Compliance
from boards.rules.rounding import percent

#: Returns in these states have reached the board.
RETURNED = frozenset({"submitted", "accepted"})
#: How long an agency has for a return that was sent back, unless the board says otherwise.
ANSWER_AGAIN = timedelta(days=14)


@dataclass(frozen=True)
class ReturnRate:
    """Returns of a round by how far they are. The four parts add up to `invited`."""

    invited: int = 0
    submitted: int = 0
    #: Begun: some answer was given or confirmed, or the return was sent back.
    started: int = 0
    not_started: int = 0
    #: Not in although due; also counted under started or not started.
    late: int = 0
    late_started: int = 0

    @property
    def percent(self) -> Decimal | None:
        """Whole per cent of those invited who submitted; None when nobody is invited."""
        return percent(self.submitted, self.invited)

    @property
    def outstanding(self) -> int:
        return self.invited - self.submitted

    @property
    def on_time_started(self) -> int:
        """Begun and not late: so that a bar's parts do not overlap."""
        return self.started - self.late_started

    def __add__(self, other: "ReturnRate") -> "ReturnRate":
        return ReturnRate(
            self.invited + other.invited,
            self.submitted + other.submitted,
            self.started + other.started,
            self.not_started + other.not_started,
            self.late + other.late,
            self.late_started + other.late_started,
        )


def is_late(status: str, due_on: date, on: date) -> bool:
    """Whether a return is not in although its day is over; the day counts until its end."""
    return status not in RETURNED and due_on < on


def heat(value: Compliance, *, is_capped: bool = False) -> int | str:
    """Return the level of a heat map's cell; "na" when nothing counts.

    4 everything is met, 3 from 75 %, 2 from 50 %, 1 below.
    With an essential question below met the level is 2 at most (`compliance.is_capped`).
    """
    if not value.base:
        return "na"
    if value.met == value.base:
        level = 4
    elif 4 * value.met >= 3 * value.base:
        level = 3
    else:
        level = 2 if 2 * value.met >= value.base else 1
    return min(level, 2) if is_capped else level
