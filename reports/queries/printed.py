"""What builds of reports printed of an indicator: read from their data files, never worked out."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from boards.models import Board, User
from boards.registry import PrintedReport
from boards.states import JobStatus
from reports.models import AnnualReport, ReportFile

#: So many builds are looked at, the latest first.
MOST = 20


class AlteredFile(Exception):
    """A file is not the one that was built."""


def printed_figures(board: Board, user: User, key: str) -> Iterator[PrintedReport]:
    """Yield what the board's builds printed of the indicator with this key, the latest first.

    A file whose checksum is not the one of its build is not believed.
    """
    reports = AnnualReport.objects.visible_to(user).filter(board=board)
    files = ReportFile.objects.filter(
        run__report__in=reports, run__status=JobStatus.READY, format=ReportFile.Format.JSON
    ).select_related("run__report__board")
    for file in files.order_by("-run__finished_at", "-pk")[:MOST]:
        rows, problem = [], ""
        try:
            rows = _rows(file, key)
        except FileNotFoundError:
            problem = _("its data file is not there any more")
        except AlteredFile:
            problem = _("its data file is not the one that was built: the checksum differs")
        yield PrintedReport(
            title=file.run.report.title,
            build=file.run.number,
            at=file.run.finished_at,
            url=_url(file),
            rows=rows,
            problem=problem,
        )


def _rows(file: ReportFile, key: str) -> list[dict[str, Any]]:
    with file.file.open("rb") as opened:
        content = opened.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise AlteredFile
    indicators = json.loads(content)["blocks"].get("indicators", {"rows": []})
    return [row for row in indicators["rows"] if row["indicator"] == key]


def _url(file: ReportFile) -> str:
    report = file.run.report
    kwargs = {"board": report.board.slug, "pk": report.pk, "number": file.run.number}
    return reverse("reports:run-detail", kwargs=kwargs)
