"""What people owe for annual reports, and the latest report for the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, When
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.models import Board, BoardYear, Membership, User
from boards.registry import Figure, Panel, ToDo
from boards.states import JobStatus
from reports.models import ReportFile, ReportRun
from reports.rules.due import FORGOTTEN_AFTER_DAYS, due_on


def todos(user: User, on: date) -> Iterator[ToDo]:
    """Annual reports of years that are over and were not built since, for those who build them."""
    built = ReportRun.objects.filter(
        report__year=OuterRef("pk"),
        status=JobStatus.READY,
        finished_at__date__gt=OuterRef("ends_on"),
    )
    years = (
        BoardYear.objects.filter(
            ~Exists(built),
            _granted(user, Permission.REPORT_BUILD, "board"),
            ends_on__lt=on,
            regime__report_due_month__isnull=False,
        )
        .select_related("board", "regime", "annual_report")
        .order_by("ends_on")
    )
    for year in years:
        due = due_on(year.ends_on, year.regime.report_due_month, year.regime.report_due_day)
        if due is not None and due >= on - timedelta(days=FORGOTTEN_AFTER_DAYS):
            yield ToDo(
                kind="report",
                title=_("Annual report %(year)s") % {"year": year.label},
                url=_report_url(year),
                board=year.board,
                due_on=due,
            )


def panels(user: User) -> Iterator[Panel]:
    """The latest annual report of each board whose reports the person may download."""
    for pdf in _latest_pdfs(user):
        report = pdf.run.report
        slug = report.board.slug
        label = _("Download PDF (%(size)s)") if pdf.is_public else _("Restricted PDF (%(size)s)")
        yield Panel(
            title=report.title,
            text=report.board.name,
            links=[
                (label % {"size": filesizeformat(pdf.size)}, _file_url(pdf)),
                (
                    _("All years, formats and the board’s own edition"),
                    reverse("reports:report-list", kwargs={"board": slug}),
                ),
            ],
        )


def figures(board: Board, user: User, on: date) -> Iterator[Figure]:
    """The latest annual report, on the board's own first page."""
    for pdf in _latest_pdfs(user):
        if pdf.run.report.board_id == board.pk:
            yield Figure(
                label=pdf.run.report.title,
                value=_("Download PDF") if pdf.is_public else _("Restricted PDF"),
                url=_file_url(pdf),
                hint=filesizeformat(pdf.size),
            )


def _latest_pdfs(user: User) -> list[ReportFile]:
    """Return one PDF for each board: the newest year, and of it the newest build.

    It is the one for the public; builds from before there was one have the board's own alone.
    """
    return list(
        ReportFile.objects.filter(
            _granted(user, Permission.REPORT_DOWNLOAD, "run__report__board"),
            format__in=[ReportFile.Format.PUBLIC_PDF, ReportFile.Format.PDF],
            run__status=JobStatus.READY,
        )
        .select_related("run__report__board")
        .order_by(
            "run__report__board__name",
            "run__report__board_id",
            "-run__report__year__starts_on",
            "-run__number",
            Case(When(format=ReportFile.Format.PUBLIC_PDF, then=0), default=1),
        )
        .distinct("run__report__board__name", "run__report__board_id")
    )


def _granted(user: User, permission: Permission, board: str) -> Exists:
    return Exists(Membership.objects.granting(permission, user).filter(board=OuterRef(board)))


def _report_url(year: BoardYear) -> str:
    slug, report = year.board.slug, getattr(year, "annual_report", None)
    if report is None:
        return reverse("reports:report-list", kwargs={"board": slug})
    return reverse("reports:report-detail", kwargs={"board": slug, "pk": report.pk})


def _file_url(pdf: ReportFile) -> str:
    report = pdf.run.report
    kwargs = {"board": report.board.slug, "pk": report.pk, "file": pdf.pk}
    return reverse("reports:download", kwargs=kwargs)
