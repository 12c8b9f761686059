"""Days and moments of the demonstration, counted from the day on which it is loaded."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from boards.models import Message, Notification
from boards.states import JobStatus

#: Notifications older than this have been read.
READ_AFTER = dt.timedelta(days=6)


@dataclass(frozen=True)
class Clock:
    """Counts from one moment, so that all of the demonstration agrees on what today is."""

    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    def day(self, ago: int) -> dt.date:
        """Return the day so many days ago; negative ones are to come."""
        return self.today - dt.timedelta(days=ago)

    def moment(self, ago: float, hour: int = 10, minute: int = 12) -> dt.datetime:
        """Return a moment in office hours of a past day; today's are just over."""
        day = self.day(int(ago))
        there = dt.datetime.combine(day, dt.time(hour, minute), timezone.get_current_timezone())
        return min(there, self.now - dt.timedelta(minutes=5))

    @property
    def year_start(self) -> dt.date:
        """The first day of the reporting year, April to March, in which today is."""
        year = self.today.year if self.today.month > 3 else self.today.year - 1
        return dt.date(year, 4, 1)


def label_of(start: dt.date) -> str:
    """Return the label of the reporting year that starts then, as in 2026/27."""
    return f"{start.year}/{(start.year + 1) % 100:02d}"


@contextmanager
def told_at(moment: dt.datetime, now: dt.datetime) -> Iterator[None]:
    """Date what services tell people meanwhile: they tell it as of now."""
    last_message = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    last_notification = Notification.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Message.objects.filter(pk__gt=last_message, status=JobStatus.QUEUED).update(queued_at=moment)
    told = Notification.objects.filter(pk__gt=last_notification)
    is_old = now - moment > READ_AFTER
    told.update(created_at=moment, read_at=moment + dt.timedelta(hours=3) if is_old else None)
