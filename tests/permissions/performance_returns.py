"""Rows of data returns and of what agencies owe."""

from typing import Any

from boards.authorization import Permission as P
from performance.models import DataRequirement, DataReturn, Indicator
from performance.rules.entries import Entry
from performance.rules.periods import PeriodKind, containing, preceding
from performance.services import data_requirements, data_returns, submissions
from performance.services.data_requirements import RequirementFields
from tests.permissions import Row
from tests.world import BoardCast, today


def indicator(cast: BoardCast, key: str = "contacts", **values: Any) -> Indicator:
    given = {"label": "Contacts", "unit": "count", "kind": "flow", "polarity": "neither"}
    row, _made = Indicator.objects.get_or_create(board=cast.board, key=key, defaults=given | values)
    return row


def requirement(
    cast: BoardCast, *indicators: Indicator, title: str = "Front door"
) -> DataRequirement:
    """What the police owe: a month's figures, from the month before last on."""
    month = preceding(preceding(containing(today(), PeriodKind.MONTH)))
    return data_requirements.create(
        board=cast.board, by=cast.board_manager,
        fields=RequirementFields(
            title=title, agency=cast.police, frequency="month", starts_on=month.start,
            indicators=indicators or [indicator(cast)],
        ),
    )  # fmt: skip


def awaited(cast: BoardCast, *indicators: Indicator, title: str = "Front door") -> DataReturn:
    """Last month's return of the police."""
    asked = requirement(cast, *indicators, title=title)
    data_returns.ask_for_due()
    row: DataReturn = asked.data_returns.latest("period_end")
    return row


def received(cast: BoardCast) -> DataReturn:
    row = awaited(cast)
    submissions.submit(
        data_return=row, entries=[Entry(indicator="contacts", value="120")], by=cast.police_lead,
        via="typed",
    )  # fmt: skip
    row.refresh_from_db()
    return row


def drafted(cast: BoardCast) -> DataReturn:
    row = awaited(cast)
    submissions.keep(
        data_return=row, via="file", entries=[Entry(indicator="contacts", value="1")],
        by=cast.police_lead, file_name="figures.xlsx",
    )  # fmt: skip
    return row


def _awaited(cast: BoardCast) -> dict[str, Any]:
    return {"pk": awaited(cast).pk}


def _received(cast: BoardCast) -> dict[str, Any]:
    return {"pk": received(cast).pk}


def _drafted(cast: BoardCast) -> dict[str, Any]:
    return {"pk": drafted(cast).pk}


def _requirement(cast: BoardCast) -> dict[str, Any]:
    return {"pk": requirement(cast).pk}


def _police(cast: BoardCast) -> Any:
    return cast.police


def both(name: str, permission: P, args: Any) -> list[Row]:
    return [
        Row(f"performance:{name}", method, permission, args, agency=_police)
        for method in ("get", "post")
    ]


ROWS = [
    Row("performance:data-return-list", "get", P.DATA_RETURN_VIEW),
    Row("performance:data-return-detail", "get", P.DATA_RETURN_VIEW, _received, agency=_police),
    Row("performance:data-return-template", "get", P.DATA_RETURN_SEND, _awaited, agency=_police),
    *both("data-return-type", P.DATA_RETURN_SEND, _awaited),
    *both("data-return-upload", P.DATA_RETURN_SEND, _awaited),
    *both("data-return-check", P.DATA_RETURN_SEND, _drafted),
    *both("data-return-extend", P.DATA_RETURN_REVIEW, _awaited),
    *both("data-return-send-back", P.DATA_RETURN_REVIEW, _received),
    *both("data-return-accept", P.DATA_RETURN_REVIEW, _received),
    Row("performance:completeness", "get", P.DATA_RETURN_VIEW, board_wide=True),
    Row("performance:completeness-indicators", "get", P.DATA_RETURN_VIEW, board_wide=True),
    Row("performance:data-requirement-list", "get", P.INDICATOR_EDIT),
    Row("performance:data-requirement-new", "get", P.INDICATOR_EDIT),
    Row("performance:data-requirement-new", "post", P.INDICATOR_EDIT),
    *both("data-requirement-edit", P.INDICATOR_EDIT, _requirement),
]
