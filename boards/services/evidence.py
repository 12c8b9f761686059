"""Evidence: files are checked by their content before anything is stored, and served inert."""

import hashlib
import os
import re
import unicodedata
import zipfile
from datetime import date, datetime
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Agency, Evidence, User


class FileRefused(DomainError):
    """The file is not stored; the message says why and what to do."""


#: Extension → content type, and the beginnings that such a file may have.
ZIP, OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
ACCEPTED: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", ZIP),
    "odp": ("application/vnd.oasis.opendocument.presentation", ZIP),
    "doc": ("application/msword", OLE),
    "xls": ("application/vnd.ms-excel", OLE),
    "ppt": ("application/vnd.ms-powerpoint", OLE),
    "msg": ("application/vnd.ms-outlook", OLE),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "tif": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "tiff": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "eml": ("message/rfc822", ()),
    "txt": ("text/plain", ()),
    "csv": ("text/csv", ()),
}
#: A member that every Office file of this kind has; an archive without it is something else.
_INSIDE = {
    "docx": "word/", "xlsx": "xl/", "pptx": "ppt/",
    "odt": "content.xml", "ods": "content.xml", "odp": "content.xml",
}  # fmt: skip
#: An Office file that unpacks to more than this is an archive bomb.
_MAX_UNPACKED = 500 * 1024 * 1024


def add_file(
    *,
    agency: Agency,
    upload: "UploadedFile[bytes]",
    by: User,
    title: str = "",
    expires_on: date | None = None,
    now: datetime | None = None,
) -> Evidence:
    """Store a file as the agency's evidence. The same file uploaded again is the same evidence.

    Raises `FileRefused` when it is empty, too large, or not what its name says; nothing is stored.
    """
    file_name = clean_name(upload.name or "")
    content_type = check(upload, file_name)
    sha256 = _digest(upload)
    known = Evidence.objects.filter(agency=agency, sha256=sha256).first()
    if known is not None:
        return known
    evidence = Evidence(
        agency=agency, title=(title.strip() or file_name)[:300], kind=Evidence.Kind.FILE,
        file_name=file_name, content_type=content_type, size=upload.size, sha256=sha256,
        expires_on=expires_on, uploaded_by=by, uploaded_at=now or timezone.now(),
    )  # fmt: skip
    upload.seek(0)
    evidence.file.save(file_name, upload, save=False)
    try:
        with change("evidence.add", by=by, on=agency):
            evidence.save()
    except BaseException:
        # Nothing half stored: a row that could not be written leaves no file behind.
        evidence.file.storage.delete(str(evidence.file.name))
        raise
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
    """Keep a web address as the agency's evidence."""
    if not re.match(r"https?://", link):
        raise DomainError(_("Enter a link that starts with https:// or http://."))
    with change("evidence.add", by=by, on=agency), transaction.atomic():
        known = Evidence.objects.filter(agency=agency, kind=Evidence.Kind.LINK, link=link).first()
        return known or Evidence.objects.create(
            agency=agency, title=(title.strip() or link)[:300], kind=Evidence.Kind.LINK, link=link,
            expires_on=expires_on, uploaded_by=by, uploaded_at=now or timezone.now(),
        )  # fmt: skip


def clean_name(name: str) -> str:
    """Return what the person called the file: without path or control characters, at most 255
    long.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    text = PurePosixPath(text).name
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()
    stem, extension = os.path.splitext(text)
    return (stem[: 255 - len(extension)] + extension) or "file"


def check(upload: "UploadedFile[bytes]", file_name: str) -> str:
    """Return the content type of an acceptable file, or raise `FileRefused`."""
    if not upload.size:
        raise FileRefused(_("This file is empty. Open it to check, then choose it again."))
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        limit = settings.EVIDENCE_MAX_BYTES // 1024 // 1024
        raise FileRefused(
            _("This file is larger than %(limit)d MB. Send the part that shows what you say.")
            % {"limit": limit}
        )
    extension = file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    if extension not in ACCEPTED:
        raise FileRefused(
            _("This kind of file cannot be kept. Save it as PDF, Word, Excel or a picture.")
        )
    content_type, beginnings = ACCEPTED[extension]
    upload.seek(0)
    start = upload.read(4096)
    if beginnings and not start.startswith(beginnings):
        raise FileRefused(_wrong_content(extension, start))
    if not beginnings and _looks_binary(start):
        raise FileRefused(_wrong_content(extension, start))
    if extension in _INSIDE:
        _check_archive(upload, extension)
    return content_type


def _wrong_content(extension: str, start: bytes) -> str:
    try:
        found = puremagic.from_string(start)
    except (puremagic.PureError, ValueError):
        found = ""
    detail = _(" It looks like a %(found)s file.") % {"found": found} if found else ""
    return (
        _("This file is called .%(extension)s but its content is something else.")
        % {"extension": extension}
        + detail
        + _(" Save it again in the right form.")
    )


def _looks_binary(start: bytes) -> bool:
    return b"\x00" in start or b"<script" in start.lower()


def _check_archive(upload: "UploadedFile[bytes]", extension: str) -> None:
    """An Office file must be one inside, and must not unpack to something enormous."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused(_("This file is damaged. Save it again and choose it anew.")) from error
    if not any(member.filename.startswith(_INSIDE[extension]) for member in members):
        raise FileRefused(_wrong_content(extension, b""))
    if sum(member.file_size for member in members) > _MAX_UNPACKED:
        raise FileRefused(_("This file unpacks to far more than an office document should."))


def _digest(upload: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
