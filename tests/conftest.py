"""Fixtures of all tests. Databases and servers are in tests/plugins."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.world import BoardCast, World, make_world

pytest_plugins = ["tests.plugins.clamd", "tests.plugins.database", "tests.plugins.server"]

# How fast a machine is says nothing about the code: a busy one must not fail a test.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


@pytest.fixture
def world(db: None) -> World:
    """The cast of tests/world.py: two boards, one agency on both with different people."""
    return make_world()


@pytest.fixture
def north(world: World) -> BoardCast:
    """The board that tests look at."""
    return world.north


@pytest.fixture
def south(world: World) -> BoardCast:
    """The other board, with people of the same roles."""
    return world.south


@pytest.fixture
def assert_constant_queries() -> Callable[[Callable[[], Any], Callable[[], Any]], int]:
    """Check that `ask()` makes as many queries after `grow()` as before; returns how many.

    Let `ask` be the request or the read, with one row there; `grow` adds ten more.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def check(ask: Callable[[], Any], grow: Callable[[], Any]) -> int:
        ask()  # what is cached for good is read now
        with CaptureQueriesContext(connection) as before:
            ask()
        grow()
        ask()  # what the change made forgotten is read again
        with CaptureQueriesContext(connection) as after:
            ask()
        added = [q["sql"] for q in after.captured_queries[len(before) :]]
        assert len(after) == len(before), added
        return len(after)

    return check
