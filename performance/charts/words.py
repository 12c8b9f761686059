"""A chart in words: its text for those who do not see it, and the table beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.rules.rounding import half_up
from performance.charts.picture import Line, Picture, Point
from performance.rules.control_limits import FEWEST_POINTS, Cause, Limits, Mark, Side
from performance.rules.suppression import HIDDEN

_MARKS: dict[tuple[Cause, Side], str | Promise] = {
    (Cause.OUTSIDE, Side.HIGH): gettext_lazy("above the upper limit"),
    (Cause.OUTSIDE, Side.LOW): gettext_lazy("below the lower limit"),
    (Cause.SHIFT, Side.HIGH): gettext_lazy("part of a run above the mean"),
    (Cause.SHIFT, Side.LOW): gettext_lazy("part of a run below the mean"),
    (Cause.TREND, Side.HIGH): gettext_lazy("part of a rise"),
    (Cause.TREND, Side.LOW): gettext_lazy("part of a fall"),
    (Cause.NEAR_LIMIT, Side.HIGH): gettext_lazy("near the upper limit"),
    (Cause.NEAR_LIMIT, Side.LOW): gettext_lazy("near the lower limit"),
}


@dataclass(frozen=True)
class ComparedCell:
    heading: str
    text: str


@dataclass(frozen=True)
class TableRow:
    period: str
    value: str
    #: One for each line that the figures are compared with.
    compared: list[ComparedCell]
    #: Which rules of the control chart the point is part of, in words.
    marks: str
    #: Numbers and texts of what happened then.
    notes: list[str]
    #: How the figure came about: `label`, `state`, `detail`; None where figures are as given.
    origin: Any = None


@dataclass(frozen=True)
class ChartTable:
    """Every figure of the chart. `marks`, `notes` and `origins` say whether their columns exist."""

    headings: list[str]
    rows: list[TableRow]
    marks: bool
    notes: bool
    origins: bool = False


def chart_table(picture: Picture, origins: Sequence[Any] = ()) -> ChartTable:
    """Return the table of a chart; `origins` say of each point how its figure came about."""
    rows = [
        TableRow(
            period=point.when,
            value=point.text,
            compared=[ComparedCell(line.label, line.points[at].text) for line in picture.lines],
            marks=marks_in_words(picture.control.marks[at]),
            notes=[
                f"{number}. {note.text}"
                for number, note in enumerate(picture.notes, start=1)
                if note.position == at
            ],
            origin=origins[at] if origins else None,
        )
        for at, point in enumerate(picture.points)
    ]
    return ChartTable(
        headings=[picture.label, *(line.label for line in picture.lines)],
        rows=rows,
        marks=any(row.marks for row in rows),
        notes=any(row.notes for row in rows),
        origins=bool(origins),
    )


def description(picture: Picture) -> str:
    """Return the chart in a few sentences, made of the figures that it shows and no others."""
    shown = [(point, point.number) for point in picture.points]
    known = [(point, number) for point, number in shown if number is not None]
    sentences = [_ends(picture, [point for point, _number in known])]
    if len(known) > 2:
        sentences.append(_extremes(known))
    sentences += [sentence for line in picture.lines if (sentence := _last_of(line))]
    sentences += _gaps(picture)
    if picture.with_limits:
        sentences.append(limits_in_words(picture))
    return " ".join(sentences)


def limits_in_words(picture: Picture) -> str:
    """Say between which limits the figures lie and what stands out; or why there are no limits."""
    control = picture.control
    if not control.has_limits:
        return _("No control limits: they need at least %(count)s periods with figures.") % {
            "count": FEWEST_POINTS
        }
    limits = next(process.limits for process in reversed(control.processes) if process.limits)
    words = _("Control limits %(lower)s to %(upper)s, mean %(mean)s.") % bounds(limits)
    if limits.is_provisional:
        words += " " + _("They are provisional: made of %(count)s periods.") % {
            "count": limits.points
        }
    standing_out = [
        f"{point.when} ({marks_in_words(marks)})"
        for point, marks in zip(picture.points, control.marks, strict=True)
        if marks
    ]
    if not standing_out:
        return words + " " + _("No period stands out.")
    return words + " " + _("Standing out: %(periods)s.") % {"periods": ", ".join(standing_out)}


def last_in_words(picture: Picture) -> str:
    """Say between which limits the figures lie now, and how the last one stands out."""
    control = picture.control
    limits = control.processes[-1].limits if control.processes else None
    if limits is None:
        return _("No control limits: they need at least %(count)s periods with figures.") % {
            "count": FEWEST_POINTS
        }
    words = _("Control limits %(lower)s to %(upper)s, mean %(mean)s.") % bounds(limits)
    last, marks = picture.points[-1], control.marks[-1]
    if not marks:
        return words + " " + _("The last figure lies within them.")
    return words + " " + _("%(period)s is %(marks)s.") % {
        "period": last.when, "marks": marks_in_words(marks)
    }  # fmt: skip


def bounds(limits: Limits) -> dict[str, Decimal]:
    """Return mean and limits as they are printed: one decimal."""
    names = ("lower", "upper", "mean")
    return {name: half_up(getattr(limits, name), 1) for name in names}


def marks_in_words(marks: frozenset[Mark]) -> str:
    ordered = [key for key in _MARKS if Mark(*key) in marks]
    return ", ".join(str(_MARKS[key]) for key in ordered)


def _ends(picture: Picture, known: list[Point]) -> str:
    if not known:
        return _("%(label)s: no figures to show.") % {"label": picture.label}
    first, last = known[0], known[-1]
    words = {
        "label": picture.label, "first": first.text, "from": first.when, "last": last.text,
        "to": last.when,
    }  # fmt: skip
    if len(known) == 1:
        return _("%(label)s: %(last)s in %(to)s.") % words
    return _("%(label)s: %(first)s in %(from)s, %(last)s in %(to)s.") % words


def _extremes(known: list[tuple[Point, Decimal]]) -> str:
    lowest, highest = min(known, key=_number)[0], max(known, key=_number)[0]
    return _("Lowest %(low)s in %(when_low)s, highest %(high)s in %(when_high)s.") % {
        "low": lowest.text, "when_low": lowest.when,
        "high": highest.text, "when_high": highest.when,
    }  # fmt: skip


def _number(known: tuple[Point, Decimal]) -> Decimal:
    return known[1]


def _last_of(line: Line) -> str:
    known = [point for point in line.points if point.number is not None]
    if not known:
        return ""
    words = {"label": line.label, "value": known[-1].text, "period": known[-1].when}
    return _("%(label)s: %(value)s in %(period)s.") % words


def _gaps(picture: Picture) -> list[str]:
    hidden = sum(point.value is HIDDEN for point in picture.points)
    missing = sum(point.value is None for point in picture.points)
    sentences = []
    if hidden:
        sentences.append(
            ngettext(
                "%(count)s figure is hidden to protect children (c).",
                "%(count)s figures are hidden to protect children (c).",
                hidden,
            ) % {"count": hidden}
        )  # fmt: skip
    if missing:
        sentences.append(
            ngettext(
                "%(count)s period has no figure.", "%(count)s periods have no figure.", missing
            ) % {"count": missing}
        )  # fmt: skip
    return sentences
