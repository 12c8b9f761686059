"""Files that somebody may send: refused with a reason or served inert, and never half stored."""

import io
import os
import random
import resource
import struct
import zipfile
from contextlib import contextmanager, suppress

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boards.models import Evidence
from boards.services import uploads

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
LIMIT = 25 * 1024 * 1024


@pytest.fixture
def lead(north, world):
    return world.client(north.police_lead)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()


def add_url(cast):
    kwargs = {"board": cast.board.slug, "pk": cast.police_return.pk, "question": "lead-person"}
    return reverse("audits:answer-evidence-add", kwargs=kwargs)


def send(client, cast, name, content):
    data = {"file": SimpleUploadedFile(name, content), "title": "Typed beside", "pointer": "p. 3"}
    return client.post(add_url(cast), data)


def files_there() -> list[str]:
    folders = django_settings.MEDIA_ROOT, django_settings.FILE_UPLOAD_TEMP_DIR
    return [str(path) for folder in folders for path in folder.rglob("*") if path.is_file()]


def office(*names, kind="word/document.xml", content=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", kind, *names):
            archive.writestr(name, content)
    return out.getvalue()


def bomb():
    """A document whose list of members promises gigabytes: no file must be unpacked to see it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
        for number in range(9):
            archive.writestr(f"word/media/{number}.png", b"0" * 60_000_000)
    return out.getvalue()


def with_long_member_list():
    content = bytearray(office())
    position = content.rfind(b"PK\x05\x06")
    content[position + 12 : position + 16] = struct.pack("<L", 500_000_000)
    return bytes(content)


REFUSED = {
    "nothing": ("empty.pdf", b"", "This file is empty"),
    "program": ("tool.exe", b"MZ\x90\x00", "This kind of file cannot be kept"),
    "script": ("run.js", b"alert(1)", "This kind of file cannot be kept"),
    "svg": ("logo.svg", b"<svg onload='alert(1)'/>", "This kind of file cannot be kept"),
    "html": ("page.html", b"<script>alert(1)</script>", "This kind of file cannot be kept"),
    "svg as text": ("logo.txt", b"<svg onload='alert(1)'/>", "its content is something else"),
    "html as text": ("page.txt", b"\n <!DOCTYPE html><p>", "its content is something else"),
    "html as mail": ("page.eml", b"<html><script>", "its content is something else"),
    "html as pdf": ("page.pdf", b"<html>", "its content is something else"),
    "picture as pdf": ("scan.pdf", b"\x89PNG\r\n\x1a\n", "its content is something else"),
    "archive as word": ("a.docx", office(kind="evil/x"), "its content is something else"),
    "excel as word": ("a.docx", office(kind="xl/workbook.xml"), "its content is something else"),
    "two endings": ("a.pdf.exe", b"%PDF-1.7", "This kind of file cannot be kept"),
    "no ending": ("README", b"%PDF-1.7", "This kind of file cannot be kept"),
    "binary as text": ("a.csv", b"a,b\x00\x01", "its content is something else"),
    "damaged": ("a.xlsx", b"PK\x03\x04broken", "This file is damaged"),
    "macros": ("a.docx", office("word/vbaProject.bin"), "This file has macros"),
    "macros in calc": ("a.ods", office("Basic/Standard/M.xml", kind="content.xml"), "has macros"),
    "old macros": ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "This file has macros"),
    "macro format": ("a.docm", office("word/vbaProject.bin"), "This kind of file cannot be kept"),
    "archive bomb": ("a.docx", bomb(), "unpacks to far more"),
    "endless list": ("a.docx", with_long_member_list(), "unpacks to far more"),
    "archive": ("a.zip", office(), "This kind of file cannot be kept"),
}


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_reason(lead, north, name, content, words):
    page = send(lead, north, name, content)

    assert page.status_code == 200
    assert words in page.text
    assert "Typed beside" in page.text
    assert "p. 3" in page.text
    assert not Evidence.objects.exists()
    assert not files_there()


INERT = {
    "pdf with javascript": ("a.pdf", b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>"),
    "pdf and archive at once": ("a.pdf", b"%PDF-1.7\n" + office()),
    "picture and page at once": ("a.gif", b"GIF89a/*<script>alert(1)</script>*/"),
    "mail": ("a.eml", b"From: a@example.org\nSubject: x\n\n<script>alert(1)</script>"),
    "outlook mail": ("a.msg", OLE),
    "document": ("a.docx", office()),
    "text of notepad": ("a.txt", "Safeguarding – ŵy".encode("utf-16")),
    "table": ("a.csv", b"=cmd|' /C calc'!A0,2"),
}


@pytest.mark.parametrize(("name", "content"), INERT.values(), ids=INERT)
def test_served_inert(lead, north, name, content):
    send(lead, north, name, content)
    record = Evidence.objects.get()
    kwargs = {"board": north.board.slug, "pk": record.pk}

    answer = lead.get(reverse("audits:evidence-download", kwargs=kwargs))

    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "html" not in answer["Content-Type"]


NAMES = {
    "long with accents": ("é" * 300 + ".pdf", "é" * 251 + ".pdf"),
    "long in two code points": ("e\u0301" * 140 + ".pdf", None),
    "grows when composed": ("\u0958" * 260 + ".pdf", None),
    "path of unix": ("../../etc/passwd.pdf", "passwd.pdf"),
    "path of windows": ("C:\\Users\\x\\policy.pdf", "policy.pdf"),
    "control characters": ("po\x07li\x1bcy.pdf", "policy.pdf"),
    "other direction": ("policy\u202egpj.pdf", "policygpj.pdf"),
    "device of windows": ("CON.pdf", "_CON.pdf"),
    "device with number": ("lpt1.x.pdf", "_lpt1.x.pdf"),
    "signs windows refuses": ('a<b>:"c|d?*.pdf', "a_b___c_d__.pdf"),
    "dots and spaces": ("  policy.pdf. . ", "policy.pdf"),
    "welsh": ("Polisi ŵyr Dŵr.pdf", "Polisi ŵyr Dŵr.pdf"),
    "markup": ("<script>alert(1)<.pdf", "_script_alert(1)_.pdf"),
}


@pytest.mark.parametrize(("sent", "kept"), NAMES.values(), ids=NAMES)
def test_names(lead, north, sent, kept):
    send(lead, north, sent, b"%PDF-1.7")

    record = Evidence.objects.get()
    assert kept is None or record.file_name == kept
    assert len(record.file_name) <= 255
    assert record.file.name.startswith("evidence/")
    kwargs = {"board": north.board.slug, "pk": record.pk}
    answer = lead.get(reverse("audits:evidence-download", kwargs=kwargs))
    assert answer.status_code == 200
    assert "\n" not in answer["Content-Disposition"]
    answer.close()


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\u202e", "x" * 300, "a." + "b" * 300])
def test_clean_name_always_gives_one(name):
    assert 0 < len(uploads.clean_name(name)) <= 255


@pytest.mark.parametrize("extension", sorted(uploads.ACCEPTED))
def test_check_with_noise_behind_the_right_beginning(extension):
    """Whatever follows the first bytes: taken or refused in words, never another error."""
    generator = random.Random(extension)  # noqa: S311 - noise, the same each time
    for beginning in uploads.ACCEPTED[extension][1] or (b"",):
        for size in (0, 1, 21, 22, 100, 70_000):
            content = beginning + generator.randbytes(size) + b"PK\x05\x06" + b"\xff" * 18
            upload = SimpleUploadedFile(f"a.{extension}", content)
            with suppress(uploads.FileRefused):
                uploads.check(upload, f"a.{extension}")


def test_file_above_the_limit_is_dropped_while_it_comes(lead, north):
    page = send(lead, north, "film.pdf", b"%PDF-1.7" + b"0" * LIMIT)

    assert "larger than 25 MB" in page.text
    assert "Typed beside" in page.text
    assert not files_there()


def test_file_at_the_limit_is_kept(lead, north):
    send(lead, north, "scan.pdf", b"%PDF-1.7".ljust(LIMIT, b"0"))

    assert Evidence.objects.get().size == LIMIT


@contextmanager
def room_for(size):
    """Let this process write files of at most `size` bytes: what a full disk is to a program."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [500_000, 3_000_000], ids=["while storing", "while receiving"])
def test_full_disk_says_so_and_keeps_nothing(lead, north, size):
    content = b"%PDF-1.7" + os.urandom(size)
    with room_for(100_000):
        page = send(lead, north, "scan.pdf", content)

    assert page.status_code == 200
    assert "could not be stored just now" in page.text
    assert "Typed beside" in page.text
    assert not Evidence.objects.exists()
    assert not files_there()

    send(lead, north, "scan.pdf", content)
    assert Evidence.objects.get().size == len(content)


def test_other_uploads_say_what_is_wrong(north, world):
    manager = world.client(north.board_manager)
    board = {"board": north.board.slug}
    tool = reverse("audits:tool-import", kwargs=board)
    agencies = reverse("audits:round-agencies-list", kwargs=board | {"pk": north.round.pk})
    for url, name in ((tool, "t.yaml"), (agencies, "a.csv")):
        for content, words in (
            (b"", "empty|at least one"), (b"0" * (LIMIT + 1), "arger than|smaller than"),
            (b"\x00\xff\xfe\x81" * 50, "not|cannot"), (bomb(), "cannot|not"),
        ):  # fmt: skip
            page = manager.post(url, {"file": SimpleUploadedFile(name, content), "title": "Kept"})

            assert page.status_code in {200, 422}, (url, name)
            assert any(word in page.text for word in words.split("|"))
    assert not files_there()
