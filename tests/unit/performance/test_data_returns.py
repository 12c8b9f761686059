"""Data returns: asked for when due, chased once a step, figures stored all or nothing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from boards.errors import DomainError, StaleRecord, TransitionNotAllowed
from boards.models import Message
from performance.models import DataReturn, Observation
from performance.rules import periods
from performance.rules.data_returns import Step, due_on, ended_periods, step_due
from performance.rules.entries import Entry
from performance.services import data_returns, submissions
from performance.services.submissions import MistakesFound
from tests.permissions.performance_returns import awaited, indicator, received, requirement

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def send(row: DataReturn, by, value: str, **fields):
    return submissions.submit(
        data_return=row, entries=[Entry(indicator="contacts", value=value, **fields)], by=by,
        via="typed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("frequency", "starts", "ends", "today", "wanted"),
    [
        ("month", date(2026, 4, 1), None, date(2026, 7, 1), ["2026-04", "2026-05", "2026-06"]),
        ("month", date(2026, 4, 2), None, date(2026, 6, 30), ["2026-05"]),
        ("quarter", date(2026, 4, 1), date(2026, 6, 30), date(2027, 1, 1), ["2026-27/Q1"]),
        ("month", date(2026, 4, 1), None, date(2026, 4, 30), []),
    ],
)
def test_ended_periods(frequency, starts, ends, today, wanted):
    assert [str(p) for p in ended_periods(frequency, starts, ends, today)] == wanted


def test_due_on_counts_from_the_end_of_the_period():
    assert due_on(periods.parse("2026-04"), 21) == date(2026, 5, 21)


@pytest.mark.parametrize(
    ("days", "step"),
    [(0, None), (1, Step.SENDERS), (6, Step.SENDERS), (7, Step.AGENCY_LEAD), (99, 14)],
)
def test_step_due(days, step):
    assert step_due(date(2026, 5, 21), date(2026, 5, 21) + timedelta(days=days)) == step


def test_asking_again_asks_for_nothing_twice(world):
    asked = requirement(world.north)
    first = data_returns.ask_for_due()
    assert (first, data_returns.ask_for_due()) == (2, 0)
    assert asked.data_returns.count() == 2
    assert Message.objects.filter(kind="figures_asked").count() == 2  # lead and contributor


def test_after_three_days_without_a_scheduler_one_reminder_goes_out(world):
    row = awaited(world.north)
    late = datetime.combine(row.due_on + timedelta(days=10), datetime.min.time(), LONDON)
    data_returns.chase(now=late)
    data_returns.chase(now=late)
    steps = Message.objects.filter(kind="figures_late", dedupe_key__contains=f":{row.pk}:")
    assert steps.count() == 2
    assert all(f":{Step.AGENCY_LEAD.value}:" in m.dedupe_key for m in steps)


def test_more_time_moves_the_reminders(world):
    row = awaited(world.north)
    data_returns.extend(
        data_return=row, extended_to=row.due_on + timedelta(days=30), reason="New system",
        version=row.version, by=world.north.board_manager,
    )  # fmt: skip
    late = datetime.combine(row.due_on + timedelta(days=10), datetime.min.time(), LONDON)
    data_returns.chase(now=late)
    assert not Message.objects.filter(
        kind="figures_late", dedupe_key__startswith=f"figures_late:{row.pk}:"
    ).exists()


def test_sent_back_figures_are_late_only_after_time_to_correct_them(world):
    north = world.north
    row = awaited(north)
    send(row, north.police_lead, "12")
    row.refresh_from_db()
    day = datetime.combine(row.due_on + timedelta(days=40), datetime.min.time(), LONDON)
    data_returns.send_back(
        data_return=row, reason="Both doors", version=row.version, by=north.data_analyst, now=day
    )
    mine = DataReturn.objects.filter(pk=row.pk)
    assert mine.with_due().get().due == day.date() + timedelta(days=14)
    assert not mine.late(day.date() + timedelta(days=14)).exists()

    data_returns.chase(now=day + timedelta(days=15))
    row.refresh_from_db()
    assert row.chased_step == Step.SENDERS


def test_chasing_leaves_what_came_in_meanwhile(world):
    row = awaited(world.north)
    send(row, world.north.police_lead, "12")
    assert not data_returns._chase(row.pk, row.due_on + timedelta(days=40))


def test_nothing_is_asked_for_after_an_agency_has_left(world):
    north = world.north
    asked = requirement(north)
    last_day = asked.starts_on - timedelta(days=1)
    north.board.partners.filter(agency=north.police).update(ends_on=last_day)
    data_returns.ask_for_due()
    assert not asked.data_returns.exists()


def test_figures_are_stored_with_where_they_came_from(world):
    north = world.north
    row = awaited(north)
    submission = send(row, north.police_lead, "1,240")
    figure = Observation.objects.get(submission=submission)
    assert (figure.value, figure.agency, figure.via) == (Decimal(1240), north.police, "typed")
    assert figure.period == row.period
    row.refresh_from_db()
    assert (row.status, row.submitted_by) == ("submitted", north.police_lead)


def test_the_same_figures_twice_change_nothing(world):
    row = awaited(world.north)
    assert send(row, world.north.police_lead, "12") is not None
    assert send(row, world.north.police_lead, "12") is None
    assert row.submissions.count() == 1


def test_a_corrected_figure_supersedes_and_the_earlier_stays(world):
    row = awaited(world.north)
    send(row, world.north.police_lead, "12")
    before = timezone.now()
    send(row, world.north.police_lead, "14")
    now, then = Observation.objects.current(), Observation.objects.as_of(before)
    assert [each.value for each in now] == [14]
    assert [each.value for each in then] == [12]
    assert now.get().supersedes == then.get()


def test_one_mistake_stores_nothing(world):
    north = world.north
    row = awaited(north, indicator(north), indicator(north, "plans", label="Plans"))
    entries = [Entry(indicator="contacts", value="5"), Entry(indicator="plans", value="-1")]
    with pytest.raises(MistakesFound) as found:
        submissions.submit(data_return=row, entries=entries, by=north.police_lead, via="typed")
    assert [mistake.indicator for mistake in found.value.mistakes] == ["plans"]
    assert not Observation.objects.exists()
    row.refresh_from_db()
    assert row.status == "awaited"


def test_accepted_figures_change_only_after_they_were_sent_back(world):
    north = world.north
    row = received(north)
    row = data_returns.accept(data_return=row, version=row.version, by=north.data_analyst)
    with pytest.raises(TransitionNotAllowed):
        send(row, north.police_lead, "1")
    row = data_returns.send_back(
        data_return=row, reason="Count both doors", version=row.version, by=north.data_analyst
    )
    assert send(row, north.police_lead, "130").corrected == 1


def test_sending_back_wants_a_reason_and_the_version_seen(world):
    row = received(world.north)
    by = world.north.data_analyst
    with pytest.raises(DomainError, match="corrected"):
        data_returns.send_back(data_return=row, reason=" ", version=row.version, by=by)
    with pytest.raises(StaleRecord):
        data_returns.accept(data_return=row, version=row.version - 1, by=by)


def test_a_colleagues_draft_is_not_overwritten(world):
    row = awaited(world.north)
    kept = {"data_return": row, "via": "typed"}
    submissions.keep(
        **kept, entries=[Entry(indicator="contacts", value="1")], by=world.north.police_lead,
        version=0,
    )  # fmt: skip
    with pytest.raises(StaleRecord) as stale:
        submissions.keep(
            **kept, entries=[Entry(indicator="contacts", value="2")],
            by=world.north.police_contributor, version=0,
        )  # fmt: skip
    assert submissions.entries_of(stale.value.current)[0].value == "1"


def test_a_breakdown_and_an_earlier_period_are_figures_of_their_own(world):
    north = world.north
    row = awaited(north, indicator(north, dimensions=["sex"]))
    earlier = str(periods.preceding(row.period))
    submissions.submit(
        data_return=row, by=north.police_lead, via="file",
        entries=[
            Entry(indicator="contacts", value="12"),
            Entry(indicator="contacts", value="7", breakdown={"sex": "female"}),
            Entry(indicator="contacts", value="11", period=earlier),
        ],
    )  # fmt: skip
    assert Observation.objects.count() == 3
    assert Observation.objects.undivided().count() == 2
