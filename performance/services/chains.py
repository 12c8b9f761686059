"""Chains: which indicators have to hang together, declared by the board's analyst."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, User
from boards.states import require_version
from performance import library
from performance.models import Chain, ChainStep, Indicator
from performance.services import indicators as indicator_services


@dataclass(frozen=True)
class StepFields:
    """An indicator of a chain, and what it is in it."""

    indicator: Indicator
    role: str = ChainStep.Role.STEP
    reason: str = ""


def declare(
    *,
    board: Board,
    title: str,
    kind: str,
    steps: Sequence[StepFields],
    by: User | None,
    library_key: str = "",
) -> Chain:
    """Say that figures hang together. Raises `DomainError` for a chain that cannot be checked."""
    chain = Chain(board=board, title=title.strip(), kind=kind, library_key=library_key)
    with change("chains.declare", by=by, board=board, on=chain):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        _check(chain, steps)
        last: int | None = board.chains.aggregate(last=Max("order"))["last"]
        chain.order = 0 if last is None else last + 1
        chain.save(force_insert=True)
        _write(chain, steps)
    return chain


def edit(
    *, chain: Chain, title: str, steps: Sequence[StepFields], version: int | None, by: User
) -> Chain:
    """Change what hangs together. Raises `StaleRecord`, `DomainError`."""
    with change("chains.edit", by=by, board=chain.board, on=chain):
        Board.objects.select_for_update(no_key=True).get(pk=chain.board_id)
        locked: Chain = Chain.objects.select_for_update(of=("self",)).get(pk=chain.pk)
        require_version(locked, version)
        locked.title = title.strip()
        _check(locked, steps)
        locked.version += 1
        locked.save()
        _write(locked, steps)
    return locked


def remove(*, chain: Chain, version: int | None, by: User) -> None:
    """Check these figures no longer; the figures stay. Removed already, nothing is changed."""
    with change("chains.remove", by=by, board=chain.board, on=chain):
        locked = Chain.objects.select_for_update(of=("self",)).filter(pk=chain.pk).first()
        if locked is None:
            return
        require_version(locked, version)
        locked.delete()


def adopt(*, board: Board, key: str, by: User | None, on: date) -> Chain:
    """Take a chain from the library, with those of its indicators that the board lacks.

    Taken before, it is returned as it is. Raises `DomainError` for a key the library has not.
    """
    item = next((each for each in library.chains() if each.key == key), None)
    if item is None:
        raise DomainError(_("The library has no such chain."))
    with change("chains.adopt", by=by, board=board, on=board):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        had: Chain | None = Chain.objects.filter(board=board, library_key=key).first()
        if had is not None:
            return had
        indicator_services.adopt(board=board, keys=item.keys, by=by, on=on)
        rows = Indicator.objects.filter(board=board, library_key__in=item.keys)
        by_key = {row.library_key: row for row in rows}
        steps = [StepFields(by_key[s.indicator], s.role, s.because) for s in item.steps]
        title = _free_title(board, item.title)
        return declare(
            board=board, title=title, kind=item.kind, steps=steps, by=by, library_key=key
        )


def _free_title(board: Board, title: str) -> str:
    taken = {each.lower() for each in board.chains.values_list("title", flat=True)}
    free = title
    number = 2
    while free.lower() in taken:
        free = f"{title} ({number})"
        number += 1
    return free


def _check(chain: Chain, steps: Sequence[StepFields]) -> None:
    others = Chain.objects.filter(board=chain.board_id, title__iexact=chain.title)
    if others.exclude(pk=chain.pk).exists():
        raise DomainError(_("There is a chain of this name already."))
    for indicator, times in Counter(step.indicator for step in steps).items():
        if indicator.board_id != chain.board_id:
            raise DomainError(_("Select indicators of this board."))
        if times > 1:
            raise DomainError(_("%(name)s stands here twice.") % {"name": indicator})
        if not can_be_chained(indicator):
            raise DomainError(
                _("%(name)s is not a count of a period or a day, so it cannot be added up.")
                % {"name": indicator}
            )
    _check_roles(chain, Counter(str(step.role) for step in steps))


def _check_roles(chain: Chain, roles: Counter[str]) -> None:
    if chain.kind == Chain.Kind.FUNNEL:
        if set(roles) != {"step"} or roles["step"] < 2:
            raise DomainError(_("A funnel needs at least two steps."))
        return
    if roles["step"] or roles["closing"] != 1 or roles["opening"] > 1:
        raise DomainError(_("A roll-forward has one closing figure and at most one opening."))
    if not roles["start"] + roles["end"]:
        raise DomainError(_("Select what starts or what ends."))


def can_be_chained(indicator: Indicator) -> bool:
    """Whether figures of the indicator are numbers of cases that can be added up."""
    return indicator.unit in {"", "count"} and indicator.kind in {"", "flow", "snapshot"}


def _write(chain: Chain, steps: Sequence[StepFields]) -> None:
    chain.steps.all().delete()
    ChainStep.objects.bulk_create(
        ChainStep(
            chain=chain, indicator=step.indicator, role=step.role, order=order,
            reason=step.reason.strip() if step.role == ChainStep.Role.STEP else "",
        )
        for order, step in enumerate(steps)
    )  # fmt: skip
