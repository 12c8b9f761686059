"""Section `audit_rounds` of board-year files: published counts of past rounds."""

from decimal import Decimal
from typing import Any

from audits.models import Round, RoundFinding, ToolKind
from audits.queries.published import counts
from audits.rules.published import RoundCounts
from audits.states import RoundStatus
from boards.board_year import BoardYearFile
from boards.board_year.errors import Errors
from boards.board_year.sections.audits import AuditRound, Finding
from boards.board_year.store import BoardYearSection, ExportRun, ImportRun
from boards.board_year.store.run import keyed, made_by_import
from boards.models import BoardYear


def check(file: BoardYearFile, year: BoardYear, errors: Errors) -> None:
    """Note rounds of the file that run in the portal: they have returns of their own."""
    live = Round.objects.filter(year=year).exclude(status=RoundStatus.PUBLISHED)
    titles = dict(live.values_list("key", "title"))
    for position, (key, _row) in enumerate(_keyed(file)):
        if key in titles:
            message = f"{titles[key]} is a live round here; its own returns are counted instead"
            errors.add(f"audit_rounds[{position}].key", message)


def store(run: ImportRun) -> None:
    """Add and correct published rounds; a round with returns of its own is never overwritten."""
    if "audit_rounds" not in run.file.present:
        return
    # Once more under the lock of the board: a round may have been drafted since the file was read.
    check(run.file, run.year, run.errors)
    run.errors.raise_if_any()
    known = {each.key: each for each in _rounds(run)}
    for position, (key, row) in enumerate(_rows(run)):
        existing = known.get(key)
        _store_round(run, key, row, existing, position)
    run.put_in_order(_rounds(run), [key for key, _ in _rows(run)], "audit_rounds")


def tidy(run: ImportRun) -> None:
    """Take away published rounds of the year that the file does not have any more."""
    if "audit_rounds" not in run.file.present:
        return
    named = {key for key, _ in _rows(run)}
    published = [each for each in _rounds(run) if each.status == RoundStatus.PUBLISHED]
    absent = [each for each in published if each.key not in named]
    imported = made_by_import(absent)
    for each in absent:
        path = f"audit_rounds.{each.key}"
        if each.pk in imported:
            run.delete(each, path)
        else:
            run.notes.append(f"{path}: not in the file, but entered in the portal")


def export(run: ExportRun) -> tuple[AuditRound, ...]:
    """Return the year's rounds with their counts: published ones, and live ones as they stand."""
    rounds = {each.key: each for each in run.year.rounds.prefetch_related("findings")}
    return tuple(_exported(rounds[str(each.key)], each) for each in counts(run.year))


def _exported(of_round: Round, counted: RoundCounts) -> AuditRound:
    return AuditRound(
        key=of_round.key,
        tool=of_round.kind,
        title=of_round.title,
        invited=counted.invited,
        submitted=counted.submitted,
        started=counted.started,
        not_started=counted.not_started,
        findings=tuple(
            Finding(label=finding.label or None, percent=_short(finding.percent))
            for finding in of_round.findings.all()
        ),
    )


def _short(number: Decimal | None) -> Decimal | None:
    """Return the number without zeros that only the column's width put there (91, not 91.00)."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def _rows(run: ImportRun) -> list[tuple[str, AuditRound]]:
    return _keyed(run.file)


def _keyed(file: BoardYearFile) -> list[tuple[str, AuditRound]]:
    return keyed(file.audit_rounds, lambda row: row.title, "round")


def _rounds(run: ImportRun) -> list[Round]:
    return list(Round.objects.filter(year=run.year).prefetch_related("findings"))


def _store_round(
    run: ImportRun, key: str, row: AuditRound, existing: Round | None, order: int
) -> None:
    path = f"audit_rounds.{key}"
    values: dict[str, Any] = {
        "title": row.title or key,
        "kind": row.tool or ToolKind.OTHER,
        "invited": row.invited,
        "submitted": row.submitted,
        "started": row.started,
        "not_started": row.not_started,
    }
    if existing is None:
        existing = run.create(
            Round,
            path,
            board=run.board,
            year=run.year,
            key=key,
            status=RoundStatus.PUBLISHED,
            order=order,
            **values,
        )
    else:
        run.update(existing, path, **values)
    _store_findings(run, path, existing, row)


def _store_findings(run: ImportRun, path: str, of_round: Round, row: AuditRound) -> None:
    """Write the findings anew when one of them differs: they are a list, and have no keys."""
    stored = [(each.label, each.percent) for each in of_round.findings.all()]
    written = [(each.label or "", each.percent) for each in row.findings]
    if stored == written:
        return
    of_round.findings.all().delete()
    RoundFinding.objects.bulk_create(
        RoundFinding(round=of_round, label=label, percent=percent, order=order)
        for order, (label, percent) in enumerate(written)
    )
    run.note_change(f"{path}.findings", _in_words(stored), _in_words(written), of=path)


def _in_words(findings: list[tuple[str, Decimal | None]]) -> str:
    return "; ".join(
        f"{label} {'' if percent is None else f'{_short(percent)} %'}".strip()
        for label, percent in findings
    )


SECTION = BoardYearSection(store=store, export=export, check=check, tidy=tidy)
