"""What an agency sent, checked as a whole: every mistake at once, or the figures to store.

Source: data returns are all or nothing, with every error listed by cell (PER-03); a percentage is
kept as its two parts; no figure is a reason, never a blank and never 0 (PER-15).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from performance.rules.entries import Entry, read_missing, read_number, read_period, same_kind
from performance.rules.figures import Breakdown, Measure, value_of
from performance.rules.periods import Period, preceding
from performance.rules.populations import Base, latest_base
from performance.rules.published import change_percent

#: Units of which a number below 0 says something.
_MAY_BE_NEGATIVE = frozenset({"gbp", "score", "other", ""})
#: What a figure is of: indicator, period, breakdown.
Cell = tuple[str, Period, Breakdown]


@dataclass(frozen=True)
class Asked:
    """An indicator that a return asks for."""

    measure: Measure
    label: str
    #: The period that this return is about: the last day of it for a snapshot.
    period: Period
    dimensions: tuple[str, ...] = ()
    #: A change from the period before of more than this many per cent wants a comment.
    change_limit_percent: int | None = None
    #: Population figures that a rate may be of; None where it names no population.
    bases: Sequence[Base] | None = None


@dataclass(frozen=True)
class NewFigure:
    """A figure that may be stored."""

    measure: Measure
    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: str = ""
    breakdown: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    #: The record of the population that the denominator is taken from.
    base_pk: int | None = None

    @cached_property
    def cell(self) -> Cell:
        return self.measure.key, self.period, frozenset(self.breakdown.items())

    @property
    def result(self) -> Decimal | None:
        return value_of(self.measure, self.value, self.numerator, self.denominator)

    @property
    def says(self) -> tuple[object, ...]:
        """What is compared to tell a correction from the same figure sent again."""
        return self.value, self.numerator, self.denominator, self.missing, self.comment


@dataclass(frozen=True)
class Mistake:
    """Something to put right: where, what stands there, what to do."""

    place: str
    message: str
    text: str = ""
    #: Key of the indicator and field, so that a page can show it at the box.
    indicator: str = ""
    field: str = ""
    #: Which of the lines, counted from 0; None for what stands in no line.
    row: int | None = None


@dataclass
class Checked:
    """Figures that may be stored when there are no mistakes."""

    figures: list[NewFigure] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


class _Problem(ValueError):
    """A mistake in one field of one line."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name, self.message = name, message


def check(
    entries: Iterable[Entry], asked: Sequence[Asked], earlier: Mapping[Cell, Decimal]
) -> Checked:
    """Check all lines; `earlier` has the known values of the cells of other periods.

    Lines that say nothing are left out, but each indicator that is asked for needs its figure for
    the whole in the return's own period, or a reason.
    """
    wanted = {item.measure.key: item for item in asked}
    checked = Checked()
    seen: dict[Cell, str] = {}
    for entry in entries:
        try:
            figure = _figure(entry, wanted)
            if figure is None:
                continue
            _check_first(entry, figure, seen)
        except _Problem as problem:
            checked.mistakes.append(_mistake(entry, problem))
        else:
            checked.figures.append(figure)
            checked.mistakes += _unexplained(entry, figure, wanted[figure.measure.key], earlier)
    checked.mistakes += _left_out(asked, checked)
    return checked


def _figure(entry: Entry, wanted: Mapping[str, Asked]) -> NewFigure | None:
    """Read one line; None when it says nothing."""
    if entry.is_empty and not entry.comment:
        return None
    item = wanted.get(entry.indicator)
    if item is None:
        raise _Problem(
            "indicator",
            _("This return does not ask for it. Keep the keys of the template as they are."),
        )
    blank = NewFigure(
        measure=item.measure,
        period=_period(entry, item),
        breakdown=_breakdown(entry, item),
        comment=entry.comment.strip(),
    )
    if entry.missing:
        if entry.value or entry.numerator or entry.denominator:
            raise _Problem("missing", _("Give a figure or the reason why there is none, not both."))
        return replace(blank, missing=_read(read_missing, entry, "missing"))
    if entry.is_empty:
        raise _Problem("value", _("There is a comment here but no figure. Write it or the reason."))
    if item.measure.is_ratio:
        return _ratio(entry, blank, item)
    if entry.numerator or entry.denominator:
        raise _Problem("numerator", _("This is one number: write it in the column “Value”."))
    return replace(blank, value=_value(entry, item.measure))


def _period(entry: Entry, item: Asked) -> Period:
    try:
        period = read_period(entry.period, item.period)
    except ValueError as error:
        raise _Problem("period", str(error)) from None
    if not same_kind(period, item.period):
        raise _Problem(
            "period",
            _("Write %(usual)s, or an earlier period of the same kind.") % {"usual": item.period},
        )
    return period


def _breakdown(entry: Entry, item: Asked) -> dict[str, str]:
    given = {name: text.strip() for name, text in entry.breakdown.items() if text.strip()}
    if strangers := sorted(set(given) - set(item.dimensions)):
        raise _Problem(
            strangers[0],
            _("%(indicator)s is not divided by %(dimension)s. Leave this empty.")
            % {"indicator": item.label, "dimension": strangers[0].replace("_", " ")},
        )
    return given


def _value(entry: Entry, measure: Measure) -> Decimal:
    value: Decimal = _read(read_number, entry, "value")
    if value < 0 and measure.unit not in _MAY_BE_NEGATIVE:
        raise _Problem("value", _("This cannot be below 0."))
    if measure.unit == "count" and value != value.to_integral_value():
        raise _Problem("value", _("This counts children or cases: write a whole number."))
    return value


def _ratio(entry: Entry, blank: NewFigure, item: Asked) -> NewFigure:
    """Read the two parts of a percentage, a rate or an average.

    A rate that names a population takes the latest one for its denominator where none is sent.
    """
    if entry.value:
        raise _Problem(
            "value",
            _("Write the numerator and the denominator instead: the portal works this out."),
        )
    if not entry.numerator:
        raise _Problem("numerator", _("The numerator is missing."))
    numerator: Decimal = _read(read_number, entry, "numerator")
    base = None if entry.denominator else _base(item, blank.period)
    denominator: Decimal = base.value if base else _read(read_number, entry, "denominator")
    for name, number in (("numerator", numerator), ("denominator", denominator)):
        if number < 0:
            raise _Problem(name, _("This cannot be below 0."))
    parts = replace(
        blank, numerator=numerator, denominator=denominator, base_pk=base.pk if base else None
    )
    if denominator == 0:
        if numerator:
            raise _Problem("denominator", _("Something cannot be a part of nothing."))
        return replace(parts, missing="zero_of_zero")
    if blank.measure.unit == "percent" and numerator > denominator:
        raise _Problem(
            "numerator",
            _("%(part)s out of %(whole)s is more than 100%%. Are the two the wrong way round?")
            % {"part": entry.numerator, "whole": entry.denominator},
        )
    return parts


def _base(item: Asked, period: Period) -> Base:
    """Return the population that stands in for a denominator that was not sent."""
    if item.bases is None:
        raise _Problem("denominator", _("The denominator is missing."))
    base = latest_base(item.bases, period.end)
    if base is None:
        raise _Problem(
            "denominator",
            _("The board has no population figure for this time yet. Write the denominator."),
        )
    return base


def _check_first(entry: Entry, figure: NewFigure, seen: dict[Cell, str]) -> None:
    if figure.cell in seen:
        place = seen[figure.cell]
        raise _Problem(
            "indicator",
            _("The same figure stands already at %(place)s.") % {"place": place}
            if place
            else _("The same figure was sent twice."),
        )
    seen[figure.cell] = entry.place("indicator")


def _unexplained(
    entry: Entry, figure: NewFigure, item: Asked, earlier: Mapping[Cell, Decimal]
) -> list[Mistake]:
    """Return the mistake of a great change that nobody explains."""
    limit = item.change_limit_percent
    if limit is None or figure.comment or figure.result is None:
        return []
    key, period, divided = figure.cell
    before = earlier.get((key, preceding(period), divided))
    percent = change_percent(figure.result, before)
    if percent is None or abs(percent) <= limit:
        return []
    message = _(
        "%(now)s after %(before)s is a change of %(percent)s%%. Check it; if it is right, say in a "
        "comment why."
    ) % {"now": figure.result, "before": before, "percent": percent}
    return [_mistake(entry, _Problem("comment", message))]


def _left_out(asked: Sequence[Asked], checked: Checked) -> list[Mistake]:
    """Return a mistake for each indicator of which nothing was said for the whole."""
    said = {figure.cell for figure in checked.figures}
    wrong = {mistake.indicator for mistake in checked.mistakes}
    return [
        Mistake(
            place="", indicator=item.measure.key, field="value",
            message=_("%(indicator)s, %(period)s: write the figure, or why there is none.")
            % {"indicator": item.label, "period": item.period},
        )
        for item in asked
        if item.measure.key not in wrong
        and (item.measure.key, item.period, frozenset()) not in said
    ]  # fmt: skip


def _read(read: Callable[[str], Any], entry: Entry, name: str) -> Any:
    try:
        return read(getattr(entry, name))
    except ValueError as error:
        raise _Problem(name, str(error)) from None


def _mistake(entry: Entry, problem: _Problem) -> Mistake:
    text = entry.breakdown.get(problem.name, "") or getattr(entry, problem.name, "")
    return Mistake(
        place=entry.place(problem.name), message=problem.message, text=str(text)[:100],
        indicator=entry.indicator, field=problem.name, row=entry.row,
    )  # fmt: skip
