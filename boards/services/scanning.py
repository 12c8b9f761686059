"""The virus scanner: ClamAV's clamd, when one is configured (`CLAMAV_ADDRESS`).

A file is never stored unscanned while a scanner is configured: when it does not answer, the file
is refused for now.
"""

import logging
from typing import BinaryIO

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket
from django.conf import settings

logger = logging.getLogger(__name__)


class ScannerAway(Exception):
    """The scanner does not answer, or not with something that can be trusted."""


class TooLargeToScan(Exception):
    """The scanner takes only smaller files: its `StreamMaxLength` is below our own limit."""


def is_configured() -> bool:
    """Return whether files are scanned here."""
    return bool(settings.CLAMAV_ADDRESS)


def signature_in(file: BinaryIO) -> str:
    """Return the name of what the scanner finds in a file, "" when it is clean or nobody scans.

    Raises `ScannerAway`, `TooLargeToScan`. The file stands at its beginning afterwards.
    """
    if not is_configured():
        return ""
    host, _colon, port = settings.CLAMAV_ADDRESS.rpartition(":")
    clamd = ClamdNetworkSocket(host, int(port), timeout=settings.CLAMAV_TIMEOUT_SECONDS)
    file.seek(0)
    try:
        answers = clamd.instream(file)
    except BufferTooLongError as error:
        logger.error("the virus scanner takes only smaller files: raise its StreamMaxLength")  # noqa: TRY400 - the answer is the whole story
        raise TooLargeToScan from error
    except (ClamdError, OSError, UnicodeDecodeError) as error:
        logger.error("virus scanner is away", extra={"error": type(error).__name__})  # noqa: TRY400 - as above
        raise ScannerAway from error
    finally:
        file.seek(0)
    status, signature = answers.get("stream", ("", None))
    if status == "OK":
        return ""
    if status == "FOUND" and signature:
        return signature[:100]
    logger.error("virus scanner gave no verdict", extra={"status": status})
    raise ScannerAway
