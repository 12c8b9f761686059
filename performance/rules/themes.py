"""Themes of indicators: their names and order, from performance/reference/themes.yaml."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "reference" / "themes.yaml"


@cache
def themes() -> dict[str, str]:
    """Return key → label in the order of the children's journey. The file changes by release."""
    rows: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return rows


def theme_label(key: str) -> str:
    """Return the name of a theme; one that a board brought with it is made readable."""
    if not key:
        return "Other"
    return themes().get(key) or key.replace("_", " ").replace("-", " ").capitalize()


def theme_order(key: str) -> tuple[int, str]:
    """Return what to sort themes by: the known ones in their order, then the others by name."""
    known = list(themes())
    return (known.index(key), "") if key in known else (len(known), theme_label(key))
