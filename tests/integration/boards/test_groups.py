"""Pages about groups."""

from datetime import timedelta

from django.urls import reverse

from boards.models import Group
from boards.services import groups
from tests.world import MARKER, today


def url(cast, name, **kwargs):
    return reverse(f"boards:group-{name}", kwargs={"board": cast.board.slug, **kwargs})


def add_one(cast, name="Quality", **values):
    return groups.add(
        board=cast.board, by=cast.board_manager, name=name, parent=cast.group, **values
    )


def test_list_is_a_tree_with_groups_without_chair(world):
    child = add_one(world.north, chair=world.north.seats["chair"])
    groups.add(board=world.north.board, by=world.north.board_manager, name="Data", parent=child)

    page = world.client(world.north.board_manager).get(url(world.north, "list"))

    assert [(node.group.name, node.depth) for node in page.context["nodes"]] == [
        ("Board", 0), ("Quality", 1), ("Data", 2),
    ]  # fmt: skip
    assert page.text.count("No chair") == 2
    assert MARKER not in page.text


def test_list_keeps_ended_groups_apart(world):
    child = add_one(world.north)
    Group.objects.filter(pk=child.pk).update(
        starts_on=today() - timedelta(days=90), ends_on=today() - timedelta(days=1)
    )
    client = world.client(world.north.board_manager)

    now = client.get(url(world.north, "list")).context["nodes"]
    past = client.get(url(world.north, "list"), {"when": "past"}).context["nodes"]

    assert [node.group.name for node in now] == ["Board"]
    assert [node.group.name for node in past] == ["Quality"]


def test_list_asks_the_same_for_many(world, assert_constant_queries):
    client = world.client(world.north.board_manager)
    add_one(world.north, chair=world.north.seats["chair"])

    def grow():
        for number in range(8):
            add_one(world.north, f"Group {number}", chair=world.north.seats["police-lead"])

    assert_constant_queries(lambda: client.get(url(world.north, "list")), grow)


def test_edit_into_a_loop_keeps_the_form(world):
    child = add_one(world.north)
    data = {"name": "The board", "parent": child.pk, "order": 0, "version": 1}

    page = world.client(world.north.board_manager).post(
        url(world.north, "edit", pk=world.north.group.pk), data
    )

    assert page.status_code == 422
    assert "A group cannot stand under itself" in page.text
    assert "The board" in page.text
