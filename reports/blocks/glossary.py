"""Abbreviations that the report uses, explained."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from reports.blocks.base import Block, BlockContext
from reports.rules.text import abbreviations

FILE = Path(__file__).resolve().parent.parent / "reference" / "glossary.yaml"


@dataclass(frozen=True)
class Term:
    short: str
    full: str
    meaning: str


@dataclass(frozen=True)
class Glossary:
    terms: list[Term]


@cache
def known() -> dict[str, Term]:
    """Return the abbreviations of the field by their short form."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["short"]: Term(row["short"], row["full"], row.get("meaning", "")) for row in rows}


def build(context: BlockContext) -> Glossary | None:
    """Return what the report's sections, agencies, seats and groups abbreviate."""
    records = context.records()
    names = [*records.partners, *records.seats, *records.groups]
    text = "\n".join([context.text, *(str(thing) for thing in names)])
    terms = [known()[short] for short in abbreviations(text, known())]
    return Glossary(terms) if terms else None


BLOCKS = [
    Block(
        name="glossary",
        label=_("Glossary"),
        build=build,
        template="reports/blocks/glossary.html",
        counts_no_children="nothing",
        help=_("Abbreviations found in the report, explained."),
    )
]
