"""Small numbers stay hidden in whatever leaves the board (docs/adr/0014-suppression.md).

`protect(tables, policy)` takes counts with the sums and ratios between them and gives back what may
be printed. What it hides cannot be worked out from what it shows.
"""

from performance.rules.suppression.cells import (
    HIDDEN,
    Hidden,
    Key,
    Policy,
    Published,
    Ratio,
    Shown,
    Sum,
    Table,
    for_file,
)
from performance.rules.suppression.crossed import crossed
from performance.rules.suppression.protect import protect

__all__ = [
    "HIDDEN", "Hidden", "Key", "Policy", "Published", "Ratio", "Shown", "Sum", "Table", "crossed",
    "for_file", "protect",
]  # fmt: skip
