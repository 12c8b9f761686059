"""Comparators: read by the board, chosen and taken over by its manager and data analyst."""

from datetime import date
from typing import Any

from boards.authorization import Permission
from performance.models import NeighbourSet, PublishedTable, TableDraft, TableMatch
from tests.permissions import Row
from tests.permissions.performance_indicators import indicator
from tests.world import BoardCast

VIEW, EDIT = Permission.INDICATOR_VIEW, Permission.INDICATOR_EDIT


def neighbours(cast: BoardCast) -> dict[str, Any]:
    made, _ = NeighbourSet.objects.get_or_create(
        board=cast.board, starts_on=date(2024, 4, 1), defaults={"authorities": ["E10000031"]}
    )
    return {"pk": made.pk}


def table(cast: BoardCast) -> dict[str, Any]:
    mark = cast.board.name.rpartition(" ")[2]
    made, _ = PublishedTable.objects.get_or_create(
        board=cast.board, title=f"Children in need {mark}"
    )
    TableDraft.objects.get_or_create(
        table=made,
        defaults={
            "file_name": "cin.csv", "sha256": "0" * 64, "edition": f"2025 {mark}",
            "columns": ["category", "number"], "by": cast.data_analyst, "rows_read": 1,
            "rows": [[2, "england", "202425", "Financial year", "Total", "120"]],
        },
    )  # fmt: skip
    TableMatch.objects.get_or_create(
        table=made, indicator_id=indicator(cast)["pk"],
        defaults={"value_column": "number", "filters": {"category": "Total"}},
    )  # fmt: skip
    return {"pk": made.pk}


def match(cast: BoardCast) -> dict[str, Any]:
    found = table(cast)
    return found | {"match": TableMatch.objects.get(table=found["pk"]).pk}


ROWS = [
    Row("performance:comparator-home", "get", VIEW),
    Row("performance:context", "get", VIEW),
    Row("performance:table-match-remove", "post", EDIT, match),
    *[
        Row(name, method, EDIT, args)
        for name, args in [
            ("performance:context-figure-new", lambda cast: {}),
            ("performance:comparator-area", lambda cast: {}),
            ("performance:neighbour-set-new", lambda cast: {}),
            ("performance:neighbour-set-edit", neighbours),
            ("performance:table-upload", lambda cast: {}),
            ("performance:table-match", table),
            ("performance:table-check", table),
        ]
        for method in ("get", "post")
    ],
]
