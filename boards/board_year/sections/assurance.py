"""Sections `risks`, `challenges`, `inspections`, `development_areas`: assurance of the board."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from boards.board_year.errors import Errors
from boards.board_year.kinds import Count, Day, Key, OneOf, Ref, Slug, Text, of

BODIES = ("ofsted", "cqc", "hmic", "hmi_probation", "lga", "other")
STATUSES = (
    "achieved",
    "partially_achieved",
    "in_progress",
    "not_achieved",
    "responded",
    "no_response",
)

_SCORE = Count(least=1, most=10)


@dataclass(frozen=True, kw_only=True)
class Risk:
    """A risk of the register."""

    key: str | None = of(Key(noun="risk"))
    title: str | None = of(Text())
    likelihood: int | None = of(_SCORE)
    impact: int | None = of(_SCORE)
    rating: str | None = of(Slug())


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """A challenge and what came of it."""

    key: str | None = of(Key(noun="challenge"))
    challenge: str | None = of(Text(1000, lines=True))
    impact: str | None = of(Text(1000, lines=True))


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """An inspection; `judgement` is a word of that body's own scale."""

    key: str | None = of(Key(noun="inspection"))
    body: str | None = of(OneOf(BODIES))
    agency: str | None = of(Ref(noun="agency"))
    framework: str | None = of(Text())
    start: dt.date | None = of(Day())
    end: dt.date | None = of(Day())
    published: dt.date | None = of(Day())
    judgement: str | None = of(Slug())
    recommendations: int | None = of(Count())


@dataclass(frozen=True, kw_only=True)
class DevelopmentArea:
    """What an agency was asked to develop, and its answer."""

    agency: str | None = of(Ref(noun="agency"))
    area: str | None = of(Text())
    status: str | None = of(OneOf(STATUSES))
    response: str | None = of(Text(1000, lines=True))


def check_inspections(inspections: Sequence[Inspection], errors: Errors) -> None:
    """Check the order of dates."""
    for position, each in enumerate(inspections):
        if each.start and each.end and each.end < each.start:
            errors.add(f"inspections[{position}].end", "is before the start")
        if each.start and each.published and each.published < each.start:
            errors.add(f"inspections[{position}].published", "is before the start")
