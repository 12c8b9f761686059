"""How near a thing is: the groups of "what do I owe"."""

from datetime import date, timedelta
from enum import StrEnum

#: Days ahead that count as "due soon" on every page.
SOON = timedelta(days=7)


class Band(StrEnum):
    """The groups of a to-do list, in the order of the page."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"


def band(due_on: date | None, on: date) -> Band:
    """Return late, soon (today and the seven days after it) or later; no date is later.

    A due date ends at the end of its day, so a thing is late from the day after.
    """
    if due_on is None or due_on > on + SOON:
        return Band.LATER
    return Band.LATE if due_on < on else Band.SOON
