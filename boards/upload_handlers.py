"""Receiving files: the disk of the server is never filled by what is too large to be kept."""

import io
import logging
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

logger = logging.getLogger(__name__)


class NotReceived(UploadedFile):
    """Stands for a file of which nothing is here: it was too large, or there was no room for it.

    A form gets it like any file, so that its page can say why and keep what was typed.
    """


class GuardedUploadHandler(TemporaryFileUploadHandler):
    """Writes large uploads to a temporary file, up to `EVIDENCE_MAX_BYTES`; drops the rest.

    A full disk drops the file too. Either way the rest of the form arrives.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.dropped = False
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._drop(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.dropped:
            return
        if start + len(raw_data) > settings.EVIDENCE_MAX_BYTES:
            self._drop()
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._drop(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.dropped:
            try:
                self.file.flush()
            except OSError as error:
                self._drop(error)
        if not self.dropped:
            return super().file_complete(file_size)
        return NotReceived(io.BytesIO(), self.file_name, self.content_type, file_size)

    def _drop(self, error: OSError | None = None) -> None:
        """Forget what has come of the file; its temporary copy goes at once."""
        self.dropped = True
        if error is not None:
            logger.error("no room to receive a file", extra={"error": type(error).__name__})
        if getattr(self, "file", None) is not None:
            try:
                self.file.close()
            except OSError as closing:
                logger.warning("dropped file", extra={"error": type(closing).__name__})
