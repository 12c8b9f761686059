"""Rows of API keys, and of the API itself: without a key it says who it wants (401)."""

from datetime import timedelta
from typing import Any

from boards.authorization import Permission as P
from boards.authorization import Public
from performance.services import api_keys
from tests.permissions import Row
from tests.permissions.performance_returns import awaited
from tests.world import BoardCast, today


def make_key(cast: BoardCast, *, scopes: tuple[str, ...] = ("read", "send")) -> tuple[Any, str]:
    return api_keys.create(
        board=cast.board, agency=cast.police, name="Case system", scopes=scopes,
        expires_on=today() + timedelta(days=90), by=cast.police_lead,
    )  # fmt: skip


def _key(cast: BoardCast) -> dict[str, Any]:
    return {"pk": make_key(cast)[0].pk}


def _of_board(cast: BoardCast) -> dict[str, Any]:
    return {"board": cast.board.slug}


def _return(cast: BoardCast) -> dict[str, Any]:
    return _of_board(cast) | {"pk": awaited(cast).pk}


def _police(cast: BoardCast) -> Any:
    return cast.police


def api(name: str, method: str, args: Any) -> Row:
    return Row(f"api:{name}", method, Public.ANYBODY, args, allowed=(401,), of_board=False)


ROWS = [
    Row("performance:api-key-list", "get", P.API_KEY_EDIT),
    Row("performance:api-key-new", "get", P.API_KEY_EDIT),
    Row("performance:api-key-new", "post", P.API_KEY_EDIT),
    Row("performance:api-key-revoke", "get", P.API_KEY_EDIT, _key, agency=_police),
    Row("performance:api-key-revoke", "post", P.API_KEY_EDIT, _key, agency=_police),
    Row("api:description", "get", Public.ANYBODY, of_board=False),
    api("indicator-list", "get", _of_board),
    api("return-list", "get", _of_board),
    api("return-detail", "get", _return),
    api("figures", "put", _return),
]
