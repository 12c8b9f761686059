"""Charts of pages and reports: Vega-Lite specifications as plain dictionaries (style, drawing)."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite chart with the words for those who do not see it."""

    title: str
    #: Says what the chart shows, figures included: the alternative text.
    description: str
    spec: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Name the drawing by what it is drawn from."""
        source = [self.title, self.description, self.spec]
        return hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()
