"""Compare what the portal calculates with an expected report-data file.

Rules of the format: every key of the expected file must be there and equal, numbers as numbers;
more keys may be added to any object; rows keep their order; a key that an expected row lacks is
free.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
BOARD_YEARS = FOLDER.parent.parent / "boards" / "demo" / "board-years"

#: The two published years that the portal must reproduce.
NAMES = ("worcestershire-2016-17", "walsall-2016-17")


def expected(name: str) -> Any:
    """Return `NAME.expected.json`, numbers exact."""
    return json.loads((FOLDER / f"{name}.expected.json").read_text(), parse_float=Decimal)


def as_written(data: Any) -> Any:
    """Return data as it comes back from a JSON file, numbers exact."""
    return json.loads(json.dumps(data), parse_float=Decimal)


def board_year(name: str) -> str:
    """Return the text of the board-year file `NAME`."""
    return (BOARD_YEARS / f"{name}.yaml").read_text()


def differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Return a line for each place where `found` is not what is wanted."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        lines = []
        for key, value in wanted.items():
            where = f"{path}.{key}".lstrip(".")
            if key in found:
                lines += differences(value, found[key], where)
            else:
                lines.append(f"{where}: missing")
        return lines
    if isinstance(wanted, list) and isinstance(found, list):
        lines = (
            [] if len(wanted) == len(found) else [f"{path}: {len(found)} rows, not {len(wanted)}"]
        )
        for position, (one, other) in enumerate(zip(wanted, found, strict=False)):
            lines += differences(one, other, f"{path}[{position}]")
        return lines
    return [] if _same(wanted, found) else [f"{path}: {found!r}, not {wanted!r}"]


def _same(wanted: Any, found: Any) -> bool:
    """Numbers as numbers (40 is 40.0), but true is not 1."""
    return bool(wanted == found) and isinstance(wanted, bool) == isinstance(found, bool)
