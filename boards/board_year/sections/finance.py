"""Section `finance`: funds, what they began with, income and expenditure."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

from dataclasses import dataclass
from decimal import Decimal

from boards.board_year.kinds import Flag, Key, MapOf, Money, OneOf, Ref, Text, YearLabel, of
from boards.board_year.records import ListOf

KINDS = ("income", "expenditure")
BASES = ("budget", "actual", "projected")


@dataclass(frozen=True, kw_only=True)
class Fund:
    """A pot of money with an account of its own."""

    key: str | None = of(Key(noun="fund"))
    name: str | None = of(Text())


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an account. `year` is that of another column than the reporting year's."""

    kind: str | None = of(OneOf(KINDS), required=True)
    fund: str | None = of(Ref(noun="fund"))
    agency: str | None = of(Ref(noun="agency"))
    label: str | None = of(Text())
    amount: Decimal | None = of(Money())
    basis: str | None = of(OneOf(BASES))
    year: str | None = of(YearLabel())
    outside_total: bool = of(Flag(), default=False)


@dataclass(frozen=True, kw_only=True)
class Finance:
    """The accounts. `brought_forward` may be unknown; where it is given, an unnamed fund has 0."""

    funds: tuple[Fund, ...] = of(ListOf(Fund), default=())
    brought_forward: dict[str, Decimal] | None = of(MapOf(Ref(noun="fund"), Money()))
    lines: tuple[Line, ...] = of(ListOf(Line), default=())
