"""Evidence of demonstration agencies: small files as their programs would have written them."""

import io
import zipfile
from functools import cache
from html import escape

from django.core.files.uploadedfile import SimpleUploadedFile

from boards.demo.when import Clock
from boards.models import Agency, Evidence, User
from boards.services import evidence

_STILL = (2026, 1, 5, 9, 0, 0)
_DOCX = {
    "[Content_Types].xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}


@cache
def pdf() -> bytes:
    """Return a two-page policy as PDF: the same for all, because it takes longest to make."""
    from weasyprint import HTML  # slow to import, and wanted by the demonstration alone

    html = """<html lang="en"><head><title>Safeguarding children policy</title></head><body>
        <h1>Safeguarding children policy</h1>
        <h2>1 Whom this is for</h2><p>Everybody who works or volunteers for us.</p>
        <h2>2 What to do when you are worried</h2>
        <p>Tell the designated lead on the same day. In an emergency ring 999 first.</p>
        <h2 style="break-before: page">3 Allegations against staff</h2>
        <p>Tell the designated officer within one working day. Do not ask the child further.</p>
        </body></html>"""
    return HTML(string=html).write_pdf()


def docx(agency: str) -> bytes:
    """Return a page of minutes as Word document."""
    lines = [
        f"{agency}: extract from the minutes",
        "Members asked why three actions had been marked complete before anybody tested them.",
        "The executive lead agreed to bring a test of each to the next meeting.",
    ]
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w='
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in [*_DOCX.items(), ("word/document.xml", document)]:
            archive.writestr(zipfile.ZipInfo(name, _STILL), text)
    return found.getvalue()


def table(agency: str) -> bytes:
    """Return training figures as CSV."""
    rows = (
        f"{agency},,",
        "Course,In date,Of",
        "Level one,402,418",
        "Level two,186,221",
        "Level three,44,57",
    )
    return "\r\n".join(rows).encode()


def png() -> bytes:
    """Return a small chart as picture: supervision held, month by month."""
    from PIL import Image, ImageDraw  # wanted here alone

    image = Image.new("RGB", (480, 240), "white")
    draw = ImageDraw.Draw(image)
    for place, height in enumerate((92, 104, 98, 121, 140, 133, 152, 160)):
        left = 30 + place * 54
        draw.rectangle((left, 210 - height, left + 36, 210), fill="#1d6f6f")
    draw.line((20, 210, 465, 210), fill="#333333", width=2)
    found = io.BytesIO()
    image.save(found, "PNG")
    return found.getvalue()


def of_agency(agency: Agency, *, by: User, clock: Clock) -> list[Evidence]:
    """Give an agency four files and a link, through the service that checks every upload."""
    content = {
        "Safeguarding children policy.pdf": pdf(),
        "Minutes, safeguarding committee.docx": docx(agency.name),
        "Training figures.csv": table(agency.name),
        "Supervision held.png": png(),
    }
    lasting = {
        "Safeguarding children policy.pdf": clock.day(-120),
        "Training figures.csv": clock.day(15),
    }
    found = [
        evidence.add_file(
            agency=agency,
            upload=SimpleUploadedFile(name, data),
            by=by,
            title=name.rsplit(".", 1)[0],
            expires_on=lasting.get(name),
            now=clock.moment(400 - 5 * place, 15),
        )
        for place, (name, data) in enumerate(content.items())
    ]
    found.append(
        evidence.add_link(
            agency=agency,
            link=f"https://example.org/safeguarding/{agency.pk}",
            by=by,
            title="Page for children and parents on our website",
            now=clock.moment(35, 15),
        )
    )
    return found
