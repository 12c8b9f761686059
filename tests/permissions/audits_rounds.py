"""Rounds: drafted, sent to agencies, opened and closed by the board's office."""

from datetime import timedelta
from typing import Any

from audits.models import Return, Round
from boards.authorization import Permission
from tests.permissions import Row
from tests.world import BoardCast, today

VIEW, EDIT, READ = Permission.ROUND_VIEW, Permission.ROUND_EDIT, Permission.RETURN_VIEW


def round_(cast: BoardCast) -> dict[str, Any]:
    return {"pk": cast.round.pk}


def draft(cast: BoardCast) -> dict[str, Any]:
    made = Round.objects.create(
        board=cast.board, year=cast.year, key="drafted", title="Drafted", kind="section-11",
        tool_version=cast.tool_version, opens_on=today(), closes_on=today() + timedelta(days=9),
    )  # fmt: skip
    Return.objects.create(round=made, agency=cast.police)
    return {"pk": made.pk}


def closed(cast: BoardCast) -> dict[str, Any]:
    Round.objects.filter(pk=cast.round.pk).update(status="closed", closed_at=cast.round.opened_at)
    return {"pk": cast.round.pk}


def record(cast: BoardCast) -> dict[str, Any]:
    return {"pk": cast.round.pk, "record": cast.police_return.pk}


def table(cast: BoardCast) -> dict[str, Any]:
    return {"pk": cast.round.pk, "table": "standards"}


ROWS = [
    Row("audits:round-list", "get", VIEW),
    Row("audits:round-detail", "get", VIEW, round_),
    Row("audits:round-answers", "get", READ, round_, board_wide=True),
    Row("audits:round-compliance", "get", READ, round_, board_wide=True),
    Row("audits:round-compliance-file", "get", READ, table, board_wide=True),
    Row("audits:round-rate", "get", VIEW, round_),
    Row("audits:round-delete", "get", EDIT, draft),
    Row("audits:round-delete", "post", EDIT, draft),
    Row("audits:round-chasing", "get", EDIT, round_),
    Row("audits:round-chasing-resume", "post", EDIT, round_),
    Row("audits:round-remind", "post", EDIT, round_),
    *[
        Row(name, method, EDIT, args)
        for name, args in [
            ("audits:round-create", lambda cast: {}),
            ("audits:round-edit", draft),
            ("audits:round-open", draft),
            ("audits:round-close", round_),
            ("audits:round-chasing-settings", round_),
            ("audits:round-chasing-pause", round_),
            ("audits:round-reopen", closed),
            ("audits:round-agencies", draft),
            ("audits:round-agencies-sectors", draft),
            ("audits:round-agencies-list", draft),
            ("audits:round-respondents", record),
            ("audits:round-return-remove", record),
            ("audits:round-return-extend", record),
        ]
        for method in ("get", "post")
    ],
]
