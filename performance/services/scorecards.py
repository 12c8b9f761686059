"""Scorecards: which indicators the board or a group looks at together."""

from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, Group, User
from boards.states import require_version
from performance.models import Indicator, Scorecard, ScorecardIndicator


class TitleTaken(DomainError):
    """The board has a scorecard of this name."""


def make(
    *,
    board: Board,
    title: str,
    group: Group | None,
    indicators: Sequence[Indicator],
    by: User | None,
) -> Scorecard:
    """Make a scorecard of these indicators, in this order. Raises `TitleTaken`."""
    scorecard = Scorecard(board=board, title=title.strip(), group=group)
    with change("scorecards.make", by=by, board=board, on=scorecard):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        rows = Scorecard.objects.filter(board=board)
        _check_title(rows, title)
        last: int | None = rows.aggregate(last=Max("order"))["last"]
        scorecard.order = 0 if last is None else last + 1
        scorecard.save(force_insert=True)
        _choose(scorecard, indicators)
    return scorecard


def edit(
    *,
    scorecard: Scorecard,
    title: str,
    group: Group | None,
    indicators: Sequence[Indicator],
    version: int | None,
    by: User,
) -> Scorecard:
    """Change name, group and indicators. Raises `StaleRecord`, `TitleTaken`."""
    with change("scorecards.edit", by=by, board=scorecard.board, on=scorecard):
        locked: Scorecard = Scorecard.objects.select_for_update(no_key=True).get(pk=scorecard.pk)
        require_version(locked, version)
        _check_title(Scorecard.objects.filter(board=locked.board_id).exclude(pk=locked.pk), title)
        locked.title, locked.group = title.strip(), group
        locked.version += 1
        locked.save()
        _choose(locked, indicators)
    return locked


def _check_title(others: object, title: str) -> None:
    if others.filter(title__iexact=title.strip()).exists():  # type: ignore[attr-defined]
        raise TitleTaken(_("There is a scorecard of this name already."))


def _choose(scorecard: Scorecard, indicators: Sequence[Indicator]) -> None:
    """Put exactly these indicators on the scorecard; what stays is not touched."""
    kept = {line.indicator_id: line for line in scorecard.lines.all()}
    wanted = list(dict.fromkeys(each.pk for each in indicators))
    for pk in set(kept) - set(wanted):
        kept[pk].delete()
    for order, pk in enumerate(wanted):
        if pk not in kept:
            ScorecardIndicator.objects.create(scorecard=scorecard, indicator_id=pk, order=order)
        elif kept[pk].order != order:
            ScorecardIndicator.objects.filter(pk=kept[pk].pk).update(order=order)
