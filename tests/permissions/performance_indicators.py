"""Indicators and scorecards: read by the board, defined by its manager and data analyst."""

from typing import Any

from boards.authorization import Permission
from performance.models import BreakdownTable, Chain, Indicator, Scorecard
from tests.permissions import Row
from tests.world import BoardCast

VIEW, EDIT = Permission.INDICATOR_VIEW, Permission.INDICATOR_EDIT


def indicator(cast: BoardCast) -> dict[str, Any]:
    mark = cast.board.name.rpartition(" ")[2]
    made, _ = Indicator.objects.get_or_create(
        board=cast.board, key="cp-plans",
        defaults={"label": f"Children with a plan {mark}", "unit": "count", "kind": "snapshot"},
    )  # fmt: skip
    return {"pk": made.pk}


def scorecard(cast: BoardCast) -> dict[str, Any]:
    mark = cast.board.name.rpartition(" ")[2]
    made, _ = Scorecard.objects.get_or_create(board=cast.board, title=f"Scorecard {mark}")
    made.lines.get_or_create(indicator_id=indicator(cast)["pk"])
    return {"pk": made.pk}


def chain(cast: BoardCast) -> dict[str, Any]:
    mark = cast.board.name.rpartition(" ")[2]
    made, _ = Chain.objects.get_or_create(
        board=cast.board, title=f"Chain {mark}", defaults={"kind": "roll_forward"}
    )
    made.steps.get_or_create(indicator_id=indicator(cast)["pk"], defaults={"role": "closing"})
    return {"pk": made.pk}


def breakdown_table(cast: BoardCast) -> dict[str, Any]:
    mark = cast.board.name.rpartition(" ")[2]
    made, _ = BreakdownTable.objects.get_or_create(
        board=cast.board, title=f"Table {mark}",
        defaults={"rows_by": "indicator", "period_kind": "month"},
    )  # fmt: skip
    made.lines.get_or_create(indicator_id=indicator(cast)["pk"])
    return {"pk": made.pk}


ROWS = [
    Row("performance:indicator-list", "get", VIEW),
    Row("performance:indicator-detail", "get", VIEW, indicator),
    Row("performance:indicator-revisions", "get", VIEW, indicator),
    Row("performance:scorecard-home", "get", VIEW),
    Row("performance:target-list", "get", VIEW),
    Row("performance:breakdown-list", "get", VIEW),
    Row("performance:breakdown-detail", "get", VIEW, breakdown_table),
    Row("performance:scorecard-detail", "get", VIEW, scorecard),
    Row("performance:chain-list", "get", VIEW),
    Row("performance:derived-list", "get", VIEW),
    Row("performance:derived-adopt", "post", EDIT, lambda cast: {}),
    Row("performance:derived-calculate", "post", EDIT, lambda cast: {}),
    Row("performance:chain-detail", "get", VIEW, chain),
    Row("performance:chain-adopt", "post", EDIT, lambda cast: {}),
    *[
        Row(name, method, permission, args)
        for name, permission, args in [
            ("performance:indicator-new", EDIT, lambda cast: {}),
            ("performance:indicator-library", EDIT, lambda cast: {}),
            ("performance:indicator-edit", EDIT, indicator),
            ("performance:indicator-retire", EDIT, indicator),
            ("performance:indicator-comment", EDIT, indicator),
            ("performance:indicator-event", EDIT, indicator),
            ("performance:indicator-target", EDIT, indicator),
            ("performance:indicator-action", Permission.ACTION_RAISE, indicator),
            ("performance:chain-new-funnel", EDIT, lambda cast: {}),
            ("performance:chain-new-roll-forward", EDIT, lambda cast: {}),
            ("performance:chain-edit", EDIT, chain),
            ("performance:derived-recorded", EDIT, lambda cast: {}),
            ("performance:chain-remove", EDIT, chain),
            ("performance:scorecard-new", EDIT, lambda cast: {}),
            ("performance:scorecard-edit", EDIT, scorecard),
            ("performance:breakdown-new", EDIT, lambda cast: {}),
            ("performance:breakdown-starters", EDIT, lambda cast: {}),
            ("performance:breakdown-edit", EDIT, breakdown_table),
            ("performance:breakdown-remove", EDIT, breakdown_table),
        ]
        for method in ("get", "post")
    ],
]
