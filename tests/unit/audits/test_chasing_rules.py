"""When somebody is reminded of a return: the ladder on plain days."""

from datetime import date, timedelta

import pytest

from audits.rules.chasing import Audience, Plan, asked_on, due, read_days, steps, upcoming
from audits.rules.rounds import ReturnRate

DUE = date(2026, 6, 30)
OPENED = date(2026, 5, 1)


def day(number):
    """Return the day so many days after the due day (before it, if negative)."""
    return DUE + timedelta(days=number)


def keys(found):
    return [step.key for step in found]


def test_steps_of_the_usual_plan():
    assert keys(steps(Plan(), DUE)) == [
        "before-14", "before-3", "after-1", "after-7", "lead-10", "after-14", "board-21",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "sent"),
    [(-15, []), (-14, ["before-14"]), (-3, ["before-3"]), (0, []), (1, ["after-1"]),
     (10, ["lead-10"]), (21, ["board-21"])],
)  # fmt: skip
def test_each_step_is_due_on_its_day(on, sent):
    passed = {step.key for step in steps(Plan(), DUE) if step.day < day(on)}

    assert keys(due(Plan(), DUE, asked_on=OPENED, on=day(on), done=passed).send) == sent


def test_nothing_is_due_twice():
    found = due(Plan(), DUE, asked_on=OPENED, on=day(-14), done={"before-14"})

    assert (found.send, found.skip) == ((), ())


def test_portal_that_was_down_sends_the_latest_step_of_each_audience():
    found = due(Plan(), DUE, asked_on=OPENED, on=day(11), done={"before-14"})

    assert keys(found.send) == ["after-7", "lead-10"]
    assert keys(found.skip) == ["before-3", "after-1"]


def test_steps_up_to_the_opening_are_passed_over():
    found = due(Plan(), DUE, asked_on=day(-14), on=day(-14), done=())

    assert (keys(found.send), keys(found.skip)) == ([], ["before-14"])


def test_what_is_long_past_is_not_sent():
    found = due(Plan(), DUE, asked_on=OPENED, on=day(60), done=())

    assert found.send == ()
    assert len(found.skip) == 7


def test_more_time_moves_every_step():
    found = due(Plan(), day(30), asked_on=OPENED, on=day(10), done=())

    assert found.send == ()


def test_rungs_can_be_left_out():
    plan = Plan(before=(), after=(2,), lead_after=None, board_after=None)

    assert keys(steps(plan, DUE)) == ["after-2"]


def test_upcoming_begins_today():
    coming = upcoming(Plan(), DUE, asked_on=OPENED, on=day(-10), done=())

    assert (coming[0].key, coming[0].day) == ("before-14", day(-10))
    assert coming[-1].audience == Audience.BOARD


@pytest.mark.parametrize(
    ("text", "days"), [("14, 3", (14, 3)), ("", ()), ("7;7 1", (7, 1)), (" 365 ", (365,))]
)
def test_read_days(text, days):
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["0", "-3", "366", "soon", "1.5"])
def test_read_days_refuses(text):
    with pytest.raises(ValueError):
        read_days(text)


@pytest.mark.parametrize(
    ("rate", "percent"),
    [(ReturnRate(290, 219, 0, 71), 76), (ReturnRate(130, 101, 3, 26), 78), (ReturnRate(), None)],
)
def test_return_rate_of_published_years(rate, percent):
    assert rate.percent == percent
    assert rate.submitted + rate.started + rate.not_started == rate.invited


@pytest.mark.parametrize(
    ("sent_back_on", "asked"), [(None, OPENED), (date(2026, 6, 2), date(2026, 6, 2))]
)
def test_asked_on_is_the_last_time_people_were_told(sent_back_on, asked):
    assert asked_on(OPENED, sent_back_on) == asked


def test_no_step_from_before_a_return_was_sent_back_is_sent():
    sent_back_on = day(-10)

    found = due(Plan(), DUE, asked_on=asked_on(OPENED, sent_back_on), on=day(-10), done=())
    coming = upcoming(Plan(), DUE, asked_on=sent_back_on, on=day(-10), done=())

    assert not found.send
    assert keys(found.skip) == ["before-14"]
    assert keys(coming)[0] == "before-3"
