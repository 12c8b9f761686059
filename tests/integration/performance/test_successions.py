"""What an agency owes in figures passes to its successor."""

from datetime import timedelta

import pytest

from boards.models import BoardPartner
from boards.queries import successions as queries
from boards.services import partners, successions
from boards.services.successions import Successor
from performance.models import DataRequirement, DataReturn
from performance.services import data_returns
from tests.permissions.performance_returns import awaited, drafted, received, requirement
from tests.world import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(world):
    return world.north


def replace(north):
    police = BoardPartner.objects.get(board=north.board, agency=north.police)
    (heir,) = successions.replace(
        olds=[police], became=[Successor("New Police")], on=today() - timedelta(days=3),
        by=north.board_manager,
    )  # fmt: skip
    return heir.agency


def foreseen(north, heir=None):
    police = BoardPartner.objects.get(board=north.board, agency=north.police)
    return " ".join(queries.in_apps([police], heir))


def other_police(north):
    """An agency that is on the board already."""
    police = BoardPartner.objects.get(board=north.board, agency=north.police)
    return partners.add(
        board=north.board, by=north.board_manager, name="County Police",
        sector=police.sector, is_statutory=True,
    )  # fmt: skip


def test_awaited_figures_pass_with_what_was_typed(north):
    row = drafted(north)
    assert "“Front door”: the new agency is asked" in foreseen(north)

    heir = replace(north)

    row.refresh_from_db()
    assert row.agency == row.requirement.agency == heir
    assert row.drafts.count() == 1
    assert not DataReturn.objects.filter(agency=north.police, status="awaited").exists()


def test_later_periods_are_asked_of_the_successor(north):
    asked = requirement(north)

    heir = replace(north)
    data_returns.ask_for_due()

    assert {row.agency for row in asked.data_returns.all()} == {heir}


def test_what_was_sent_keeps_the_old_name(north):
    row = received(north)

    heir = replace(north)

    row.refresh_from_db()
    assert row.agency == north.police
    assert row.requirement.agency == heir


def test_preview_warns_of_figures_that_were_sent_back(north):
    row = received(north)
    data_returns.send_back(
        data_return=row, reason="Too many", version=row.version, by=north.board_manager
    )

    assert "Figures that were sent back: 1" in foreseen(north)


def test_nothing_is_asked_of_the_successor_twice(north):
    row = awaited(north)
    heir = other_police(north).agency
    theirs = DataRequirement.objects.create(
        board=north.board, agency=heir, title="Front door", frequency="month", starts_on=today()
    )
    assert "is asked no more" in foreseen(north, heir)

    police = BoardPartner.objects.get(board=north.board, agency=north.police)
    successions.replace(
        olds=[police], became=[Successor(heir.name, heir)], on=today() - timedelta(days=3),
        by=north.board_manager,
    )  # fmt: skip

    row.refresh_from_db()
    row.requirement.refresh_from_db()
    assert (row.agency, row.requirement.ends_on) == (north.police, today())
    assert DataRequirement.objects.get(agency=heir) == theirs


def test_another_boards_requirements_stay(world, north):
    theirs = requirement(world.south)

    replace(north)

    theirs.refresh_from_db()
    assert theirs.agency == world.south.police
