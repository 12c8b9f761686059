"""What is missing from a report: sections that the template requires, and the law's own list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.models import ReportSection
from reports.templates import Duty, ReportTemplate


class Standing(StrEnum):
    """How a section stands that something is wanted of."""

    AGREED = "agreed"
    WRITTEN = "written"
    EMPTY = "empty"
    LEFT_OUT = "left_out"
    ABSENT = "absent"


#: What counts as missing.
MISSING = frozenset({Standing.EMPTY, Standing.LEFT_OUT, Standing.ABSENT})


@dataclass(frozen=True)
class DutyLine:
    """One duty, and how the section that answers it stands."""

    duty: Duty
    section: ReportSection | None
    standing: Standing

    @property
    def is_missing(self) -> bool:
        return self.standing in MISSING


@dataclass(frozen=True)
class SectionLack:
    """A required section without text, or left out."""

    section: ReportSection
    standing: Standing


def standing(section: ReportSection | None) -> Standing:
    """Return how a section stands. Blocks alone are figures without words: it stays unwritten,
    unless it is an appendix, which may be figures alone.
    """
    if section is None:
        return Standing.ABSENT
    if section.is_left_out:
        return Standing.LEFT_OUT
    if not section.text.strip() and not (section.is_appendix and section.blocks):
        return Standing.EMPTY
    return Standing.AGREED if section.status == ReportSection.Status.AGREED else Standing.WRITTEN


def lacking(sections: Sequence[ReportSection]) -> list[SectionLack]:
    """Return the required sections that are empty or left out, in their order."""
    found = [(s, standing(s)) for s in sections if s.is_required]
    return [SectionLack(section, state) for section, state in found if state in MISSING]


def duties(template: ReportTemplate | None, sections: Sequence[ReportSection]) -> list[DutyLine]:
    """Return what the law wants in the report, each with how its section stands."""
    by_key = {section.key: section for section in sections}
    wanted = template.duties if template else ()
    return [
        DutyLine(duty, by_key.get(duty.section), standing(by_key.get(duty.section)))
        for duty in wanted
    ]
