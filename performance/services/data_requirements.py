"""Who owes which figures, how often and how soon: set by the board's analyst."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Agency, Board, User
from boards.states import require_version
from performance.models import DataRequirement, Derivation, Indicator, RequiredIndicator


@dataclass(frozen=True)
class RequirementFields:
    """What a person says about a requirement. Figures are due `due_days` after a period's end."""

    title: str
    agency: Agency
    frequency: str
    starts_on: date
    indicators: Sequence[Indicator]
    due_days: int = 21
    ends_on: date | None = None
    note: str = ""


def create(*, board: Board, fields: RequirementFields, by: User) -> DataRequirement:
    """Ask an agency for figures; its returns come up as each period ends."""
    row = DataRequirement(board=board, agency=fields.agency)
    with change("data_requirements.create", by=by, board=board, on=fields.agency):
        _check(board, fields)
        _write(row, fields)
        row.save()
        _ask(row, fields.indicators)
        return row


def edit(
    *, requirement: DataRequirement, fields: RequirementFields, version: int, by: User
) -> DataRequirement:
    """Change what is asked for from now on; what was sent stays as it is."""
    with change("data_requirements.edit", by=by, board=requirement.board, on=requirement):
        locked = DataRequirement.objects.select_for_update().get(pk=requirement.pk)
        require_version(locked, version)
        if fields.agency != locked.agency:
            raise DomainError(_("What one agency owes cannot become another's. End it, ask anew."))
        _check(locked.board, fields, of=locked)
        _write(locked, fields)
        locked.version += 1
        locked.save()
        _ask(locked, fields.indicators)
        return locked


def _write(row: DataRequirement, fields: RequirementFields) -> None:
    row.title, row.note = fields.title.strip(), fields.note.strip()
    row.frequency, row.due_days = fields.frequency, fields.due_days
    row.starts_on, row.ends_on = fields.starts_on, fields.ends_on


def _check(board: Board, fields: RequirementFields, of: DataRequirement | None = None) -> None:
    if not fields.indicators:
        raise DomainError(_("Select at least one indicator."))
    if any(indicator.board_id != board.pk for indicator in fields.indicators):
        raise DomainError(_("Select indicators of this board."))
    if Derivation.objects.filter(indicator__in=fields.indicators).exists():
        raise DomainError(_("The portal calculates some of these: no agency is asked for them."))
    if fields.ends_on and fields.ends_on < fields.starts_on:
        raise DomainError(_("The last day cannot be before the first."))
    if of is None and not board.partners.filter(agency=fields.agency).exists():
        raise DomainError(_("Select an agency of this board."))
    same = DataRequirement.objects.filter(
        board=board, agency=fields.agency, title=fields.title.strip()
    )
    if (same.exclude(pk=of.pk) if of else same).exists():
        raise DomainError(_("This agency owes something of that title already."))
    if of is not None and fields.frequency != of.frequency and of.data_returns.exists():
        raise DomainError(
            _("Returns have been asked for at this pace. End this one and ask anew at another.")
        )


def _ask(row: DataRequirement, indicators: Sequence[Indicator]) -> None:
    wanted = {indicator.pk: order for order, indicator in enumerate(indicators)}
    row.required.exclude(indicator__in=wanted).delete()
    RequiredIndicator.objects.bulk_create(
        [
            RequiredIndicator(requirement=row, indicator_id=pk, order=order)
            for pk, order in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["requirement", "indicator"],
        update_fields=["order"],
    )
