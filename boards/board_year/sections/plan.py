"""Sections `priorities` and `recipients`: what the board set out to do, and whom it reports to."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

import datetime as dt
from dataclasses import dataclass

from boards.board_year.kinds import Count, Day, Key, Text, of


@dataclass(frozen=True, kw_only=True)
class Priority:
    """A priority of the business plan."""

    key: str | None = of(Key(noun="priority"))
    title: str | None = of(Text())
    order: int | None = of(Count())


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody who is sent the annual report."""

    title: str | None = of(Text())
    date: dt.date | None = of(Day())
