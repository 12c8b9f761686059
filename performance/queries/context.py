"""The area in figures: what the board knows of its children, by theme, with source and date."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from boards.models import Board, User
from performance.models import Indicator, Observation
from performance.queries.published import as_figure
from performance.rules.figures import Figure, printed
from performance.rules.periods import in_words
from performance.rules.themes import theme_label, theme_order

#: Themes of the area itself, not of what services do.
THEMES = ("demography", "ethnicity", "deprivation")


@dataclass(frozen=True)
class ContextFigure:
    """One figure of the area, as it stands now."""

    indicator: Indicator
    #: Which part of the area or its children; empty for the whole.
    part: str
    value: str
    period: str
    source: str
    england: str = ""
    note: str = ""


@dataclass
class Parts:
    """The parts of one indicator by one dimension, all of the same period."""

    indicator: Indicator
    heading: str
    period: str
    source: str
    rows: list[ContextFigure] = field(default_factory=list)


@dataclass
class ContextTheme:
    label: str
    whole: list[ContextFigure] = field(default_factory=list)
    parts: list[Parts] = field(default_factory=list)


def indicators_of(board: Board, user: User, on: date) -> list[Indicator]:
    """Return the board's indicators of the area that are measured on the day."""
    rows = Indicator.objects.visible_to(user).filter(board=board, theme__in=THEMES)
    found = list(rows.active(on).order_by("order", "pk"))
    return sorted(found, key=lambda each: theme_order(each.theme))


def themes_of(board: Board, user: User, on: date) -> list[ContextTheme]:
    """Return the latest figures by theme, wholes first, then each one's parts: two queries."""
    indicators = indicators_of(board, user, on)
    found = _latest(indicators)
    themes: dict[str, ContextTheme] = {}
    for indicator in indicators:
        theme = themes.setdefault(indicator.theme, ContextTheme(theme_label(indicator.theme)))
        mine = found.get(indicator.pk, {})
        for row, figure in mine.values():
            if not figure.breakdown and not figure.comparator:
                theme.whole.append(_said(indicator, row, figure, _england(mine, figure)))
        theme.parts += _parts(indicator, mine)
    return [each for each in themes.values() if each.whole or each.parts]


def flat(themes: Iterable[ContextTheme]) -> list[tuple[str, ContextFigure]]:
    """Return every figure with its theme, for a file."""
    return [
        (theme.label, row)
        for theme in themes
        for row in [*theme.whole, *(row for parts in theme.parts for row in parts.rows)]
    ]


_Found = dict[tuple[frozenset[tuple[str, str | int]], str], tuple[Observation, Figure]]


def _latest(indicators: Iterable[Indicator]) -> dict[int, _Found]:
    """Return the latest figure of each part; of one period, what is given later counts."""
    rows = (
        Observation.objects.current()
        .filter(indicator__in=[each.pk for each in indicators], comparator__in=["", "england"])
        .select_related("indicator", "agency")
        .order_by(
            "period_end", F("stated_in__ends_on").asc(nulls_last=True), "preferred", "order", "pk"
        )
    )
    found: dict[int, _Found] = {}
    for row in rows:
        figure = as_figure(row)
        found.setdefault(row.indicator_id, {})[figure.divided_by, row.comparator] = (row, figure)
    return found


def _england(mine: _Found, figure: Figure) -> str:
    """Return England's figure, with its period where it is another one."""
    found = mine.get((figure.divided_by, "england"))
    if found is None:
        return ""
    text = printed(figure.measure, found[1].result, found[1].missing)
    same = found[1].period == figure.period
    return text if same else f"{text} ({in_words(found[1].period)})"


def _parts(indicator: Indicator, mine: _Found) -> list[Parts]:
    tables: dict[str, Parts] = {}
    last: dict[str, date] = {}
    own = [each for each in mine.values() if each[1].breakdown and not each[1].comparator]
    for _row, figure in own:
        name = _dimensions(figure)
        last[name] = max(last.get(name, figure.period.end), figure.period.end)
    for row, figure in sorted(own, key=lambda each: _order(each[1])):
        name = _dimensions(figure)
        if figure.period.end < last[name]:
            continue  # an older part of what has a later table
        said = _said(indicator, row, figure)
        table = tables.setdefault(name, Parts(indicator, name, said.period, said.source))
        table.rows.append(said)
    return list(tables.values())


def _said(
    indicator: Indicator, row: Observation, figure: Figure, england: str = ""
) -> ContextFigure:
    source = row.source or indicator.source or (str(row.agency) if row.agency else "")
    return ContextFigure(
        indicator=indicator,
        part=", ".join(str(value) for value in figure.breakdown.values()),
        value=printed(figure.measure, figure.result, figure.missing),
        period=in_words(figure.period),
        source=source,
        england=england,
        note=row.note,
    )


def _dimensions(figure: Figure) -> str:
    return ", ".join(name.replace("_", " ") for name in figure.breakdown)


def _order(figure: Figure) -> list[tuple[int, int, str]]:
    """Ages in order, whether a number or a range; other parts by name."""
    return [_part_order(str(value)) for value in figure.breakdown.values()]


def _part_order(text: str) -> tuple[int, int, str]:
    digits = text.split(" ")[0].split("-")[0]
    return (0, int(digits), text) if digits.isdecimal() else (1, 0, text.lower())
