"""Breakdown tables that boards can adopt, in performance/reference/breakdown_tables.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "reference" / "breakdown_tables.yaml"


@dataclass(frozen=True)
class StarterTable:
    key: str
    title: str
    description: str
    rows_by: str
    columns_by: str
    period_kind: str
    with_shares: bool
    with_previous: bool
    #: Keys of the indicator library.
    indicators: tuple[str, ...]


@cache
def shipped() -> tuple[StarterTable, ...]:
    """Return the tables in the order of the file."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(StarterTable(**(row | {"indicators": tuple(row["indicators"])})) for row in rows)
