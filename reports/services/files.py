"""The files of builds: stored under names that say nothing, swept away when a build did not end."""

from __future__ import annotations

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from boards.states import JobStatus
from reports.models import AnnualReport, ReportFile, ReportRun
from reports.services.building import Made

#: How the names of files end.
ENDINGS: dict[str, str] = {
    ReportFile.Format.PUBLIC_PDF: "-public.pdf",
    ReportFile.Format.PUBLIC_HTML: "-public.html",
    ReportFile.Format.PUBLIC_JSON: "-public.json",
    ReportFile.Format.PDF: ".pdf",
    ReportFile.Format.HTML: ".html",
    ReportFile.Format.JSON: ".json",
}


def download_name(file: ReportFile, report: AnnualReport) -> str:
    """Return the name under which a file is downloaded: one glance tells which edition it is."""
    year = report.year.label.replace("/", "-")
    ending = ENDINGS[file.format] if file.is_public else f"-restricted{ENDINGS[file.format]}"
    return f"{report.board.slug}-{year}-annual-report{ending}"


def store(run: ReportRun, made: Made) -> list[ReportFile]:
    """Write the contents into the build's own folder; the rows are for the caller to save."""
    rows = []
    for format_, content in made.contents.items():
        name = default_storage.save(
            f"{_folder(run)}/{uuid.uuid4().hex}{ENDINGS[format_]}", ContentFile(content)
        )
        digest = hashlib.sha256(content).hexdigest()
        row = ReportFile(run=run, format=format_, file=name, size=len(content), sha256=digest)
        rows.append(row)
    return rows


def sweep(run: ReportRun) -> None:
    """Remove what builds of the report left behind that did not end: of a dead worker, too."""
    for other in run.report.runs.exclude(status=JobStatus.READY):
        for name in _names(_folder(other)):
            default_storage.delete(name)


def discard(rows: list[ReportFile]) -> None:
    """Remove files whose rows were not saved after all."""
    for row in rows:
        default_storage.delete(str(row.file))


def _folder(run: ReportRun) -> str:
    return f"reports/{run.pk}"


def _names(folder: str) -> list[str]:
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in names]
