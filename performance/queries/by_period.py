"""Figures by the kind of period that somebody wants to see, and how each came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from performance.models import Indicator, InPeriod
from performance.rules.by_period import MADE_OF, Longer, keeps_its_size, kinds_of, longer
from performance.rules.figures import Figure, printed
from performance.rules.periods import Period, PeriodKind, in_words
from performance.rules.rollups import AddsUp, Why, usual_adding_up
from performance.rules.series import Series, series_of, usual_kind

#: Missing periods that are named; of more the number is said.
MOST_NAMED = 3
#: How figures of longer periods come about, by what adds up.
RULES = {
    "snapshot": gettext_lazy("A longer period has the figure of its last day."),
    "year_to_date": gettext_lazy(
        "What was added in a period is the year so far at its end, less that before it."
    ),
    "sum": gettext_lazy("Figures of a longer period are added up."),
    "average": gettext_lazy("A longer period has the average, weighted by how long its parts are."),
    AddsUp.BOTH: gettext_lazy(
        "A longer period is worked out anew: all numerators by all denominators."
    ),
    AddsUp.NUMERATOR: gettext_lazy(
        "A longer period is worked out anew: all numerators by the last denominator."
    ),
    AddsUp.NEITHER: gettext_lazy("A longer period has the figure of its last day."),
}


@dataclass(frozen=True)
class Origin:
    """How a figure came about: in a word, and what there is to say about it."""

    label: str
    state: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.label}: {self.detail}" if self.detail else self.label


@dataclass(frozen=True)
class Shown:
    """An indicator by one kind of period."""

    series: Series
    #: One for each figure of the series; empty where all are shown as they were given.
    origins: Sequence[Origin] = ()
    #: How longer periods come about; empty where nothing is calculated.
    rule: str = ""
    #: Whether a target of the indicator can be held against these figures.
    has_target: bool = True


def adding_up(indicator: Indicator) -> AddsUp | None:
    """Return how the parts of a ratio add up where its definition says so."""
    return AddsUp(indicator.adds_up) if indicator.adds_up else None


def choices(indicator: Indicator, figures: Sequence[Figure]) -> list[PeriodKind]:
    """Return the kinds of period in which the figures can be shown."""
    return kinds_of(indicator.measure, figures, adding_up(indicator))


def known_kind(wanted: str) -> str:
    """Return the kind if figures of many indicators can be shown by it, else nothing."""
    return wanted if wanted in set(MADE_OF) else ""


def period_choices(wanted: str) -> list[dict[str, Any]]:
    """Return the choice of periods for many indicators, as tabs."""
    rows = [("", _("As measured"))]
    rows += [(kind.value, str(InPeriod.PeriodKinds(kind).label)) for kind in MADE_OF]
    return [
        {"label": label, "url": f"?period={key}" if key else "?", "current": key == wanted}
        for key, label in rows
    ]


def shown(
    indicator: Indicator,
    figures: Sequence[Figure],
    wanted: str,
    today: date,
    *,
    only_over: bool = False,
) -> Shown | None:
    """Return the figures by the wanted kind of period; as they are measured where it cannot be.

    Nothing wanted is as they are measured, too. `only_over` leaves out the last period while it is
    not over. None without figures.
    """
    usual = usual_kind(figures, indicator.frequency)
    if usual is None:
        return None
    chosen = wanted in set(choices(indicator, figures))
    kind = PeriodKind(wanted) if chosen else usual
    adds_up = adding_up(indicator)
    if not (chosen and _has_parts(figures, kind)):
        return Shown(series_of(indicator.measure, figures, kind))
    found = longer(indicator.measure, figures, kind, usual, today=today, adds_up=adds_up)
    if only_over and len(found) > 1 and found[-1].to_come:
        found.pop()
    return Shown(
        series=Series(indicator.measure, kind, [each.figure(indicator.measure) for each in found]),
        origins=[_origin(indicator, each) for each in found],
        rule=_rule(indicator, adds_up) if any(each.is_calculated for each in found) else "",
        has_target=kind is usual or keeps_its_size(indicator.measure, adds_up),
    )


def disagreements(indicator: Indicator, figures: Sequence[Figure], today: date) -> list[str]:
    """Return in words each given figure that its own parts contradict."""
    usual = usual_kind(figures, indicator.frequency)
    found = []
    for kind in sorted({each.period.kind for each in figures} & set(MADE_OF)):
        if usual is None or not _has_parts(figures, kind):
            continue
        rows = longer(
            indicator.measure, figures, kind, usual, today=today, adds_up=adding_up(indicator)
        )
        found += [
            _("%(period)s: given as %(given)s, but its parts make %(made)s")
            % {
                "period": in_words(each.period),
                "given": printed(indicator.measure, each.rolled.value),
                "made": printed(indicator.measure, each.parts_make),
            }
            for each in rows
            if each.parts_make is not None
        ]
    return found


def _has_parts(figures: Sequence[Figure], kind: PeriodKind) -> bool:
    """Whether there are figures of shorter periods that this kind is made of."""
    shorter = MADE_OF.get(kind, frozenset())
    return any(each.period.kind in shorter for each in figures)


def _origin(indicator: Indicator, each: Longer) -> Origin:
    if each.parts_make is not None:
        made = printed(indicator.measure, each.parts_make)
        return Origin(_("as given"), "red", _("but its parts make %(made)s") % {"made": made})
    if not each.is_calculated:
        return Origin(_("as given"), "grey")
    if each.rolled.is_complete:
        return Origin(_("calculated"), "blue")
    if each.rolled.why is Why.NO_PARTS:
        return Origin(
            _("cannot be calculated"), "amber", _("numerators and denominators are not known")
        )
    return Origin(_("incomplete"), "amber", _what_is_missing(indicator, each))


def _what_is_missing(indicator: Indicator, each: Longer) -> str:
    words = []
    if each.missing:
        words.append(_("%(periods)s missing") % {"periods": _named(each.missing)})
    if each.to_come:
        count = len(each.to_come)
        words.append(
            ngettext("%(n)s period is still to come", "%(n)s periods are still to come", count)
            % {"n": count}
        )
    if each.rolled.so_far is not None:
        so_far = printed(indicator.measure, each.rolled.so_far)
        words.append(_("%(figure)s so far") % {"figure": so_far})
    return "; ".join(words)


def _named(missing: Sequence[Period]) -> str:
    names = ", ".join(in_words(each) for each in missing[:MOST_NAMED])
    if (more := len(missing) - MOST_NAMED) <= 0:
        return names
    words = ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more)
    return words % {"names": names, "n": more}


def _rule(indicator: Indicator, adds_up: AddsUp | None) -> str:
    measure = indicator.measure
    if measure.kind in {"snapshot", "year_to_date"}:
        return str(RULES[measure.kind])
    if measure.is_ratio:
        return str(RULES[adds_up or usual_adding_up(measure.unit)])
    return str(RULES["average" if measure.unit in {"per_month", "per_week"} else "sum"])
