"""Figures of the demonstration: returns in every state, breakdown tables, targets."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from boards.demo import living
from boards.models import Board, Message, User
from boards.registry import registry
from performance import starter_tables
from performance.models import ApiKey, BreakdownTable, DataDraft, DataReturn, Observation
from performance.queries import breakdown_tables, targets
from performance.rules.progress import State
from performance.states import DataReturnStatus
from tests.plugins.database import Admin, cloned, pointed_at

pytestmark = pytest.mark.slow
#: What figures stand on: published years, boards with people and agencies.
LOADERS = (10, 20, 40)


@pytest.fixture(scope="module", autouse=True)
def _demo(admin: Admin, template_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The figures of the demonstration in a database, loaded once for all tests of this file."""
    with (
        django_db_blocker.unblock(),
        cloned(admin, template_database) as name,
        pointed_at(name),
    ):
        for order in LOADERS:
            registry.demo_loaders[order]()
        yield


def test_figures_loaded_again_change_nothing() -> None:
    models = (ApiKey, BreakdownTable, DataDraft, DataReturn, Observation, Message)
    before = [model.objects.count() for model in models]
    registry.demo_loaders[40]()
    assert [model.objects.count() for model in models] == before


@pytest.mark.parametrize("slug", living.SLUGS)
def test_data_returns_are_in_every_state(slug: str) -> None:
    rows = DataReturn.objects.filter(board__slug=slug)
    assert set(rows.values_list("status", flat=True)) == set(DataReturnStatus)
    assert set(rows.values_list("requirement__frequency", flat=True)) == {"month", "quarter"}
    assert rows.values("agency__sector").distinct().count() >= 3
    today = timezone.localdate()
    assert rows.late(today).filter(chased_step__gt=0).exists()
    soon = today + dt.timedelta(days=10)
    assert rows.with_due().outstanding().filter(due__range=(today, soon)).exists()
    sent_back = rows.get(status=DataReturnStatus.SENT_BACK)
    assert sent_back.sent_back_reason
    came_again = rows.filter(status=DataReturnStatus.ACCEPTED, sent_back_at__isnull=False)
    assert came_again.exists()


def test_data_returns_happened_in_order_and_none_is_of_the_future() -> None:
    for row in DataReturn.objects.exclude(submitted_at=None):
        moments = [row.first_submitted_at, row.sent_back_at, row.submitted_at, row.accepted_at]
        if row.status == DataReturnStatus.SENT_BACK:
            moments = [row.submitted_at, row.sent_back_at]
        known = [moment for moment in moments if moment is not None]
        assert known == sorted(known)
        assert known[-1] <= timezone.now()
        assert known[0].date() > row.period_end
    told = Message.objects.filter(kind__in=["figures_asked", "figures_late", "figures_sent_back"])
    assert {*told.values_list("kind", flat=True)} == {
        "figures_asked", "figures_late", "figures_sent_back",
    }  # fmt: skip
    assert told.filter(queued_at__lt=timezone.now() - dt.timedelta(days=60)).exists()


@pytest.mark.parametrize("slug", living.SLUGS)
def test_breakdown_tables_have_figures(slug: str) -> None:
    tables = BreakdownTable.objects.filter(board__slug=slug)
    assert tables.count() == len(starter_tables.shipped())
    for table in tables:
        page = breakdown_tables.page_of(table, timezone.localdate())
        assert not page.grid.is_empty, table
        assert page.period


def test_targets_are_to_be_reached_reached_and_missed() -> None:
    lines = targets.targets_of(
        Board.objects.get(slug="worcestershire"),
        User.objects.get(name="Nkechi Adeyemi"),
        timezone.localdate(),
    )
    states = {line.progress.state for line in lines}
    assert states >= {State.AHEAD, State.REACHED, State.MISSED}
    assert states & {State.BEHIND, State.OFF}


def test_figures_came_from_agencies_files_and_systems_and_were_corrected() -> None:
    living_figures = Observation.objects.filter(stated_in=None)
    ways = {*living_figures.values_list("via", flat=True)}
    assert ways == {"file", "typed", "api", "derived"}
    assert living_figures.filter(superseded_by__isnull=False).exists()
    assert DataDraft.objects.get().data_return.status == DataReturnStatus.AWAITED
    keys = ApiKey.objects.usable(timezone.localdate())
    assert {*keys.values_list("board__slug", flat=True)} == set(living.SLUGS)
