"""Walks the permission table: who gets in, who gets 403, for whom it does not exist.

Each row of tests/permissions is asked as nobody, as every role of the board, as the namesakes of
the other board and as the system administrator. One world serves all rows: each request runs in
a savepoint that is rolled back.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from boards.authorization import ROLES, Permission, Public, Scope
from boards.models import User
from boards.registry import registry
from tests.meta.sources import last_name, of_layer
from tests.permissions import Row, all_rows
from tests.world import BoardCast, World, give_role, make_person, make_world

ALL_ROWS = all_rows()
METHODS_BY_NAME: dict[str, set[str]] = {}
for _row in ALL_ROWS:
    METHODS_BY_NAME.setdefault(_row.name, set()).add(_row.method)
GONE, REFUSED = 404, (403, 404)
#: Permissions that nothing asks for yet, and why they are there.
NOT_YET: dict[Permission, str] = {}


class Stage:
    """The world with everybody signed in."""

    def __init__(self, world: World) -> None:
        self.north, self.south = world.north, world.south
        self.administrator = make_person("admin@portal.example", "System administrator")
        give_role(self.administrator, "system_administrator", None)
        everybody = [*self.north.people.values(), *self.south.people.values(), self.administrator]
        self.cookies = {user.pk: signed_in(user) for user in everybody}

    def ask(self, row: Row, user: User | None, *, method: str = "", **headers: str) -> Any:
        """Make the row's request as the person and undo what it did."""
        client = self.client(user, **headers)
        with transaction.atomic():
            response = self._send(client, row, method or row.method)
            if response.streaming:  # a file is closed when it has been read
                content = b"".join(response.streaming_content)
                response = HttpResponse(content, status=200, headers=dict(response.headers))
            transaction.set_rollback(True)
        return response

    def client(self, user: User | None, **headers: str) -> Client:
        client = Client(headers=headers)
        if user is not None:
            client.cookies = SimpleCookie(self.cookies[user.pk])
        return client

    def _send(self, client: Client, row: Row, method: str) -> Any:
        url = address(row, self.north)
        data = row.data(self.north) if method == row.method else {}
        return getattr(client, method)(url, data)


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        nothing_owed(),
        transaction.atomic(),
    ):
        yield Stage(make_world())
        transaction.set_rollback(True)


@contextmanager
def nothing_owed() -> Iterator[None]:
    """Register no to-dos: every page counts them, which is most of the work of two thousand."""
    sources = registry.todos[:]
    registry.todos.clear()
    yield
    registry.todos.extend(sources)


def signed_in(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def address(row: Row, cast: BoardCast) -> str:
    board = {"board": cast.board.slug} if row.of_board else {}
    return reverse(row.name, kwargs=board | row.args(cast))


def one_of_each(people: dict[str, User]) -> dict[str, User]:
    """Leave out people whose role carries exactly what another's carries.

    Nothing but its permissions tells a role from another, so their answers cannot differ.
    """
    kinds = {}
    for key, person in people.items():
        role = ROLES[role_of(key)]
        agency = key.partition("_")[0] if role.scope is Scope.AGENCY else ""
        kinds.setdefault((role.permissions, agency), (key, person))
    return dict(kinds.values())


def role_of(key: str) -> str:
    """The role of a person of the cast; agencies' people are called after the agency too."""
    return key if key in ROLES else f"agency_{key.partition('_')[2]}"


def expected(row: Row, key: str, cast: BoardCast) -> tuple[int, ...]:
    """Return the statuses that this person of the board may get."""
    if isinstance(row.permission, Public):
        return row.allowed
    role = ROLES[role_of(key)]
    if role.scope is Scope.AGENCY and row.agency is not None:
        own = cast.police if key.startswith("police_") else cast.health
        if row.agency(cast) != own:
            return (GONE,)
    if row.permission not in role.permissions:
        return REFUSED
    if row.board_wide and role.scope is Scope.AGENCY:
        return REFUSED
    return row.allowed


def permitted(row: Row, cast: BoardCast) -> User | None:
    """Somebody of the board who may, None where nobody signed in is needed."""
    if row.permission is Public.ANYBODY:
        return None
    return next(
        person for key, person in cast.people.items() if expected(row, key, cast) == row.allowed
    )


def row_id(row: Row) -> str:
    return f"{row.method} {row.name}"


@pytest.mark.parametrize("row", ALL_ROWS, ids=row_id)
def test_row_as_everybody_of_the_board(stage: Stage, row: Row) -> None:
    wrong = []
    for key, person in one_of_each(stage.north.people).items():
        wanted = expected(row, key, stage.north)

        got = stage.ask(row, person).status_code

        if got not in wanted:
            wrong.append(f"{key}: {got} instead of {wanted}")
    assert not wrong


@pytest.mark.parametrize("row", ALL_ROWS, ids=row_id)
def test_row_as_people_outside_the_board(stage: Stage, row: Row) -> None:
    if isinstance(row.permission, Public):
        pytest.skip("has no board")
    # The strongest roles, those of the agency that sits on both boards, and who would be let in.
    namesake = next(k for k, p in stage.north.people.items() if p == permitted(row, stage.north))
    keys = {"board_manager", "police_lead", namesake}
    outsiders = {key: stage.south.people[key] for key in keys}
    outsiders["system_administrator"] = stage.administrator
    wrong = [
        f"{key}: {got}"
        for key, person in outsiders.items()
        if (got := stage.ask(row, person).status_code) != GONE
    ]
    assert not wrong


@pytest.mark.parametrize("row", ALL_ROWS, ids=row_id)
def test_row_as_nobody(stage: Stage, row: Row) -> None:
    if row.permission is Public.ANYBODY:
        assert stage.ask(row, None).status_code in row.allowed
        return

    page = stage.ask(row, None)
    fragment = stage.ask(row, None, **{"HX-Request": "true"})

    assert page.status_code == 302
    assert page["Location"].startswith(reverse("account_login"))
    assert fragment.status_code == 401
    assert not fragment.content


@pytest.mark.parametrize("row", ALL_ROWS, ids=row_id)
def test_row_with_other_methods(stage: Stage, row: Row) -> None:
    person = permitted(row, stage.north)
    others = {"get", "post", "delete"} - METHODS_BY_NAME[row.name]

    got = {method: stage.ask(row, person, method=method).status_code for method in others}

    # The API asks for its key before it looks at the method.
    assert set(got.values()) == ({401} if row.allowed == (401,) else {405}), got


def test_every_permission_is_asked_for() -> None:
    """By a page, or by what a person sees of a list; else granting it would promise nothing."""
    asked = {row.permission for row in ALL_ROWS} | permissions_of_querysets()
    assert set(Permission) - asked == set(NOT_YET)


def permissions_of_querysets() -> set[Permission]:
    return {
        Permission[node.attr]
        for module in of_layer("models", "queries")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and last_name(node.value) in {"Permission", "P"}
    }
