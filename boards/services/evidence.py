"""Evidence: files are checked by their content before anything is stored, and served inert."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Agency, Board, Evidence, User
from boards.models.evidence import storage_name
from boards.services import refused_files, uploads
from boards.services.uploads import FileRefused, check, clean_name
from boards.states import require_version

__all__ = [
    "FileRefused", "add_file", "add_link", "check", "clean_name", "correct", "keep", "received",
    "withdraw",
]  # fmt: skip

logger = logging.getLogger(__name__)
#: Stands where the address of a withdrawn link was: the database wants one.
_GONE = "https://withdrawn.invalid/{pk}"


def add_file(
    *,
    agency: Agency,
    upload: "UploadedFile[bytes]",
    by: User,
    board: Board | None = None,
    title: str = "",
    expires_on: date | None = None,
    now: datetime | None = None,
) -> Evidence:
    """Store a file as the agency's evidence. The same file uploaded again is the same evidence.

    Raises `FileRefused` when it is empty, too large, infected, or not what its name says; nothing
    is stored. Not for use inside another change: see `received`.
    """
    with received(
        agency=agency,
        upload=upload,
        by=by,
        board=board,
        title=title,
        expires_on=expires_on,
        now=now,
    ) as evidence:
        return keep(evidence=evidence, by=by)


@contextmanager
def received(
    *,
    agency: Agency,
    upload: "UploadedFile[bytes]",
    by: User,
    board: Board | None = None,
    title: str = "",
    expires_on: date | None = None,
    now: datetime | None = None,
) -> Iterator[Evidence]:
    """Check a file and write it, for a change that is made within: give its record to `keep` there.

    Scanning and writing take seconds, so they come before the change and its locks. The file goes
    away again when the change fails or did not keep it. `board` is the one on whose page it was
    sent: its manager is told of an infected file.

    Raises `FileRefused`; then nothing is stored.
    """
    file_name = clean_name(upload.name or "")
    content_type = check(upload, file_name)
    sha256 = uploads.digest(upload)
    refused_files.refuse_infected(upload, sha256=sha256, agency=agency, board=board, by=by, now=now)
    files = Evidence.objects.usable().filter(agency=agency, kind=Evidence.Kind.FILE)
    known = files.filter(sha256=sha256).first()
    if known is not None:
        yield known
        return
    evidence = Evidence(
        agency=agency, title=(title.strip() or file_name)[:300], kind=Evidence.Kind.FILE,
        file=_write(upload), file_name=file_name, content_type=content_type, size=upload.size,
        sha256=sha256, expires_on=expires_on, uploaded_by=by, uploaded_at=now or timezone.now(),
    )  # fmt: skip
    try:
        yield evidence
    except BaseException:
        _remove(str(evidence.file))
        raise
    if evidence._state.adding:  # nobody kept it
        _remove(str(evidence.file))


def keep(*, evidence: Evidence, by: User) -> Evidence:
    """Save the record of a received file; return the one there is when a colleague was faster."""
    if not evidence._state.adding:
        return evidence
    with change("evidence.add", by=by, on=evidence.agency):
        try:
            with transaction.atomic():
                evidence.save()
        except IntegrityError:
            evidence.pk = None
            same = {"agency": evidence.agency, "sha256": evidence.sha256}
            return Evidence.objects.usable().get(kind=Evidence.Kind.FILE, **same)
    return evidence


def add_link(
    *,
    agency: Agency,
    link: str,
    by: User,
    title: str = "",
    expires_on: date | None = None,
    now: datetime | None = None,
) -> Evidence:
    """Keep a web address as the agency's evidence; the same address again is the same evidence."""
    if not re.match(r"https?://", link):
        raise DomainError(_("Enter a link that starts with https:// or http://."))
    with change("evidence.add", by=by, on=agency):
        return Evidence.objects.usable().get_or_create(
            agency=agency, kind=Evidence.Kind.LINK, link=link,
            defaults={
                "title": (title.strip() or link)[:300], "expires_on": expires_on,
                "uploaded_by": by, "uploaded_at": now or timezone.now(),
            },
        )[0]  # fmt: skip


def correct(
    *, evidence: Evidence, title: str, expires_on: date | None, version: int, by: User
) -> Evidence:
    """Call evidence otherwise, or say until when it holds; the file or address stays."""
    if not title.strip():
        raise DomainError(_("Enter what this evidence is called."))
    with change("evidence.correct", by=by, on=evidence.agency):
        locked = _locked(evidence, version)
        locked.title, locked.expires_on = title.strip()[:300], expires_on
        return _next(locked, "title", "expires_on")


def withdraw(
    *, evidence: Evidence, reason: str, version: int, by: User, now: datetime | None = None
) -> Evidence:
    """Take evidence back, wherever it was used, say because a child is named in it.

    A sent return shows that something was there and why it is gone. The file goes from the store
    once the change is committed; backups keep it as long as they are kept (`docs/deployment.md`).
    """
    if not reason.strip():
        raise DomainError(_("Say why it is withdrawn, without naming a child."))
    with change("evidence.withdraw", by=by, on=evidence.agency):
        locked = _locked(evidence, version)
        locked.withdrawn_at, locked.withdrawn_by = now or timezone.now(), by
        locked.withdrawn_reason = reason.strip()
        # What it was called may name a child as well.
        locked.title, locked.file_name = _("Withdrawn evidence"), ""
        if locked.kind == Evidence.Kind.LINK:
            locked.link = _GONE.format(pk=locked.pk)
        else:
            transaction.on_commit(partial(_remove, str(locked.file)), robust=True)
        return _next(
            locked,
            "withdrawn_at", "withdrawn_by", "withdrawn_reason", "title", "file_name", "link",
        )  # fmt: skip


def _locked(evidence: Evidence, version: int) -> Evidence:
    locked: Evidence = Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    require_version(locked, version)
    if locked.withdrawn_at:
        raise DomainError(_("This evidence was withdrawn already."))
    return locked


def _next(evidence: Evidence, *fields: str) -> Evidence:
    evidence.version += 1
    evidence.save(update_fields=[*fields, "version"])
    return evidence


def _write(upload: "UploadedFile[bytes]") -> str:
    """Write the content under a name that says nothing; raise `FileRefused` when that fails."""
    name = storage_name()
    upload.seek(0)
    try:
        return default_storage.save(name, upload)
    except Exception as error:  # a disk, a bucket, a network: each has its own errors
        logger.exception("a file could not be stored")
        _remove(name)
        raise FileRefused(uploads.no_room()) from error


def _remove(name: str) -> None:
    try:
        default_storage.delete(name)
    except Exception:  # the sweep of boards/services/stored_files.py finds it
        logger.exception("a file that nothing refers to could not be removed")
