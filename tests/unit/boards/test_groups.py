"""Groups stand under each other, never in a loop."""

import pytest

from boards.services import groups


def test_add_under_the_board(world):
    group = groups.add(
        board=world.north.board,
        by=world.north.board_manager,
        name="Quality",
        parent=world.north.group,
    )

    assert (group.key, group.parent) == ("quality", world.north.group)


def test_edit_into_a_loop(world):
    north = world.north
    child = groups.add(
        board=north.board, by=north.board_manager, name="Quality", parent=north.group
    )

    with pytest.raises(groups.GroupLoop):
        groups.edit(
            group=north.group, by=north.board_manager, name="Board", parent=child, status="",
            chair=None, starts_on=None, ends_on=None, order=0, version=1,
        )  # fmt: skip
