"""Comparators of the demonstration: a made-up table file that is read like a published one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.demo.when import Clock
from boards.models import Board, User
from performance import authorities
from performance.models import Indicator, PublishedTable
from performance.queries import comparators as queries
from performance.services import comparators, published_tables, table_files
from performance.services.published_tables import MatchFields

PLAN = Path(__file__).parent / "comparators.yaml"
YEARS = 3
_PLACE = "geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name"
#: England and regions have so many times the children of a middling authority.
_SIZES = {"National": 150, "Regional": 14, "Local authority": 1}


def make(board: Board, by_key: Mapping[str, Indicator], clock: Clock, by: User) -> None:
    """Choose area and neighbours, and take two editions of the table over."""
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    chosen = plan["boards"][board.slug]
    comparators.set_area(board=board, codes=chosen["area"], version=0, by=by)
    comparators.add_set(
        board=board, codes=chosen["neighbours"], source="Chosen for the demonstration", by=by,
        starts_on=clock.year_start.replace(year=clock.year_start.year - YEARS),
    )  # fmt: skip
    table = None
    for ago in (1, 0):
        table = _take_over(board, table, plan["table"], by_key, clock, by, ago)


def _take_over(
    board: Board,
    table: PublishedTable | None,
    plan: dict[str, Any],
    by_key: Mapping[str, Indicator],
    clock: Clock,
    by: User,
    ago: int,
) -> PublishedTable:
    """Read the edition of so many years ago; the first one is matched with the indicators."""
    year = clock.year_start.year - ago
    content = "\n".join(lines(plan["columns"], year)).encode()
    name = f"made-up-table-{year}.csv"
    file = table_files.read(SimpleUploadedFile(name, content), queries.wanted_rows(board))
    published = clock.moment(365 * ago + 31)
    draft = published_tables.receive(
        board=board, table=table, title=plan["title"], edition=f"Reporting year {year}, made up",
        file=file, file_name=name, by=by, now=published,
    )  # fmt: skip
    if table is None:
        for key, (stem, _share, _whole) in plan["columns"].items():
            fields = MatchFields(
                by_key[key], value_column=f"{stem}_percent", filters={"category": "Total"},
                numerator_column=f"{stem}_number", denominator_column=f"{stem}_of",
            )  # fmt: skip
            published_tables.match(table=draft.table, fields=fields, by=by)
    published_tables.take_over(draft=draft, version=draft.version, by=by, now=published)
    return draft.table


def lines(columns: Mapping[str, tuple[str, float, int]], year: int) -> Iterator[str]:
    """Return the file of an edition: three years up to March of the year, all authorities.

    The edition of a year corrects the last year of the edition before, as it often is.
    """
    stems = [stem for stem, _share, _whole in columns.values()]
    figures = ",".join(f"{stem}_number,{stem}_of,{stem}_percent" for stem in stems)
    yield f"time_period,time_identifier,{_PLACE},category,{figures}"
    for first in range(year - YEARS, year):
        time = f"{first}{(first + 1) % 100:02d},Financial year"
        for place in _places():
            level = place.partition(",")[0]
            cells = [
                _cells(share, whole * _SIZES[level], f"{place} {stem} {first}", first == year - 1)
                for stem, share, whole in columns.values()
            ]
            yield f"{time},{place},Total,{','.join(cells)}"


def _places() -> Iterator[str]:
    england = "E92000001,England"
    yield f"National,{england},,,,"
    for region, found in authorities.by_region().items():
        yield f"Regional,{england},{region.code},{region.name},,"
        for each in found:
            name = f'"{each.name}"'
            yield f"Local authority,{england},{region.code},{region.name},{each.code},{name}"


def _cells(share: float, whole: int, seed: str, is_new: bool) -> str:
    """Return numerator, denominator and percentage; a few authorities send none in a year."""
    chance = Random(seed)  # noqa: S311 - made-up figures
    if seed.startswith("Local") and chance.random() < 0.04:
        return "x,x,x"
    spread = 0 if seed.startswith("National") else 3 if seed.startswith("Regional") else 7
    percent = share + chance.uniform(-1, 1) * spread + (0.3 if is_new else 0)
    of = round(whole * chance.uniform(0.6, 1.4)) if spread else whole
    number = round(of * percent / 100)
    return f"{number},{of},{100 * number / of:.1f}"
