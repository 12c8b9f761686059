"""What a cell of a breakdown table holds: a count or the two parts of a share, and how it is said.

Source: PER-11, the tables of published annual reports: "12 (34.3%)", a percentage with its parts
beneath, "n/d" where there is nothing to work a share out of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from performance.rules.figures import Figure, Measure, printed, ratio, value_of
from performance.rules.periods import Period, PeriodKind
from performance.rules.rollups import AddsUp, RolledUp, roll_up

#: Printed where a denominator is 0.
NOTHING_TO_DIVIDE = "n/d"


@dataclass(frozen=True)
class Source:
    """An indicator with its figures: of the whole, and of its parts."""

    label: str
    measure: Measure
    whole: Sequence[Figure]
    parts: Sequence[Figure]
    #: The period in which it is measured.
    every: PeriodKind
    adds_up: AddsUp | None = None


@dataclass(frozen=True)
class Amount:
    """A count or a share; unknown where it holds nothing."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    #: Why it is not known, where a reason was given or periods are missing.
    why: str = ""

    @property
    def is_known(self) -> bool:
        return self.value is not None or self.denominator is not None

    def result(self, measure: Measure) -> Decimal | None:
        return value_of(measure, self.value, self.numerator, self.denominator)


UNKNOWN = Amount()


def amount_of(source: Source, figures: Sequence[Figure], period: Period) -> Amount:
    """Return the figure of a period, given or made of shorter ones; a reason where it has none."""
    if not figures:
        return UNKNOWN
    rolled = roll_up(source.measure, figures, period, source.every, adds_up=source.adds_up)
    if rolled.is_complete:
        return _amount(source.measure, rolled)
    missing = next((each.missing for each in figures if each.period == period), "")
    if missing:
        return Amount(why=printed(source.measure, None, missing))
    return Amount(why=_("incomplete")) if rolled.so_far is not None else UNKNOWN


def _amount(measure: Measure, rolled: RolledUp) -> Amount:
    if measure.is_ratio and rolled.denominator is not None:
        return Amount(None, rolled.numerator, rolled.denominator)
    return Amount(rolled.value)


def added(amounts: Iterable[Amount]) -> Amount:
    """Return the sum of what is known: of counts, or of both parts of shares."""
    known = [each for each in amounts if each.is_known]
    if not known:
        return UNKNOWN
    if all(each.value is not None for each in known):
        return Amount(sum((each.value or Decimal(0) for each in known), Decimal(0)))
    if any(each.denominator is None for each in known):
        return UNKNOWN
    numerator = sum((each.numerator or Decimal(0) for each in known), Decimal(0))
    denominator = sum((each.denominator or Decimal(0) for each in known), Decimal(0))
    return Amount(None, numerator, denominator)


def adds(measure: Measure) -> bool:
    """Whether parts of the figure make up the whole: counts and shares with their parts do."""
    return measure.is_ratio or measure.unit in {"count", "gbp"}


def main_text(measure: Measure, amount: Amount) -> str:
    """Return the figure as it is printed: "12", "33.3%", "n/d", "incomplete", "–"."""
    if not amount.is_known:
        return amount.why or "–"
    result = amount.result(measure)
    return NOTHING_TO_DIVIDE if result is None else printed(measure, result)


def second_text(measure: Measure, amount: Amount, total: Amount | None) -> str:
    """Return what stands beside or beneath: the parts of a percentage, a count's share."""
    if measure.is_ratio:
        if amount.denominator is None or amount.numerator is None:
            return ""
        plain = Measure(measure.key, "count")
        return f"{printed(plain, amount.numerator)}/{printed(plain, amount.denominator)}"
    if total is None or amount.value is None or total.value is None:
        return ""
    share = ratio("percent", amount.value, total.value)
    return NOTHING_TO_DIVIDE if share is None else f"{share}%"


def change_text(measure: Measure, now: Amount, before: Amount) -> str:
    """Return the change with its sign; nothing where one of the two is not known."""
    this, last = now.result(measure), before.result(measure)
    if this is None or last is None:
        return ""
    text = printed(measure, this - last, with_unit=False)
    return f"+{text}" if this > last else text.replace("-", "\N{MINUS SIGN}")
