"""Keeping a board's themes, and tagging actions with them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from boards.errors import DomainError, StaleRecord
from boards.models import Theme
from boards.queries import themes as queries
from boards.services import actions, boards, themes
from tests.world import today


@pytest.fixture
def neglect(north):
    return themes.add(board=north.board, label="Neglect", by=north.board_manager)


def raise_one(cast, **said):
    values = {"title": "Meet", "due_on": today() + timedelta(days=9), "by": cast.board_manager}
    return actions.raise_action(board=cast.board, **(values | said))


def test_new_board_begins_with_the_usual_themes(north):
    board = boards.create(slug="newshire", name="Newshire", regime=north.board.regime)

    assert "neglect" in board.themes.values_list("key", flat=True)
    assert themes.begin(board=board, by=None) == []


def test_add_keeps_a_key_that_outlives_the_name(north, neglect):
    renamed = themes.rename(theme=neglect, label="Esgeulustod", version=1, by=north.board_manager)

    assert (renamed.key, renamed.label, renamed.version) == ("neglect", "Esgeulustod", 2)


@pytest.mark.parametrize("label", ["Neglect", "NEGLECT ", " neglect"])
def test_add_a_name_that_is_taken(north, neglect, label):
    with pytest.raises(themes.ThemeTaken, match="already"):
        themes.add(board=north.board, label=label, by=north.board_manager)


def test_add_a_name_of_a_retired_theme(north, neglect):
    themes.retire(theme=neglect, by=north.board_manager)

    with pytest.raises(themes.ThemeTaken, match="bring it back"):
        themes.add(board=north.board, label="Neglect", by=north.board_manager)


def test_other_board_has_themes_of_its_own(south, neglect):
    assert themes.add(board=south.board, label="Neglect", by=south.board_manager).key == "neglect"


def test_add_without_a_name(north):
    with pytest.raises(DomainError, match="Enter the name"):
        themes.add(board=north.board, label="  ", by=north.board_manager)


def test_rename_when_somebody_did_so_meanwhile(north, neglect):
    themes.rename(theme=neglect, label="Other", version=1, by=north.board_manager)

    with pytest.raises(StaleRecord):
        themes.rename(theme=neglect, label="Third", version=1, by=north.board_manager)


def test_retire_twice_keeps_the_first_day(north, neglect):
    yesterday = today() - timedelta(days=1)
    themes.retire(theme=neglect, by=north.board_manager, on=yesterday)

    again = themes.retire(theme=neglect, by=north.board_manager)

    assert (again.retired_on, again.version) == (yesterday, 2)
    assert themes.bring_back(theme=neglect, by=north.board_manager).retired_on is None


def test_database_refuses_a_second_one_of_a_name(north, neglect):
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(board=north.board, key="other", label="neglecT")


def test_action_keeps_a_theme_that_retired(north, neglect):
    action = raise_one(north, themes=[neglect])
    themes.retire(theme=neglect, by=north.board_manager)

    actions.edit(
        action=action, title="Meet again", description="", success_measure="", version=1,
        themes=[neglect], by=north.board_manager,
    )  # fmt: skip

    assert queries.of_action(action) == [neglect]
    assert neglect in queries.offered(north.board, kept=[neglect])


def test_edit_without_themes_leaves_them(north, neglect):
    action = raise_one(north, themes=[neglect])

    actions.edit(
        action=action, title="Meet", description="", success_measure="", version=1,
        by=north.board_manager,
    )  # fmt: skip

    assert queries.of_action(action) == [neglect]


def test_edit_to_no_theme(north, neglect):
    action = raise_one(north, themes=[neglect])

    actions.edit(
        action=action, title="Meet", description="", success_measure="", version=1, themes=[],
        by=north.board_manager,
    )  # fmt: skip

    assert queries.of_action(action) == []


def test_raise_with_a_retired_theme(north, neglect):
    retired = themes.retire(theme=neglect, by=north.board_manager)

    with pytest.raises(themes.UnsuitableTheme):
        raise_one(north, themes=[retired])


def test_raise_with_a_theme_of_the_other_board(south, neglect):
    with pytest.raises(themes.UnsuitableTheme):
        raise_one(south, themes=[neglect])
    assert not south.board.actions.exists()


def test_counts_are_of_what_the_person_sees(north, neglect):
    raise_one(north, themes=[neglect], agency=north.police)
    raise_one(north, themes=[neglect], agency=north.health)

    (for_manager,) = queries.listed(north.board, north.board_manager)
    (for_police,) = queries.listed(north.board, north.police_lead)

    assert (for_manager.actions, for_manager.open_actions) == (2, 2)
    assert (for_police.actions, for_police.open_actions) == (1, 1)
