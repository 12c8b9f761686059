"""Tools, their versions, standards, questions and scales."""

from typing import Any

from audits.models import Question, Scale, Standard, ToolVersion
from audits.services import scales as scale_services
from audits.services import tools as services
from boards.authorization import Permission
from tests.permissions import Row
from tests.world import BoardCast

VIEW, EDIT = Permission.TOOL_VIEW, Permission.TOOL_EDIT


def draft(cast: BoardCast) -> ToolVersion:
    return services.new_version(tool=cast.tool, by=cast.board_manager)


def tool(cast: BoardCast) -> dict[str, Any]:
    return {"pk": cast.tool.pk}


def published(cast: BoardCast) -> dict[str, Any]:
    return {"pk": cast.tool_version.pk}


def of_draft(cast: BoardCast) -> dict[str, Any]:
    return {"pk": draft(cast).pk}


def standard(cast: BoardCast) -> dict[str, Any]:
    return {"pk": Standard.objects.filter(tool_version=draft(cast)).order_by("order")[0].pk}


def question(cast: BoardCast) -> dict[str, Any]:
    return {"pk": Question.objects.filter(tool_version=draft(cast)).order_by("order")[0].pk}


def scale(cast: BoardCast) -> dict[str, Any]:
    made = Scale.objects.filter(board=cast.board).first() or scale_services.create(
        board=cast.board, label="Ours", points=[], by=cast.board_manager
    )
    return {"pk": made.pk}


def up(cast: BoardCast) -> dict[str, str]:
    return {"step": "up"}


ROWS = [
    Row("audits:tool-list", "get", VIEW),
    Row("audits:tool-create", "get", EDIT),
    Row("audits:tool-create", "post", EDIT),
    Row("audits:tool-import", "get", EDIT),
    Row("audits:tool-import", "post", EDIT),
    Row("audits:tool-detail", "get", VIEW, tool),
    Row("audits:tool-new-version", "post", EDIT, tool),
    Row("audits:tool-version-detail", "get", VIEW, published),
    Row("audits:tool-version-preview", "get", VIEW, published),
    Row("audits:tool-version-compare", "get", VIEW, published),
    Row("audits:tool-version-download", "get", VIEW, published),
    *[
        Row(f"audits:tool-version-{page}", method, EDIT, of_draft)
        for page in ("settings", "publish", "delete")
        for method in ("get", "post")
    ],
    *[
        Row(name, method, EDIT, args)
        for name, args in (
            ("audits:standard-create", of_draft),
            ("audits:standard-update", standard),
            ("audits:standard-delete", standard),
            ("audits:question-create", standard),
            ("audits:question-update", question),
            ("audits:question-delete", question),
            ("audits:scale-update", scale),
        )
        for method in ("get", "post")
    ],
    Row("audits:standard-move", "get", EDIT, standard),
    Row("audits:standard-move", "post", EDIT, standard, up),
    Row("audits:question-move", "get", EDIT, question),
    Row("audits:question-move", "post", EDIT, question, up),
    Row("audits:scale-list", "get", VIEW),
    Row("audits:scale-create", "get", EDIT),
    Row("audits:scale-create", "post", EDIT),
    Row("audits:scale-delete", "post", EDIT, scale),
]
