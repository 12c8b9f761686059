"""Sections `case_file_audits` and `audit_rounds`: published counts of past audits."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from boards.board_year.errors import Errors
from boards.board_year.kinds import PERCENT, Count, Key, MapOf, OneOf, PeriodOf, Ref, Text, of
from boards.board_year.periods import Period
from boards.board_year.records import ListOf

JUDGEMENTS = ("inadequate", "requires_improvement", "good", "outstanding")
TOOLS = ("section-11", "section-175", "cse", "other")


@dataclass(frozen=True, kw_only=True)
class CaseFileAudit:
    """A case file audit; `judgements` may add up to fewer than `cases` (not judged)."""

    key: str | None = of(Key(noun="case_file_audit"))
    theme: str | None = of(Text())
    period: Period | None = of(PeriodOf())
    repeat_of: str | None = of(Ref(noun="case_file_audit"))
    cases: int | None = of(Count())
    judgements: dict[str, int] = of(MapOf(OneOf(JUDGEMENTS), Count()), default={})


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A published finding of a round: the share of returns for which it is true."""

    label: str | None = of(Text())
    percent: Decimal | None = of(PERCENT)


@dataclass(frozen=True, kw_only=True)
class AuditRound:
    """A round of a self-assessment tool, as counts."""

    key: str | None = of(Key(noun="audit_round"))
    tool: str | None = of(OneOf(TOOLS))
    title: str | None = of(Text())
    invited: int | None = of(Count())
    submitted: int | None = of(Count())
    started: int | None = of(Count())
    not_started: int | None = of(Count())
    findings: tuple[Finding, ...] = of(ListOf(Finding), default=())


def check_case_files(audits: Sequence[CaseFileAudit], errors: Errors) -> None:
    """Check that no more cases are judged than there were, and that nothing repeats itself."""
    for position, audit in enumerate(audits):
        path = f"case_file_audits[{position}]"
        judged = sum(audit.judgements.values())
        if audit.cases is not None and judged > audit.cases:
            message = f"add up to {judged}, more than the {audit.cases} cases"
            errors.add(f"{path}.judgements", message)
        if audit.key is not None and audit.repeat_of == audit.key:
            errors.add(f"{path}.repeat_of", "an audit cannot repeat itself")
