"""The action tracker's URLs."""

from datetime import timedelta

from boards.authorization import Permission as P
from boards.models import Evidence
from boards.services import actions
from tests.permissions import Row
from tests.world import BoardCast, today


def open_action(cast: BoardCast):
    return actions.raise_action(
        board=cast.board, by=cast.board_manager, title="Train all new staff", agency=cast.police,
        due_on=today() + timedelta(days=30),
    )  # fmt: skip


def complete_action(cast: BoardCast):
    evidence = Evidence.objects.create(
        agency=cast.police, title="Register", kind="link", link="https://example.org/",
        uploaded_by=cast.police_lead,
    )  # fmt: skip
    return actions.complete(
        action=open_action(cast), by=cast.police_lead, completion_evidence="Register",
        evidence=[evidence],
    )  # fmt: skip


def of_open(cast):
    return {"pk": open_action(cast).pk}


def of_complete(cast):
    return {"pk": complete_action(cast).pk}


def of_evidence(cast):
    action = complete_action(cast)
    return {"pk": action.pk, "evidence": action.evidence_links.get().evidence_id}


def police(cast):
    return cast.police


def both(name, permission, args):
    return [
        Row(f"boards:action-{name}", method, permission, args=args, agency=police)
        for method in ("get", "post")
    ]


ROWS = [
    Row("boards:action-list", "get", P.ACTION_VIEW),
    Row("boards:action-new", "get", P.ACTION_RAISE),
    Row("boards:action-new", "post", P.ACTION_RAISE),
    Row("boards:action-detail", "get", P.ACTION_VIEW, args=of_open, agency=police),
    *both("edit", P.ACTION_RAISE, of_open),
    *both("progress", P.ACTION_PROGRESS, of_open),
    *both("extend", P.ACTION_RAISE, of_open),
    *both("reassign", P.ACTION_RAISE, of_open),
    *both("complete", P.ACTION_PROGRESS, of_open),
    *both("reopen", P.ACTION_CLOSE, of_complete),
    *both("close", P.ACTION_CLOSE, of_complete),
    *both("withdraw", P.ACTION_CLOSE, of_open),
    # The evidence is a link, so a permitted person finds no file there.
    Row(
        "boards:action-evidence", "get", P.ACTION_VIEW, args=of_evidence, agency=police,
        allowed=(404,),
    ),
]  # fmt: skip
