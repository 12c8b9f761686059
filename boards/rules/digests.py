"""How a person hears of things, and when a digest leaves. London time throughout."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
#: Digests leave at this time of day, weekly ones on Mondays.
LEAVES_AT = time(8)
MONDAY = 0
#: What concerns the person's own account is always told at once, by its own e-mail.
SECURITY = "security"


class Frequency(StrEnum):
    """How somebody wants to hear of a kind of thing."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    PORTAL = "portal"


#: Those that wait for a digest.
DIGESTS = (Frequency.DAILY, Frequency.WEEKLY)


def frequency_of(kind: str, chosen: dict[str, str]) -> Frequency:
    """Return how a person hears of a kind: their choice for it, else for all, else at once.

    `chosen` has the choice of each kind; the one for all kinds is under the empty key.
    """
    if kind == SECURITY:
        return Frequency.PORTAL
    return Frequency(chosen.get(kind) or chosen.get("") or Frequency.AT_ONCE)


def leaves_at(frequency: str, now: datetime) -> datetime:
    """Return the latest moment, now or before, at which a digest of this frequency was to leave.

    Whatever happened before it belongs to that digest or an earlier one, so a sender that was away
    for days catches up with one.
    """
    local = now.astimezone(LONDON)
    day = local.date() if local.time() >= LEAVES_AT else local.date() - timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return datetime.combine(day, LEAVES_AT, tzinfo=LONDON)
