"""Writing an annual report: start it from the template, arrange its sections, write in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, BoardYear, User
from boards.states import require_version
from reports import blocks, templates
from reports.models import AnnualReport, ReportSection


class AlreadyThere(DomainError):
    """The year has its report already."""


class ReasonWanted(DomainError):
    """A required section is not left out silently."""


def draft(*, year: BoardYear, by: User | None = None) -> tuple[AnnualReport, list[ReportSection]]:
    """Return the report of the year's regime and its sections, not yet stored."""
    template = templates.of_regime(year.regime_id)
    report = AnnualReport(
        board=year.board,
        year=year,
        title=f"{template.title} {year.label}",
        template_key=template.key,
        created_by=by,
    )
    sections = [
        ReportSection(
            report=report,
            key=section.key,
            title=section.title,
            prompt=section.prompt,
            source=section.source,
            is_required=section.is_required,
            is_appendix=section.is_appendix,
            blocks=list(section.blocks),
            order=order,
        )
        for order, section in enumerate(template.sections, start=1)
    ]
    return report, sections


def create(*, board: Board, year: BoardYear, by: User | None) -> AnnualReport:
    """Start the report of a year from the template of that year's regime.

    Raises `AlreadyThere` when the year has one, `DomainError` when the regime has no template.
    """
    if year.board_id != board.pk:
        raise DomainError(_("This year belongs to another board."))
    report, sections = draft(year=year, by=by)
    try:
        with change("reports.create", by=by, board=board, on=report), transaction.atomic():
            report.save(force_insert=True)
            ReportSection.objects.bulk_create(sections)
    except IntegrityError as error:
        message = _("The report of %(year)s has been started already.") % {"year": year.label}
        raise AlreadyThere(message) from error
    return report


def edit_section(
    *,
    section: ReportSection,
    title: str,
    text: str,
    status: str,
    by: User | None,
    version: int | None,
    block_names: Sequence[str] | None = None,
    now: datetime | None = None,
) -> ReportSection:
    """Write in a section. `block_names` says which blocks stand in it; None leaves them.

    Raises `StaleRecord` with the stored section when somebody else wrote meanwhile.
    """
    with change("reports.edit", by=by, board=section.report.board, on=section):
        locked = _lock(section)
        require_version(locked, version)
        locked.title = title.strip() or locked.title
        locked.text = text.replace("\r\n", "\n").strip()
        locked.status = ReportSection.Status(status)
        if block_names is not None:
            locked.blocks = _arranged(locked.blocks, block_names)
        locked.updated_by, locked.updated_at = by, now or timezone.now()
        locked.version += 1
        fields = ["title", "text", "status", "blocks", "updated_by", "updated_at", "version"]
        locked.save(update_fields=fields)
    return locked


def add_section(
    *, report: AnnualReport, title: str, is_appendix: bool, by: User | None
) -> ReportSection:
    """Add a section of the board's own after the last one of its kind."""
    title = title.strip()
    if not title:
        raise DomainError(_("Enter the section’s title."))
    with change("reports.arrange", by=by, board=report.board, on=report):
        sections = _lock_all(report)
        section = ReportSection(
            report=report,
            key=_free_key(title, {s.key for s in sections}),
            title=title[:300],
            is_appendix=is_appendix,
            order=0,
            updated_by=by,
        )
        chapters = [s for s in sections if not s.is_appendix]
        appendices = [s for s in sections if s.is_appendix]
        (appendices if is_appendix else chapters).append(section)
        section.save(force_insert=True)
        _number([*chapters, *appendices])
    return section


def move_section(*, section: ReportSection, up: bool, by: User | None) -> ReportSection:
    """Move a section one place up or down among its kind; at the edge nothing happens."""
    with change("reports.arrange", by=by, board=section.report.board, on=section.report):
        sections = _lock_all(section.report)
        kin = [s for s in sections if s.is_appendix == section.is_appendix]
        at = next(index for index, s in enumerate(kin) if s.pk == section.pk)
        to = at - 1 if up else at + 1
        if 0 <= to < len(kin):
            kin[at], kin[to] = kin[to], kin[at]
        others = [s for s in sections if s.is_appendix != section.is_appendix]
        _number([*others, *kin] if section.is_appendix else [*kin, *others])
    return section


def arrange(*, report: AnnualReport, keys: Sequence[str], by: User | None) -> AnnualReport:
    """Put the sections into this order; sections that are not named keep their order behind.

    Appendices stay behind chapters.
    """
    with change("reports.arrange", by=by, board=report.board, on=report):
        wanted = {key: place for place, key in enumerate(keys)}
        sections = _lock_all(report)
        _number(sorted(sections, key=lambda s: (s.is_appendix, wanted.get(s.key, len(wanted)))))
    return report


def leave_out(
    *, section: ReportSection, reason: str, by: User | None, version: int | None = None
) -> ReportSection:
    """Leave a section out of the report; a required one wants a reason, which is printed.

    Raises `ReasonWanted`, or `StaleRecord` when somebody changed the section meanwhile.
    """
    with change("reports.arrange", by=by, board=section.report.board, on=section.report):
        locked = _lock(section)
        require_version(locked, version)
        if locked.is_required and not reason.strip():
            raise ReasonWanted(_("Enter why this required section is left out."))
        return _set_left_out(locked, left_out=True, reason=reason.strip())


def restore(*, section: ReportSection, by: User | None) -> ReportSection:
    """Take a section back into the report, with the text it had."""
    with change("reports.arrange", by=by, board=section.report.board, on=section.report):
        return _set_left_out(_lock(section), left_out=False, reason="")


def _set_left_out(section: ReportSection, *, left_out: bool, reason: str) -> ReportSection:
    section.is_left_out, section.left_out_reason = left_out, reason
    section.version += 1
    section.save(update_fields=["is_left_out", "left_out_reason", "version"])
    return section


def _lock(section: ReportSection) -> ReportSection:
    rows = ReportSection.objects.select_for_update(of=("self",)).select_related("report__board")
    return rows.get(pk=section.pk)


def _lock_all(report: AnnualReport) -> list[ReportSection]:
    """Lock the report first: two people who arrange it come one after the other."""
    AnnualReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    return list(report.sections.order_by("is_appendix", "order", "pk"))


def _number(sections: Sequence[ReportSection]) -> None:
    moved = []
    for order, section in enumerate(sections, start=1):
        if section.order != order:
            section.order = order
            moved.append(section)
    ReportSection.objects.bulk_update(moved, ["order"])


def _arranged(now: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Keep the order of blocks that stay; new ones come behind. Refuse names that are not known."""
    if unknown := set(wanted) - set(blocks.known()) - set(now):
        names = ", ".join(sorted(unknown))
        raise DomainError(_("There is no block called %(names)s.") % {"names": names})
    stay = [name for name in now if name in wanted]
    return stay + [name for name in dict.fromkeys(wanted) if name not in stay]


def _free_key(title: str, taken: set[str]) -> str:
    base = slugify(title)[:50].strip("-") or "section"
    number, key = 1, base
    while key in taken or key == "add":
        number += 1
        key = f"{base}-{number}"
    return key
