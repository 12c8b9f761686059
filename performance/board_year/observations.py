"""Section `observations`: the figures that a year's report states.

A figure that was stored is never changed. A corrected file adds figures that supersede the old
ones; what a file does not have any more is withdrawn, and stays on record.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from boards.board_year.periods import from_dates
from boards.board_year.sections.indicators import Observation as WrittenObservation
from boards.board_year.store import BoardYearSection, ExportRun, ImportRun
from performance.models import Indicator, Observation, period_fields
from performance.queries.published import observations_of
from performance.rules.figures import missing_code, printed

Cell = tuple[object, ...]


@dataclass
class Change:
    """What becomes of one cell: figures that stay, that are put in, that are no longer stated."""

    kept: list[tuple[Observation, int, WrittenObservation]]
    put_in: list[tuple[int, WrittenObservation]]
    withdrawn: list[Observation]


def store(run: ImportRun) -> None:
    """Put in what is new, supersede what differs, withdraw what the file no longer states."""
    if "observations" not in run.file.present:
        return
    indicators = {each.key: each for each in run.board.indicators.all()}
    now = timezone.now()
    before = _count(run)
    stored, written = _stored(run), _written(run, indicators)
    living = _living(run)
    new: list[Observation] = []
    for cell in dict.fromkeys([*written, *stored]):
        change = _compared(stored[cell], written[cell], living[cell])
        new += _replace(run, indicators, change, now)
        # Only one may be preferred: what no longer is comes first.
        for kept, position, row in sorted(change.kept, key=lambda each: each[2].preferred):
            _put_right(run, kept, position, row)
    Observation.objects.bulk_create(new, batch_size=1000)
    _say(run, before, new)


def export(run: ExportRun) -> tuple[WrittenObservation, ...]:
    """Return the figures of the year: those its report states, then living ones of its periods."""
    return tuple(_exported(each) for each in observations_of(run.year))


def _count(run: ImportRun) -> int:
    return Observation.objects.current().filter(stated_in=run.year).count()


def _stored(run: ImportRun) -> dict[Cell, list[Observation]]:
    cells: dict[Cell, list[Observation]] = defaultdict(list)
    rows = Observation.objects.current().filter(stated_in=run.year).select_related("indicator")
    for each in rows.order_by("order", "pk"):
        cells[_cell_of_stored(each)].append(each)
    return cells


def _living(run: ImportRun) -> dict[Cell, list[Observation]]:
    """Return living figures: a file that was exported from them states nothing new."""
    cells: dict[Cell, list[Observation]] = defaultdict(list)
    rows = Observation.objects.current().filter(
        indicator__board=run.board, stated_in=None,
        period_start__gte=run.year.starts_on, period_end__lte=run.year.ends_on,
    )  # fmt: skip
    for each in rows.select_related("indicator"):
        cells[_cell_of_stored(each)].append(each)
    return cells


def _written(
    run: ImportRun, indicators: dict[str, Indicator]
) -> dict[Cell, list[tuple[int, WrittenObservation]]]:
    cells: dict[Cell, list[tuple[int, WrittenObservation]]] = defaultdict(list)
    for position, row in enumerate(run.file.observations):
        if row.indicator in indicators:
            cells[_cell_of_written(run, row)].append((position, row))
        else:
            run.errors.add(
                f"observations[{position}].indicator", f'unknown indicator "{row.indicator}"'
            )
    return cells


def _cell_of_stored(each: Observation) -> Cell:
    return (
        each.indicator.key, each.period, frozenset(each.breakdown.items()), each.comparator
    )  # fmt: skip


def _cell_of_written(run: ImportRun, row: WrittenObservation) -> Cell:
    period = row.period or from_dates(run.year.starts_on, run.year.ends_on)
    return row.indicator, period, frozenset(row.breakdown.items()), row.comparator or ""


def _compared(
    stored: Iterable[Observation],
    written: Iterable[tuple[int, WrittenObservation]],
    living: Iterable[Observation],
) -> Change:
    left = list(stored)
    same = {_facts(each) for each in living}
    change = Change([], [], [])
    for position, row in written:
        facts = _written_facts(row)
        found = next((each for each in left if _facts(each) == facts), None)
        if found is not None:
            left.remove(found)
            change.kept.append((found, position, row))
        elif facts not in same:
            change.put_in.append((position, row))
    change.withdrawn = left
    return change


def _facts(each: Observation) -> tuple[object, ...]:
    """What a figure says, as it was written: 97.60 is not 97.6."""
    numbers = (each.value, each.numerator, each.denominator)
    return (*map(str, numbers), each.missing, each.period_written)


def _written_facts(row: WrittenObservation) -> tuple[object, ...]:
    numbers = (row.value, row.numerator, row.denominator)
    return (*map(str, numbers), _missing(row), row.period.printed if row.period else "")


def _missing(row: WrittenObservation) -> str:
    return row.missing or missing_code(row.value, row.numerator, row.denominator)


def _put_right(run: ImportRun, each: Observation, position: int, row: WrittenObservation) -> None:
    """Write where the figure stands and whether it is preferred, if that differs."""
    if each.preferred != row.preferred:
        run.note_change(f"{_path(each)}.preferred", each.preferred, row.preferred)
    if (each.order, each.preferred) != (position, row.preferred):
        Observation.objects.filter(pk=each.pk).update(order=position, preferred=row.preferred)


def _replace(
    run: ImportRun, indicators: dict[str, Indicator], change: Change, now: datetime
) -> list[Observation]:
    """End what is no longer stated, and return what takes its place, pair by pair."""
    old = change.withdrawn
    Observation.objects.filter(pk__in=[each.pk for each in old]).update(superseded_at=now)
    new = []
    for place, (position, row) in enumerate(change.put_in):
        each = _new(run, indicators[row.indicator or ""], position, row, now)
        if place < len(old):
            each.supersedes = old[place]
            run.changes.append(f"{_path(each)}: {_shown(old[place])} → {_shown(each)}")
        elif old:
            run.changes.append(f"{_path(each)}: {_shown(each)} added")
        new.append(each)
    for each in old[len(change.put_in) :]:
        run.changes.append(f"{_path(each)}: {_shown(each)} withdrawn")
    return new


def _new(
    run: ImportRun, indicator: Indicator, position: int, row: WrittenObservation, now: datetime
) -> Observation:
    period = row.period or from_dates(run.year.starts_on, run.year.ends_on)
    return Observation(
        indicator=indicator,
        **period_fields(period, written=row.period is not None),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        missing=_missing(row),
        breakdown=dict(row.breakdown),
        comparator=row.comparator or "",
        stated_in=run.year,
        via=Observation.Via.BOARD_YEAR,
        preferred=row.preferred,
        order=position,
        supplied_at=now,
    )


def _say(run: ImportRun, before: int, new: list[Observation]) -> None:
    """Say how many figures came in where nothing was before; else each was named already."""
    added = sum(each.supersedes_id is None for each in new)
    if added:
        run.changes.append(
            f"observations: {added} added" + ("" if before == 0 else f" to {before}")
        )


def _path(each: Observation) -> str:
    divided = "".join(f", {name} {value}" for name, value in each.breakdown.items())
    compared = f", {each.comparator}" if each.comparator else ""
    return f"observations.{each.indicator.key} {each.period}{divided}{compared}"


def _shown(each: Observation) -> str:
    if each.value is None and each.denominator is not None:
        return f"{each.numerator} of {each.denominator}"
    return printed(each.indicator.measure, each.value, each.missing, with_unit=False)


def _exported(each: Observation) -> WrittenObservation:
    dimensions = [*each.indicator.dimensions, *sorted(each.breakdown)]
    usual = missing_code(each.value, each.numerator, each.denominator)
    return WrittenObservation(
        indicator=each.indicator.key,
        period=each.period if each.period_written else None,
        value=each.value,
        numerator=each.numerator,
        denominator=each.denominator,
        missing=None if each.missing == usual else each.missing or None,
        comparator=each.comparator or None,
        breakdown={name: each.breakdown[name] for name in dimensions if name in each.breakdown},
        preferred=each.preferred,
    )


SECTION = BoardYearSection(store=store, export=export)
