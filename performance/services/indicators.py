"""What a board measures: defined, taken from the library, changed, retired."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Agency, Board, BoardPartner, User
from boards.rules.partners import free_key
from boards.states import require_version
from performance import library
from performance.library import LibraryIndicator
from performance.models import Indicator
from performance.rules.periods import PeriodKind, containing


class UnsuitableOwner(DomainError):
    """The agency is not on the board."""


class UnsuitablePopulation(DomainError):
    """No rate can be of this."""


class WrongDates(DomainError):
    """It would end before it starts."""


@dataclass(frozen=True)
class IndicatorFields:
    """What can be said of an indicator; its key is made from its name and never changes."""

    label: str
    theme: str
    definition: str
    unit: str
    kind: str
    polarity: str
    frequency: str
    numerator_label: str = ""
    denominator_label: str = ""
    denominator_indicator: Indicator | None = None
    adds_up: str = ""
    owner_agency: Agency | None = None
    source: str = ""
    statutory_return: str = ""
    decimals: int | None = None
    dimensions: tuple[str, ...] = ()
    change_limit_percent: int | None = None
    starts_on: date | None = None


def define(*, board: Board, fields: IndicatorFields, by: User | None) -> Indicator:
    """Define an indicator of the board's own.

    Raises `UnsuitableOwner` when the agency is not on the board, `UnsuitablePopulation`.
    """
    indicator = Indicator(board=board)
    _set(indicator, fields)
    with change("indicators.define", by=by, board=board, on=indicator):
        taken, order = _lock_keys(board)
        indicator.key = free_key(indicator.label, taken, otherwise="indicator")
        indicator.order = order
        indicator.save(force_insert=True)
    return indicator


def edit(
    *, indicator: Indicator, fields: IndicatorFields, version: int | None, by: User
) -> Indicator:
    """Change what an indicator means. Raises `StaleRecord`, `UnsuitableOwner`, `WrongDates`."""
    with change("indicators.edit", by=by, board=indicator.board, on=indicator):
        locked = _locked(indicator, version)
        _set(locked, fields)
        if locked.starts_on and locked.ends_on and locked.ends_on < locked.starts_on:
            raise WrongDates(_("The first day is after the day on which the indicator ended."))
        locked.version += 1
        locked.save()
    return locked


def retire(
    *, indicator: Indicator, ends_on: date | None, reason: str, version: int | None, by: User
) -> Indicator:
    """Stop measuring an indicator after a day; its figures stay. No day takes it up again."""
    with change("indicators.retire", by=by, board=indicator.board, on=indicator):
        locked = _locked(indicator, version)
        if ends_on and locked.starts_on and ends_on < locked.starts_on:
            raise WrongDates(_("The last day must not be before the first."))
        locked.ends_on, locked.retired_reason = ends_on, reason.strip() if ends_on else ""
        locked.version += 1
        locked.save(update_fields=["ends_on", "retired_reason", "version"])
    return locked


def adopt(*, board: Board, keys: Iterable[str], by: User | None, on: date) -> list[Indicator]:
    """Take indicators from the library, measured from the financial year of the day.

    What the board took before is left as it is. The owner is filled in where only one partner of
    the board is of the usual sector: more than one, and a person has to say which.
    """
    wanted = set(keys)
    chosen = [row for row in library.shipped() if row.key in wanted]
    year = containing(on, PeriodKind.FINANCIAL_YEAR)
    with change("indicators.adopt", by=by, board=board, on=board):
        taken, order = _lock_keys(board)
        had = set(Indicator.objects.filter(board=board).values_list("library_key", flat=True))
        owners = _only_partners(board, on)
        made: list[Indicator] = []
        for row in chosen:
            if row.key in had:
                continue
            indicator = _from_library(board, row)
            indicator.key = free_key(row.key, taken, otherwise="indicator")
            taken.add(indicator.key)
            indicator.order, indicator.starts_on = order + len(made), year.start
            indicator.owner_agency = owners.get(row.sector)
            indicator.save(force_insert=True)
            made.append(indicator)
        _name_populations(board, made)
    return made


def _from_library(board: Board, row: LibraryIndicator) -> Indicator:
    return Indicator(
        board=board,
        library_key=row.key,
        label=row.label,
        theme=row.theme,
        definition=row.definition,
        unit=row.unit,
        kind=row.kind,
        polarity=row.polarity,
        frequency=row.frequency,
        numerator_label=row.numerator,
        denominator_label=row.denominator,
        statutory_return=row.statutory_return,
        dimensions=list(row.dimensions),
    )


def _only_partners(board: Board, on: date) -> dict[str, Agency]:
    """Return sector → agency where the board has just one of it."""
    of_sector: dict[str, list[Agency]] = {}
    for partner in BoardPartner.objects.current(on).filter(board=board).select_related("agency"):
        of_sector.setdefault(partner.sector_id, []).append(partner.agency)
    return {sector: found[0] for sector, found in of_sector.items() if len(found) == 1}


def _set(indicator: Indicator, fields: IndicatorFields) -> None:
    owner = fields.owner_agency
    partners = BoardPartner.objects.filter(board=indicator.board_id, agency=owner)
    if owner is not None and owner.pk != indicator.owner_agency_id and not partners.exists():
        raise UnsuitableOwner(_("This agency is not on the board."))
    _check_population(indicator, fields)
    values = {each.name: getattr(fields, each.name) for each in dataclass_fields(fields)}
    for name, value in (values | {"dimensions": list(fields.dimensions)}).items():
        setattr(indicator, name, value)


def _check_population(indicator: Indicator, fields: IndicatorFields) -> None:
    population = fields.denominator_indicator
    if population is None:
        return
    if fields.unit not in {Indicator.Unit.PERCENT, Indicator.Unit.RATE_PER_10000}:
        raise UnsuitablePopulation(
            _("Only a rate or a percentage is of a population. Leave the population empty.")
        )
    ours = population.board_id == indicator.board_id and population.pk != indicator.pk
    if not ours or population.unit != Indicator.Unit.COUNT:
        raise UnsuitablePopulation(_("A rate is of another indicator of the board: a number."))


def _name_populations(board: Board, made: Iterable[Indicator]) -> None:
    """Let rates from the library be of the population of that name, once the board has it."""
    new = {each.pk: each for each in made}
    rows = Indicator.objects.filter(board=board).exclude(library_key="")
    counts = {each.label: each for each in rows.filter(unit=Indicator.Unit.COUNT)}
    for each in rows.filter(unit=Indicator.Unit.RATE_PER_10000, denominator_indicator=None):
        if each.denominator_label in counts:
            mine = new.get(each.pk, each)
            mine.denominator_indicator = counts[each.denominator_label]
            mine.version += each.pk not in new
            mine.save(update_fields=["denominator_indicator", "version"])


def _lock_keys(board: Board) -> tuple[set[str], int]:
    """Return the keys that are taken and the next place, while nobody else adds one."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    rows = Indicator.objects.filter(board=board)
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    return set(rows.values_list("key", flat=True)), 0 if last is None else last + 1


def _locked(indicator: Indicator, version: int | None) -> Indicator:
    locked: Indicator = Indicator.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=indicator.pk
    )
    require_version(locked, version)
    return locked
