"""What a person may send as a file: judged by its content, before anything is stored."""

import hashlib
import os
import re
import struct
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from boards.errors import DomainError
from boards.upload_handlers import NotReceived


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
#: Its list of members is read whole, so a list of hundreds of thousands is not read at all.
_MAX_MEMBER_LIST = 2 * 1024 * 1024
#: Programs inside Office files: members of the new formats, a stream's name in the old ones.
_MACRO_MEMBERS = re.compile(r"(^|/)(vbaproject\.bin|basic/.+)$", re.IGNORECASE)
_MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*:|^From ")
_MARKUP = (b"<!doctype html", b"<html", b"<svg", b"<?xml")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def clean_name(name: str) -> str:
    """Return what the person called the file, as every system can keep it: without path, control
    and direction characters, not a device of Windows, at most 255 long.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    text = PurePosixPath(text).name
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    text = re.sub(r'[<>:"|?*]', "_", text).strip(" .")
    if _RESERVED.match(text):
        text = f"_{text}"
    stem, extension = os.path.splitext(text)
    extension = extension[:50]
    return (stem[: 255 - len(extension)] + extension) or "file"


def check(upload: "UploadedFile[bytes]", file_name: str) -> str:
    """Return the content type of an acceptable file, or raise `FileRefused`."""
    check_received(upload, limit=settings.EVIDENCE_MAX_BYTES)
    extension = file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    if extension not in ACCEPTED:
        raise FileRefused(
            _("This kind of file cannot be kept. Save it as PDF, Word, Excel or a picture.")
        )
    content_type, beginnings = ACCEPTED[extension]
    upload.seek(0)
    start = upload.read(4096)
    if not _begins_rightly(extension, beginnings, start):
        raise FileRefused(_wrong_content(extension, start))
    if extension in _INSIDE:
        _check_office(upload, extension)
    elif beginnings == OLE and _contains(upload, _MACRO_STREAM):
        raise FileRefused(_has_macros())
    return content_type


def check_received(upload: "UploadedFile[bytes]", *, limit: int) -> None:
    """Raise `FileRefused` when a file did not arrive whole, is empty, or larger than `limit`."""
    if upload.size and upload.size > limit:
        raise FileRefused(
            _("This file is larger than %(limit)d MB. Send a smaller one, with what matters.")
            % {"limit": limit // 1024 // 1024}
        )
    if isinstance(upload, NotReceived):
        raise FileRefused(no_room())
    if not upload.size:
        raise FileRefused(_("This file is empty. Open it to check, then choose it again."))


def no_room() -> str:
    """Return the words for a store that cannot take a file now."""
    return _(
        "The file could not be stored just now, and nothing of it was kept. Your text is kept: "
        "try again in a few minutes, and tell the board if it happens again."
    )


def check_archive(upload: "UploadedFile[bytes]") -> Sequence[str]:
    """Return the names of what is in an archive (an Office file is one).

    Raises `FileRefused` for one that is damaged, or that unpacks to something enormous. To be
    called before anything opens an uploaded spreadsheet.
    """
    if _member_list_bytes(upload) > _MAX_MEMBER_LIST:
        raise FileRefused(_unpacks_to_far_more())
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise FileRefused(_("This file is damaged. Save it again and choose it anew.")) from error
    finally:
        upload.seek(0)
    if sum(member.file_size for member in members) > _MAX_UNPACKED:
        raise FileRefused(_unpacks_to_far_more())
    return [member.filename for member in members]


def digest(upload: "UploadedFile[bytes]") -> str:
    """Return the SHA-256 of the content, in hexadecimal digits."""
    sha256 = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        sha256.update(chunk)
    upload.seek(0)
    return sha256.hexdigest()


def _begins_rightly(extension: str, beginnings: tuple[bytes, ...], start: bytes) -> bool:
    if beginnings:
        return start.startswith(beginnings)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if extension == "eml":
        return b"\x00" not in start and bool(_HEADER.match(text))
    # Windows writes "Unicode text" in two bytes for each letter, with a mark at the beginning.
    is_binary = b"\x00" in start and not start.startswith(_UTF16)
    is_markup = text.lower().startswith(_MARKUP) or b"<script" in text.lower()
    return not is_binary and not is_markup


def _check_office(upload: "UploadedFile[bytes]", extension: str) -> None:
    """An Office file must be one inside, without programs of its own."""
    names = check_archive(upload)
    if not any(name.startswith(_INSIDE[extension]) for name in names):
        raise FileRefused(_wrong_content(extension, b""))
    if any(_MACRO_MEMBERS.search(name) for name in names):
        raise FileRefused(_has_macros())


def _member_list_bytes(upload: "UploadedFile[bytes]") -> int:
    """Return how long an archive says its list of members is, 0 when it has no end record."""
    upload.seek(max(0, (upload.size or 0) - 66_000))
    tail = upload.read()
    position = tail.rfind(b"PK\x05\x06")
    record = tail[position : position + 22]
    return int(struct.unpack("<12xL6x", record)[0]) if position >= 0 and len(record) == 22 else 0


def _contains(upload: "UploadedFile[bytes]", wanted: bytes) -> bool:
    upload.seek(0)
    before = b""
    for chunk in upload.chunks():
        if wanted in before + chunk:
            return True
        before = chunk[-len(wanted) :]
    return False


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


def _has_macros() -> str:
    return _("This file has macros (small programs) in it. Save it without them, or as PDF.")


def _unpacks_to_far_more() -> str:
    return _("This file unpacks to far more than an office document should.")
