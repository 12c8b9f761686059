"""The permission table: a row for every URL and method. A URL without a row fails the tests.

Each app's nouns have their module of `ROWS`; `tests/integration/test_permissions.py` walks them as
every role of the board, as the namesake of the other board and as nobody.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from boards.authorization import Permission, Public
from tests.world import BoardCast


@dataclass(frozen=True)
class Row:
    """One URL with one method: what it needs, and what the permitted person gets."""

    name: str
    method: str
    permission: Permission | Public
    #: URL arguments beside the board's slug, made from the cast (may create records).
    args: Callable[[BoardCast], dict[str, Any]] = lambda cast: {}
    data: Callable[[BoardCast], dict[str, Any]] = lambda cast: {}
    #: Statuses a permitted person may get; a POST without its data shows its form again.
    allowed: tuple[int, ...] = (200, 302, 422)
    #: True when only board-wide roles may, although agencies' roles carry the permission.
    board_wide: bool = False
    #: The agency the record belongs to: people of other agencies get 404 (not in their scope).
    agency: Callable[[BoardCast], Any] | None = None
    #: False for pages outside any board.
    of_board: bool = True


def all_rows() -> list[Row]:
    rows: list[Row] = []
    for module in pkgutil.iter_modules(__path__):
        rows.extend(importlib.import_module(f"{__name__}.{module.name}").ROWS)
    return rows
