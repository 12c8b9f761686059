"""Calculated indicators: chosen, calculated for closed periods, superseded only when changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from boards.errors import DomainError
from boards.models import Action, Attendance, Meeting
from boards.queries import derived as of_boards
from boards.registry import Parts, registry
from performance.models import (
    DataReturn,
    DataSubmission,
    Derivation,
    Indicator,
    Observation,
    period_fields,
)
from performance.queries import derived as queries
from performance.rules.entries import Entry
from performance.rules.periods import PeriodKind, containing, day, preceding
from performance.services import data_requirements, derived, submissions
from performance.services.data_requirements import RequirementFields
from tests.permissions.performance_returns import awaited, indicator
from tests.world import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(world):
    return world.north


def url(cast, name):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug})


def chosen(cast, key):
    return derived.adopt(board=cast.board, key=key, by=cast.data_analyst, on=today())


def sent(cast):
    """Last month's return: one figure known, one with a reason."""
    row = awaited(cast, indicator(cast), indicator(cast, "plans"))
    submissions.submit(
        data_return=row, by=cast.police_lead, via="typed",
        entries=[Entry("contacts", value="0"), Entry("plans", missing="under_review")],
    )  # fmt: skip
    return row


def figures(derivation):
    rows = derivation.indicator.observations.current().order_by("period_end")
    return [(row.numerator, row.denominator, row.missing) for row in rows]


def test_coverage_counts_known_figures_and_a_reason_is_none(north):
    row = sent(north)
    DataReturn.objects.exclude(pk=row.pk).update(due_on=today() - timedelta(days=1))
    found = chosen(north, "performance.coverage")
    derived.calculate(board=north.board, by=north.data_analyst)
    assert figures(found) == [(0, 2, ""), (1, 2, "")]
    latest = found.indicator.observations.latest("period_end")
    assert (latest.via, latest.agency) == ("derived", None)
    assert latest.note.startswith("Calculated on ")


def test_coverage_says_nothing_of_returns_that_are_not_due(north):
    awaited(north)
    DataReturn.objects.update(due_on=today() + timedelta(days=3))
    found = chosen(north, "performance.coverage")
    assert derived.calculate(board=north.board, by=None) == 0
    assert figures(found) == []


def test_timeliness_counts_what_came_by_the_due_day(north):
    row = sent(north)
    DataReturn.objects.filter(pk=row.pk).update(due_on=today() - timedelta(days=1))
    other = DataReturn.objects.exclude(pk=row.pk)
    other.update(due_on=today() - timedelta(days=1), extended_to=today(), extension_reason="x")
    start, end = other.get().period_start, row.period_end
    # The late one came late; the other has more time and is not due yet.
    assert queries.timeliness(north.board, start, end, today()) == Parts(0, 1)
    DataReturn.objects.filter(pk=row.pk).update(extended_to=today(), extension_reason="x")
    assert queries.timeliness(north.board, start, end, today()) == Parts(1, 1)


def test_calculating_again_changes_nothing_until_records_change(north):
    sent(north)
    found = chosen(north, "performance.timeliness")
    first = derived.calculate(board=north.board, by=north.data_analyst)
    assert first > 0
    assert derived.calculate(board=north.board, by=None) == 0
    assert DataSubmission.objects.filter(via="derived").count() == 1
    before = found.indicator.observations.latest("period_end")
    DataReturn.objects.update(due_on=today())
    assert derived.calculate(board=north.board, by=None) > 0
    after = found.indicator.observations.current().latest("period_end")
    assert after.supersedes == before
    found.refresh_from_db()
    assert found.calculated_at is not None


def test_actions_on_time(north):
    start, end = date(2025, 4, 1), date(2025, 6, 30)
    action = Action.objects.create(
        board=north.board, number=1, title="Train", due_on=date(2020, 1, 1)
    )
    assert of_boards.actions_on_time(north.board, start, end, today()) == Parts(0, 0)
    Action.objects.filter(pk=action.pk).update(
        due_on=end, status="complete", completed_by=north.board_manager,
        completed_at=datetime(2025, 6, 30, 20, tzinfo=UTC), completion_evidence="Seen",
    )  # fmt: skip
    assert of_boards.actions_on_time(north.board, start, end, today()) == Parts(1, 1)
    Action.objects.filter(pk=action.pk).update(completed_at=datetime(2025, 7, 1, 8, tzinfo=UTC))
    assert of_boards.actions_on_time(north.board, start, end, today()) == Parts(0, 1)


def test_actions_that_an_agency_still_holds_back_count_nowhere(north):
    Action.objects.create(
        board=north.board, number=1, title="Planned", agency=north.police, held_back=True,
        due_on=date(2025, 5, 1),
    )  # fmt: skip
    found = of_boards.actions_on_time(north.board, date(2025, 4, 1), date(2025, 6, 30), today())
    assert found == Parts(0, 0)


def test_attendance_counts_expected_seats_of_the_board_itself(north):
    Meeting.objects.all().delete()
    meeting = Meeting.objects.create(
        board=north.board, group=north.group, key="m", held_on=date(2025, 5, 1)
    )
    marks = ["present", "apologies", "not_required", "present"]
    for seat, mark in zip(north.board.seats.order_by("pk"), marks, strict=False):
        Attendance.objects.create(meeting=meeting, seat=seat, mark=mark)
    found = of_boards.attendance(north.board, date(2025, 4, 1), date(2026, 3, 31), today())
    expected = list(Attendance.objects.values_list("mark", flat=True))
    assert found == Parts(expected.count("present"), len(expected) - expected.count("not_required"))


@pytest.mark.parametrize("key", ["audits.section-11-compliance", "audits.return-rate"])
def test_without_a_closed_round_there_is_nothing_to_say(north, key):
    found = chosen(north, key)
    derived.calculate(board=north.board, by=None)
    assert figures(found) == []


def test_recorded_share_comes_from_parts_of_the_same_period(north):
    plans = indicator(north, "plans", kind="snapshot", frequency="month", dimensions=["ethnicity"])
    month = preceding(containing(today(), PeriodKind.MONTH))
    for part, value in (("white", 30), ("not_known", 10)):
        Observation.objects.create(
            indicator=plans, value=value, breakdown={"ethnicity": part}, via="typed",
            **period_fields(day(month.end)),
        )  # fmt: skip
    found = derived.adopt_recorded(
        source=plans, dimension="ethnicity", by=north.data_analyst, on=today()
    )
    derived.calculate(board=north.board, by=None)
    assert figures(found) == [(30, 40, "")]
    with pytest.raises(DomainError):
        derived.adopt_recorded(source=plans, dimension="age", by=north.data_analyst, on=today())


def test_page_offers_chooses_and_calculates(world, north):
    sent(north)
    page = world.client(north.data_analyst)
    html = page.get(url(north, "derived-list")).content.decode()
    for each in registry.derived_indicators.values():
        assert str(each.label) in html.replace("&#x27;", "'")
    for _time in range(2):
        page.post(url(north, "derived-adopt"), {"key": "performance.coverage"})
    made = Derivation.objects.get()
    done = page.post(url(north, "derived-calculate"), follow=True)
    assert "new" in done.content.decode()
    again = page.post(url(north, "derived-calculate"), follow=True)
    assert "every figure is as it was before" in again.content.decode()
    shown = page.get(
        reverse("performance:indicator-detail", args=[north.board.slug, made.indicator_id])
    )
    assert "Calculated by the portal from its own records" in shown.content.decode()
    unknown = page.post(url(north, "derived-adopt"), {"key": "x"}, follow=True)
    assert "does not calculate this" in unknown.content.decode()


def test_recording_is_chosen_by_selecting(world, north):
    plans = indicator(north, "plans", frequency="month", dimensions=["ethnicity"])
    page = world.client(north.data_analyst)
    address = url(north, "derived-recorded")
    assert page.post(address, {"what": "0:x"}).status_code == 422
    done = page.post(address, {"what": f"{plans.pk}:ethnicity"})
    assert done.status_code == 302
    assert Derivation.objects.get().source == plans


def test_agencies_are_not_asked_for_what_the_portal_calculates(north):
    row = chosen(north, "performance.coverage").indicator
    with pytest.raises(DomainError):
        data_requirements.create(
            board=north.board, by=north.data_analyst,
            fields=RequirementFields("x", north.police, "month", today(), [row]),
        )  # fmt: skip


def test_every_board_is_calculated_each_night(world, north):
    sent(north)
    chosen(north, "performance.coverage")
    chosen(world.south, "performance.coverage")
    assert derived.calculate_all() >= 1
    assert (
        Indicator.objects.filter(derivation__calculated_at=None, derivation__isnull=False).count()
        == 0
    )
