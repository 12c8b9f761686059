"""Serving stored files: always as an attachment, never as something a browser would run."""

from typing import Any

from django.http import FileResponse
from django.utils.http import content_disposition_header


def attachment(file: Any, *, file_name: str, content_type: str) -> FileResponse:
    """Return the stored file inert: attachment, `nosniff`, and a policy that runs nothing."""
    response = FileResponse(file.open("rb"), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
