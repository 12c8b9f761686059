"""Evidence on the disk and evidence in the database: kept in step, and scanned again."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.utils import timezone

from boards.activity import change
from boards.models import Evidence
from boards.services import scanning

logger = logging.getLogger(__name__)

FOLDER = "evidence"
#: A younger file may belong to a change that is not committed yet.
GRACE = timedelta(hours=24)
BATCH = 1_000


@dataclass
class Sweep:
    """What a sweep found."""

    removed: int = 0
    missing: int = 0


def sweep(*, now: datetime | None = None) -> Sweep:
    """Remove files without a record (their worker died in between); log records without a file."""
    now = now or timezone.now()
    stored = set(_stored_names())
    files = Evidence.objects.usable().filter(kind=Evidence.Kind.FILE)
    recorded = set(files.values_list("file", flat=True))
    found = Sweep(missing=len(recorded - stored))
    for name in sorted(stored - recorded):
        if default_storage.get_modified_time(name) < now - GRACE:
            default_storage.delete(name)
            found.removed += 1
    if found.missing:
        logger.error("evidence without its file", extra={"count": found.missing})
    if found.removed:
        logger.warning("files without a record removed", extra={"count": found.removed})
    return found


def scan_again() -> Iterator[tuple[Evidence, str]]:
    """Scan all stored files with today's signatures; yield each with what was found in it.

    An infected file can be downloaded by nobody from then on. Raises `scanning.ScannerAway`.
    """
    files = Evidence.objects.usable().filter(kind=Evidence.Kind.FILE, infection="")
    rows = files.order_by("pk")
    for evidence in rows.iterator(chunk_size=BATCH):
        try:
            with evidence.file.open("rb") as file:
                signature = scanning.signature_in(cast(BinaryIO, file))
        except (FileNotFoundError, scanning.TooLargeToScan) as error:
            logger.error(  # noqa: TRY400 - the kind of error is the whole story
                "a stored file could not be scanned",
                extra={"evidence": evidence.pk, "error": type(error).__name__},
            )
            continue
        if signature:
            with change("evidence.quarantine", by=None, on=evidence.agency):
                Evidence.objects.filter(pk=evidence.pk).update(infection=signature)
        yield evidence, signature


def _stored_names() -> list[str]:
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{name}" for name in names]
