"""When somebody is reminded of a return that is not in, on plain values.

Days are counted from the day the return is due: the extended date if there is one, which after a
send-back is the day until which the agency answers again. People are
asked in three rungs: those who answer, then their agency's lead, then the board's own manager.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: What was due longer ago is not sent any more: a portal that was down for a month stays quiet.
STALE = timedelta(days=14)
MOST_DAYS = 365


class Audience(StrEnum):
    """Who is told, from the bottom of the ladder to its top."""

    PEOPLE = "people"
    LEAD = "lead"
    BOARD = "board"


@dataclass(frozen=True)
class Plan:
    """Days before and after the due day on which people are reminded; empty: they are not.

    `lead_after` and `board_after` are days late; None leaves the rung out.
    """

    before: tuple[int, ...] = (14, 3)
    after: tuple[int, ...] = (1, 7, 14)
    lead_after: int | None = 10
    board_after: int | None = 21


@dataclass(frozen=True, order=True)
class Step:
    """One thing that is sent. `key` names it among the steps of a return."""

    day: date
    audience: Audience
    key: str


@dataclass(frozen=True)
class Due:
    """What is to be sent now, and what is passed over because a later step has come."""

    send: tuple[Step, ...]
    skip: tuple[Step, ...]


def steps(plan: Plan, due_on: date) -> list[Step]:
    """Return all steps of a return that is due on this day, the earliest first."""
    found = [
        Step(due_on - timedelta(days=days), Audience.PEOPLE, f"before-{days}")
        for days in plan.before
    ]
    found += [
        Step(due_on + timedelta(days=days), Audience.PEOPLE, f"after-{days}") for days in plan.after
    ]
    for audience, days in ((Audience.LEAD, plan.lead_after), (Audience.BOARD, plan.board_after)):
        if days is not None:
            found.append(Step(due_on + timedelta(days=days), audience, f"{audience}-{days}"))
    return sorted(found)


def asked_on(opened_on: date, sent_back_on: date | None) -> date:
    """Return the day on which people were asked last: when the round opened, or when the board
    sent their return back.
    """
    return max(opened_on, sent_back_on or opened_on)


def due(plan: Plan, due_on: date, *, asked_on: date, on: date, done: Collection[str]) -> Due:
    """Return what is due on the day: of each audience the latest step alone.

    A portal that was down for days catches up with one message to a person. Steps from before
    people were asked, or from that very day, are passed over: they have just been told.
    """
    come = [step for step in steps(plan, due_on) if step.day <= on and step.key not in done]
    fresh = {step.audience: step for step in come if step.day > asked_on and step.day >= on - STALE}
    send = tuple(sorted(fresh.values()))
    return Due(send, tuple(step for step in come if step not in send))


def upcoming(
    plan: Plan, due_on: date, *, asked_on: date, on: date, done: Collection[str]
) -> list[Step]:
    """Return what will be sent if the return does not come in: today's steps with today's day."""
    now = due(plan, due_on, asked_on=asked_on, on=on, done=done)
    today = [Step(on, step.audience, step.key) for step in now.send]
    later = [step for step in steps(plan, due_on) if step.day > max(on, asked_on)]
    return today + [step for step in later if step.key not in done]


def read_days(text: str) -> tuple[int, ...]:
    """Return the days that a person typed, such as "14, 3"; each once. Raises `ValueError`."""
    days = [int(word) for word in text.replace(",", " ").replace(";", " ").split()]
    if any(not 1 <= number <= MOST_DAYS for number in days):
        raise ValueError(text)
    return tuple(dict.fromkeys(days))


def written(days: Iterable[int]) -> str:
    return ", ".join(str(number) for number in days)
