"""How near a thing is: the groups of "what do I owe"."""

from datetime import date, timedelta
from enum import StrEnum

#: Days ahead that count as "due soon" on every page.
SOON = timedelta(days=7)
#: Things of one kind that a board's first page reads, the soonest due: a round of 24,000 schools
#: has a page of its own.
MOST = 500


class Band(StrEnum):
    """The groups of a to-do list, in the order of the page."""

    LATE = "late"
    WAITING = "waiting"
    SOON = "soon"
    LATER = "later"


def band(due_on: date | None, on: date) -> Band:
    """Return late, soon (today and the seven days after it) or later; without a date somebody
    waits already: returns to read, impact checks, sign-offs.

    A due date ends at the end of its day, so a thing is late from the day after.
    """
    if due_on is None:
        return Band.WAITING
    if due_on > on + SOON:
        return Band.LATER
    return Band.LATE if due_on < on else Band.SOON
