"""Section `indicators`: what a board measured in the year."""

from boards.board_year.sections.indicators import Indicator as WrittenIndicator
from boards.board_year.spans import entered, left
from boards.board_year.store import BoardYearSection, ExportRun, ImportRun
from boards.board_year.store.run import keyed, made_by_import, span_of
from performance.models import Indicator
from performance.queries.published import indicators_of


def store(run: ImportRun) -> None:
    """Add and correct indicators; what a later year says of one decides."""
    if "indicators" not in run.file.present:
        return
    known = {indicator.key: indicator for indicator in _indicators(run)}
    rows = _rows(run)
    for order, (key, row) in enumerate(rows):
        path = f"indicators.{key}"
        if key not in known:
            span = entered(None, run.years)
            known[key] = run.create(
                Indicator, path, board=run.board, key=key, order=len(known) + order,
                starts_on=span.starts_on, ends_on=span.ends_on,
            )  # fmt: skip
        _correct(run, path, known[key], row)
    run.put_in_order(known.values(), [key for key, _ in rows], "indicators")


def tidy(run: ImportRun) -> None:
    """Let indicators that the file does not name leave the year."""
    if "indicators" not in run.file.present:
        return
    named = {key for key, _ in _rows(run)}
    absent = [
        each
        for each in _indicators(run)
        if each.key not in named and span_of(each).overlaps(run.years.span)
    ]
    imported = made_by_import(absent)
    for each in absent:
        path = f"indicators.{each.key}"
        if each.pk not in imported:
            run.notes.append(f"{path}: not in the file, but entered in the portal")
            continue
        span = left(span_of(each), run.years)
        if span is None:
            run.delete(each, path)
        else:
            run.update(each, path, starts_on=span.starts_on, ends_on=span.ends_on)


def export(run: ExportRun) -> tuple[WrittenIndicator, ...]:
    """Return the indicators of the year; a year-to-date figure is no kind of the format."""
    kinds = {Indicator.Kind.SNAPSHOT, Indicator.Kind.FLOW, Indicator.Kind.RATIO}
    return tuple(
        WrittenIndicator(
            key=each.key,
            label=each.label or None,
            theme=each.theme or None,
            unit=each.unit or None,
            kind=each.kind if each.kind in kinds else None,
            polarity=each.polarity or None,
        )
        for each in indicators_of(run.year)
    )


def _correct(run: ImportRun, path: str, indicator: Indicator, row: WrittenIndicator) -> None:
    is_to_date = indicator.kind == Indicator.Kind.YEAR_TO_DATE
    run.describe(
        indicator,
        path,
        in_later=run.in_later_year(indicator),
        label=row.label or "",
        theme=row.theme or "",
        unit=row.unit or "",
        kind=indicator.kind if is_to_date and row.kind is None else row.kind or "",
        polarity=row.polarity or "",
    )
    span = entered(span_of(indicator), run.years)
    run.update(
        indicator,
        path,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        dimensions=_dimensions(run, indicator),
    )


def _dimensions(run: ImportRun, indicator: Indicator) -> list[str]:
    """Return the dimensions that the indicator had, then those that the file's figures bring."""
    written = [
        dimension
        for row in run.file.observations
        if row.indicator == indicator.key
        for dimension in row.breakdown
    ]
    return list(dict.fromkeys([*indicator.dimensions, *written]))


def _indicators(run: ImportRun) -> list[Indicator]:
    return list(run.board.indicators.order_by("order", "pk"))


def _rows(run: ImportRun) -> list[tuple[str, WrittenIndicator]]:
    return keyed(run.file.indicators, lambda row: row.label, "indicator")


SECTION = BoardYearSection(store=store, export=export, tidy=tidy)
