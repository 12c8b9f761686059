"""The starter library: indicators that every board needs, in performance/reference/indicators.

Shared by all boards and changed by releases; what a board takes from it becomes its own.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from performance.rules.themes import theme_order

FOLDER = Path(__file__).parent / "reference" / "indicators"
CHAINS = Path(__file__).parent / "reference" / "chains.yaml"


@dataclass(frozen=True)
class LibraryIndicator:
    key: str
    theme: str
    label: str
    definition: str
    unit: str
    kind: str
    polarity: str
    frequency: str
    #: Sector of the agency that usually has the figures; empty for the board's own.
    sector: str = ""
    numerator: str = ""
    denominator: str = ""
    statutory_return: str = ""
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class LibraryStep:
    """An indicator of the library in a chain."""

    indicator: str
    role: str = "step"
    because: str = ""


@dataclass(frozen=True)
class LibraryChain:
    """Indicators of the library whose figures have to hang together."""

    key: str
    title: str
    kind: str
    steps: tuple[LibraryStep, ...]

    @property
    def keys(self) -> list[str]:
        return [step.indicator for step in self.steps]


@cache
def shipped() -> tuple[LibraryIndicator, ...]:
    """Return the library by theme, in the order of the children's journey."""
    rows = [
        _read(path.stem, item)
        for path in FOLDER.glob("*.yaml")
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    # Sorting keeps the order of a theme's own file.
    return tuple(sorted(rows, key=lambda row: theme_order(row.theme)))


def by_theme() -> dict[str, list[LibraryIndicator]]:
    """Return the library's indicators of each theme."""
    themes: dict[str, list[LibraryIndicator]] = {}
    for row in shipped():
        themes.setdefault(row.theme, []).append(row)
    return themes


@cache
def chains() -> tuple[LibraryChain, ...]:
    """Return the chains of the library."""
    return tuple(
        LibraryChain(**(item | {"steps": tuple(LibraryStep(**step) for step in item["steps"])}))
        for item in yaml.safe_load(CHAINS.read_text(encoding="utf-8"))
    )


def _read(theme: str, item: dict[str, Any]) -> LibraryIndicator:
    return LibraryIndicator(
        **(item | {"theme": theme, "dimensions": tuple(item.get("dimensions", ()))})
    )
