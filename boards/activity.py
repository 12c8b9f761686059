"""Named activity contexts: each service runs in one, so that history reads as sentences."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import pghistory
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from boards import owed

if TYPE_CHECKING:
    from boards.models import Board, User

_open_change: ContextVar[str | None] = ContextVar("open_change", default=None)

#: Label of a change → sentence about it; `{by}` and `{on}` are filled in. Apps add theirs.
SENTENCES: dict[str, str | Promise] = {}
#: First word of a label → what such changes are about. Apps add theirs.
KINDS: dict[str, str | Promise] = {}


def register_sentences(sentences: Mapping[str, str | Promise]) -> None:
    """Add the sentences of an app's changes, as in `{"returns.submit": "{by} sent {on}"}`."""
    SENTENCES.update(sentences)


def register_kinds(kinds: Mapping[str, str | Promise]) -> None:
    """Say what an app's changes are about, as in `{"returns": "Returns"}`."""
    KINDS.update(kinds)


@contextmanager
def change(
    label: str,
    *,
    by: "User | None",
    board: "Board | None" = None,
    on: models.Model | None = None,
    **facts: Any,
) -> Iterator[None]:
    """Run one change: atomic, and recorded as `label`, by whom, on what.

    Within another change it only joins the transaction: the outer one names what happened.
    `by` is None for what the portal does by itself. Facts must be free of personal data about
    children.
    """
    if _open_change.get() is not None:
        with transaction.atomic():
            yield
        return
    token = _open_change.set(label)
    try:
        with (
            transaction.atomic(),
            pghistory.context(
                activity=label,
                by=by.pk if by else None,
                by_name=by.name if by else "The portal",
                board=board.pk if board else None,
                on=_address(on),
                on_name=str(on)[:200] if on is not None else "",
                **facts,
            ) as recorded,
        ):
            is_new = on is not None and on.pk is None
            yield
            if is_new:
                _name_what_was_made(recorded, on)
    finally:
        _open_change.reset(token)
        if by is not None:
            owed.forget(by)


def _address(on: models.Model | None) -> str | None:
    """Return the label and primary key by which the activity page finds the record."""
    return f"{on._meta.label}:{on.pk}" if on is not None and on.pk else None


def _name_what_was_made(recorded: Any, on: models.Model | None) -> None:
    """Say what a change made, once it has a primary key: its row was written before that."""
    from pghistory.models import Context

    rows = Context.objects.filter(pk=recorded.id)
    rows.update(metadata={**recorded.metadata, "on": _address(on)})


def sentence(metadata: dict[str, Any]) -> str:
    """Return one plain sentence about a recorded change."""
    label = metadata.get("activity", "")
    template = str(SENTENCES.get(label) or _("{by} changed {on}"))
    return template.format(by=metadata.get("by_name", ""), on=metadata.get("on_name", ""))
