"""Load reference data from the dated YAML of each app. Running it again changes nothing."""

from pathlib import Path
from typing import Any

import yaml
from django.db import models

from boards.activity import change
from boards.models import Capacity, Regime, Sector

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def upsert(model: type[models.Model], lookup: dict[str, Any], values: dict[str, Any]) -> Any:
    """Create the row or write what differs; a row that is right already is not touched."""
    row = model._default_manager.filter(**lookup).first()
    if row is None:
        return model._default_manager.create(**lookup, **values)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return row


def load() -> None:
    """Load regimes, sectors and capacities."""
    with change("reference.load", by=None):
        for order, item in enumerate(read(REFERENCE / "sectors.yaml")):
            upsert(Sector, {"key": item["key"]}, {"label": item["label"], "order": order})
        for order, item in enumerate(read(REFERENCE / "capacities.yaml")):
            values = {
                "label": item["label"],
                "counts_for_agency": item["counts_for_agency"],
                "order": order,
            }
            upsert(Capacity, {"key": item["key"]}, values)
        for item in read(REFERENCE / "regimes.yaml"):
            _load_regime(item)


def _load_regime(item: dict[str, Any]) -> None:
    due = item.get("annual_report_due") or {}
    values = {
        "label": item["label"],
        "guidance": item.get("guidance", ""),
        "statutory_source": item.get("statutory_source", ""),
        "valid_from": item.get("valid_from"),
        "valid_to": item.get("valid_to"),
        "words": item.get("words", {}),
        "report_due_month": due.get("month"),
        "report_due_day": due.get("day"),
        "recipients": [r if isinstance(r, str) else r["title"] for r in item.get("recipients", [])],
    }
    upsert(Regime, {"key": item["key"]}, values)
