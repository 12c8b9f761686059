"""Chains with their figures: what holds, what is broken, what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from boards.board_year.periods import Period
from boards.models import Board, User
from performance.models import Chain, DataReturn, Indicator, Observation
from performance.queries.data_returns import cell_of
from performance.queries.published import as_figure
from performance.queries.series import own_figures
from performance.rules import chains as rules
from performance.rules.chain_words import break_in_words, mend_in_words, missing_in_words
from performance.rules.chains import Break, Known, Link, Role, State, Verdict
from performance.rules.figures import Figure
from performance.rules.periods import in_words
from performance.rules.submissions import NewFigure

#: Periods of a chain that pages show, the last ones.
MOST_PERIODS = 36


@dataclass(frozen=True)
class Shown:
    """A break as pages show it: what stands there, what would mend it, what was said."""

    chain: Chain
    verdict: Verdict
    found: Break
    #: What the agency said about one of its figures, or with the file.
    said: str = ""

    @cached_property
    def period(self) -> str:
        return in_words(self.verdict.period)

    @cached_property
    def text(self) -> str:
        return break_in_words(self.verdict, self.found)

    @cached_property
    def mend(self) -> str:
        return mend_in_words(self.found)

    @property
    def reason(self) -> str:
        return self.found.reason

    @property
    def is_explained(self) -> bool:
        return bool(self.said or self.reason)


@dataclass(frozen=True)
class Judged:
    """A chain with its verdicts, the last period first."""

    chain: Chain
    rule: rules.Chain
    verdicts: Sequence[Verdict]
    breaks: Sequence[Shown]
    #: Key of an indicator → its page.
    indicators: Mapping[str, Indicator]

    @property
    def latest(self) -> Verdict | None:
        return self.verdicts[0] if self.verdicts else None

    @cached_property
    def latest_period(self) -> str:
        return in_words(self.latest.period) if self.latest else ""

    @cached_property
    def latest_missing(self) -> str:
        return missing_in_words(self.latest.missing) if self.latest else ""

    @cached_property
    def counts(self) -> dict[State, int]:
        return {state: sum(verdict.state is state for verdict in self.verdicts) for state in State}

    @cached_property
    def broken(self) -> int:
        return self.counts[State.BROKEN]

    @cached_property
    def incomplete(self) -> int:
        return self.counts[State.INCOMPLETE]


def chains_of(board: Board, user: User) -> QuerySet[Chain]:
    """Return the chains of the board with their indicators: two queries when read."""
    rows: QuerySet[Chain] = Chain.objects.visible_to(user).filter(board=board)
    return rows.prefetch_related("steps__indicator")


def judged(chains: Iterable[Chain]) -> list[Judged]:
    """Return the chains with what their figures say: two queries, whatever their number."""
    chains = list(chains)
    indicators = {step.indicator_id: step.indicator for c in chains for step in c.steps.all()}
    figures = own_figures(indicators.values())
    known = {
        indicator.key: {each.period: each for each in figures[pk].own}
        for pk, indicator in indicators.items()
    }
    verdicts = {c.pk: rules.judge_all(as_rule(c), known)[:MOST_PERIODS] for c in chains}
    broken = [v for found in verdicts.values() for v in found if v.breaks]
    said = _said(indicators, broken)
    return [_judged(chain, verdicts[chain.pk], said) for chain in chains]


def breaks_at(indicator: Indicator) -> list[Shown]:
    """Return the breaks of the indicator's chains in which its own figures take part."""
    rows = Chain.objects.filter(steps__indicator=indicator).prefetch_related("steps__indicator")
    return [
        each
        for found in judged(rows)
        for each in found.breaks
        if indicator.key in _keys(each.verdict, each.found)
    ]


def breaks_of_return(data_return: DataReturn, new: Sequence[NewFigure] = ()) -> list[Shown]:
    """Return where the agency's own figures break in the periods of its return.

    With figures that are not stored yet: where they would. Only figures of this agency are read,
    because its people see no others; what other agencies sent is checked on the board's page.
    """
    required = data_return.requirement.required.values("indicator")
    rows = Chain.objects.filter(board=data_return.board_id, steps__indicator__in=required)
    chains = list(rows.distinct().order_by("order", "pk").prefetch_related("steps__indicator"))
    if not chains:
        return []
    indicators = {step.indicator_id: step.indicator for c in chains for step in c.steps.all()}
    stored = list(_agency_figures(data_return, indicators))
    known: dict[str, dict[Period, Figure]] = defaultdict(dict)
    said = {}
    for row in stored:
        known[row.indicator.key][row.period] = as_figure(row)
        said[row.indicator.key, row.period] = row.note or _with_file(row)
    for figure in new:
        if not figure.breakdown:
            known[figure.measure.key][figure.period] = _as_figure(figure)
            said[figure.measure.key, figure.period] = figure.comment
    cells = [cell_of(row)[:2] for row in stored if row.submission_id and _is_of(row, data_return)]
    cells = [figure.cell[:2] for figure in new] or cells
    return [
        Shown(chain, verdict, found, _first_said(verdict, found, said))
        for chain in chains
        for verdict in _touched(as_rule(chain), cells, known)
        for found in verdict.unexpected
    ]


def as_rule(chain: Chain) -> rules.Chain:
    """Return a chain as the rules see it; its steps and their indicators must be loaded."""
    links = [
        Link(step.indicator.measure, str(step.indicator), Role(step.role), step.reason)
        for step in chain.steps.all()
    ]
    moving = [step for step in chain.steps.all() if step.role in {"step", "start", "end"}]
    return rules.Chain(chain.title, links, moving[0].indicator.frequency if moving else "")


def _judged(chain: Chain, verdicts: list[Verdict], said: Mapping[Any, str]) -> Judged:
    breaks = [
        Shown(chain, verdict, found, _first_said(verdict, found, said))
        for verdict in verdicts
        for found in verdict.breaks
    ]
    indicators = {step.indicator.key: step.indicator for step in chain.steps.all()}
    return Judged(chain, as_rule(chain), verdicts, breaks, indicators)


def _touched(rule: rules.Chain, cells: Sequence[tuple[str, Period]], known: Known) -> list[Verdict]:
    return [rules.judge(rule, known, each) for each in rules.touched(rule, cells, known)]


def _agency_figures(data_return: DataReturn, indicators: Iterable[int]) -> QuerySet[Observation]:
    return (
        Observation.objects.current()
        .own()
        .undivided()
        .filter(indicator__in=list(indicators), agency=data_return.agency_id, stated_in=None)
        .select_related("indicator", "submission")
    )


def _is_of(row: Observation, data_return: DataReturn) -> bool:
    """Whether a figure lies in the period of the return, whoever sent it in which return."""
    return data_return.period_start <= row.period_end <= data_return.period_end


def _said(indicators: Iterable[int], broken: Sequence[Verdict]) -> dict[Any, str]:
    """Return what was said with the figures of these periods: one query."""
    if not broken:
        return {}
    rows = (
        Observation.objects.current()
        .own()
        .undivided()
        .filter(
            indicator__in=list(indicators),
            period_end__in={verdict.period.end for verdict in broken},
        )
        .exclude(Q(note="") & (Q(submission=None) | Q(submission__comment="")))
    )
    return {
        (row.indicator.key, row.period): row.note or _with_file(row)
        for row in rows.select_related("indicator", "submission")
    }


def _with_file(row: Observation) -> str:
    return row.submission.comment if row.submission else ""


def _first_said(verdict: Verdict, found: Break, said: Mapping[Any, str]) -> str:
    """Return the first comment on a figure that takes part, in the order of the chain."""
    keys = _keys(verdict, found)
    texts = {
        key: text
        for (key, period), text in said.items()
        if text and period.end == verdict.period.end
    }
    return next((texts[key] for key in keys if key in texts), "")


def _keys(verdict: Verdict, found: Break) -> list[str]:
    """Return which indicators take part in a break, where it shows first."""
    at = found.at.link.measure.key
    if found.before is not None:
        return [at, found.before.link.measure.key]
    return list(dict.fromkeys([at, *(term.link.measure.key for term in verdict.terms)]))


def _as_figure(figure: NewFigure) -> Figure:
    return Figure(
        figure.measure, figure.period, figure.value, figure.numerator, figure.denominator,
        figure.missing,
    )  # fmt: skip
