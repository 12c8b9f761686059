"""Figures that hang together: funnels and roll-forwards, and what would mend a break.

Source: PER-14. In a funnel each step comes out of the one before, so it is usually no larger;
cohorts overlap, so a larger one is a warning and no mistake. In a roll-forward
opening + starts - ends = closing, exactly. What is not known never counts as 0.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from boards.board_year.periods import Period, PeriodKind
from performance.rules import periods
from performance.rules.figures import Figure, Measure, ratio
from performance.rules.series import usual_kind


class Role(StrEnum):
    """What an indicator is in its chain."""

    STEP = "step"
    OPENING = "opening"
    START = "start"
    END = "end"
    CLOSING = "closing"


class State(StrEnum):
    HOLDS = "holds"
    #: The figures contradict each other.
    BROKEN = "broken"
    #: A later step is larger, and the chain says why that may be.
    EXPECTED = "expected"
    #: What is known does not contradict itself, and something is missing.
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Link:
    """One indicator of a chain."""

    measure: Measure
    label: str
    role: Role
    #: Why this step of a funnel may be larger than the one before.
    reason: str = ""


@dataclass(frozen=True)
class Chain:
    """A funnel when its links are steps, else a roll-forward."""

    title: str
    links: Sequence[Link]
    #: How often the indicator that decides is measured.
    frequency: str = ""

    @property
    def is_funnel(self) -> bool:
        return all(link.role is Role.STEP for link in self.links)

    def of_role(self, role: Role) -> list[Link]:
        return [link for link in self.links if link.role is role]


@dataclass(frozen=True)
class Term:
    """One figure as a chain reads it; `value` is None where it is not known."""

    link: Link
    role: Role
    value: Decimal | None
    #: Code of why there is no figure; empty where nobody has said anything.
    missing: str = ""


@dataclass(frozen=True)
class Mend:
    """A figure that would put it right, the others left as they are: at most, at least, or just."""

    term: Term
    value: Decimal
    bound: str = ""


@dataclass(frozen=True)
class Break:
    """Where the figures contradict each other, with what would mend it."""

    #: The figure at which it shows: the closing one, or the step that is larger.
    at: Term
    #: What it should be, or for a step at most.
    expected: Decimal
    mends: tuple[Mend, ...]
    #: The step before, in a funnel.
    before: Term | None = None
    reason: str = ""


@dataclass(frozen=True)
class Verdict:
    """How the figures of one period hang together."""

    chain: Chain
    period: Period
    terms: tuple[Term, ...]
    breaks: tuple[Break, ...] = ()

    @property
    def missing(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.value is None)

    @property
    def unexpected(self) -> tuple[Break, ...]:
        """Breaks for which the chain itself gives no reason."""
        return tuple(each for each in self.breaks if not each.reason)

    @property
    def state(self) -> State:
        if self.unexpected:
            return State.BROKEN
        if self.missing:
            return State.INCOMPLETE
        return State.EXPECTED if self.breaks else State.HOLDS


#: Key of an indicator → its own undivided figures by period.
Known = Mapping[str, Mapping[Period, Figure]]


def judge(chain: Chain, known: Known, period: Period) -> Verdict:
    """Return how the chain's figures of a period hang together."""
    terms = tuple(_term(link, known, period) for link in chain.links)
    if chain.is_funnel:
        return Verdict(chain, period, terms, tuple(_larger_steps(terms)))
    if not chain.of_role(Role.OPENING):
        closing = chain.of_role(Role.CLOSING)[0]
        terms = (_opening(closing, known, period), *terms)
    return Verdict(chain, period, terms, tuple(_uneven(terms)))


def judge_all(chain: Chain, known: Known) -> list[Verdict]:
    """Return the verdict of every period of which something is known, the last one first."""
    kind = kind_of(chain, known)
    if kind is None:
        return []
    spans = {
        periods.containing(period.end, kind) if period.kind is PeriodKind.DAY else period
        for link in chain.links
        for period in known.get(link.measure.key, ())
        if period.kind in {kind, PeriodKind.DAY}
    }
    begun = min(
        period
        for link in _moving(chain)
        for period in known.get(link.measure.key, ())
        if period.kind is kind
    )
    return [judge(chain, known, each) for each in sorted(spans, reverse=True) if each >= begun]


def kind_of(chain: Chain, known: Known) -> PeriodKind | None:
    """Return the kind of period in which the chain is looked at; None without figures."""
    figures = [
        figure
        for link in _moving(chain)
        for period, figure in known.get(link.measure.key, {}).items()
        if period.kind not in {PeriodKind.DAY, PeriodKind.SPAN}
    ]
    return usual_kind(figures, chain.frequency)


def touched(chain: Chain, cells: Iterable[tuple[str, Period]], known: Known) -> list[Period]:
    """Return the periods of the chain that new figures bear upon.

    A closing figure is also the opening of the period that follows.
    """
    kind = kind_of(chain, known)
    if kind is None:
        return []
    roles = {link.measure.key: link.role for link in chain.links}
    closing_opens = not chain.of_role(Role.OPENING)
    found = set()
    for key, period in cells:
        if key not in roles or period.kind not in {kind, PeriodKind.DAY}:
            continue
        here = periods.containing(period.end, kind)
        found.add(here)
        if roles[key] is Role.CLOSING and closing_opens:
            found.add(periods.following(here))
    return sorted(found)


def conversion(before: Term, after: Term) -> Decimal | None:
    """Return the step as per cent of the one before, one decimal; None where either is missing.

    Nothing out of nothing has no share.
    """
    if before.value is None or after.value is None:
        return None
    return ratio("percent", after.value, before.value)


def _moving(chain: Chain) -> list[Link]:
    """Return the links that say which periods there are: flows, or every step of a funnel."""
    roles = {Role.STEP, Role.START, Role.END}
    return [link for link in chain.links if link.role in roles]


def _term(link: Link, known: Known, period: Period) -> Term:
    figure = _figure(known.get(link.measure.key, {}), period)
    return _as_term(link, link.role, figure)


def _opening(closing: Link, known: Known, period: Period) -> Term:
    """Return what was there before the period: the closing figure of the one before."""
    figure = _figure(known.get(closing.measure.key, {}), periods.preceding(period))
    return _as_term(closing, Role.OPENING, figure)


def _as_term(link: Link, role: Role, figure: Figure | None) -> Term:
    if figure is None:
        return Term(link, role, None)
    return Term(link, role, figure.result, figure.missing)


def _figure(figures: Mapping[Period, Figure], period: Period) -> Figure | None:
    """A snapshot is written with its month or with the last day of it."""
    exact = figures.get(period)
    return exact if exact is not None else figures.get(periods.day(period.end))


def _larger_steps(terms: Sequence[Term]) -> Iterator[Break]:
    for before, after in pairwise(terms):
        if before.value is None or after.value is None or after.value <= before.value:
            continue
        mends = (
            Mend(after, before.value, "at most"),
            Mend(before, after.value, "at least"),
        )
        yield Break(after, before.value, mends, before, after.link.reason)


def _uneven(terms: Sequence[Term]) -> Iterator[Break]:
    """Yield the break of a roll-forward, unless something is missing: that is not 0."""
    total = Decimal(0)
    closing = None
    for term in terms:
        if term.value is None:
            return
        if term.role is Role.CLOSING:
            closing = term
        else:
            total += -term.value if term.role is Role.END else term.value
    if closing is None or closing.value is None or closing.value == total:
        return
    over = closing.value - total
    shifts = {Role.OPENING: over, Role.START: over, Role.END: -over, Role.CLOSING: -over}
    order = [closing, *(term for term in terms if term is not closing)]
    mends = [Mend(term, term.value + shifts[term.role]) for term in order if term.value is not None]
    yield Break(closing, total, tuple(mend for mend in mends if mend.value >= 0))
