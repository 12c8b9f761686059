"""What happens to a file in which the virus scanner finds something: refused, noted, told."""

import logging
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.authorization import Permission
from boards.models import Agency, Board, Membership, RefusedFile, User
from boards.services import notifications, scanning
from boards.services.uploads import FileRefused

logger = logging.getLogger(__name__)


def refuse_infected(
    upload: "UploadedFile[bytes]",
    *,
    sha256: str,
    agency: Agency | None,
    board: Board | None,
    by: User,
    now: datetime | None = None,
) -> None:
    """Raise `FileRefused` unless the scanner finds nothing, or no scanner is configured.

    To be called outside any change, so that the note of an infected file stays although the file
    is refused.
    """
    try:
        signature = scanning.signature_in(upload)  # type: ignore[arg-type]  # a file, to Django too
    except scanning.TooLargeToScan as error:
        raise FileRefused(
            _("The virus scanner takes only smaller files. Send the part that matters.")
        ) from error
    except scanning.ScannerAway as error:
        raise FileRefused(
            _(
                "Files cannot be checked for viruses just now, so this one was not kept. "
                "Your text is kept: try again in a few minutes."
            )
        ) from error
    if signature:
        _note(upload, signature, sha256=sha256, agency=agency, board=board, by=by, now=now)
        raise FileRefused(
            _(
                "The virus scanner found something harmful in this file (%(signature)s), so it was "
                "not kept. Tell your IT department. Your text is kept."
            )
            % {"signature": signature}
        )


def _note(
    upload: "UploadedFile[bytes]",
    signature: str,
    *,
    sha256: str,
    agency: Agency | None,
    board: Board | None,
    by: User,
    now: datetime | None,
) -> None:
    logger.warning("infected file refused", extra={"signature": signature, "person": by.pk})
    with change("evidence.refuse_infected", by=by, board=board, on=agency):
        RefusedFile.objects.create(
            board=board, agency=agency, signature=signature, sha256=sha256,
            size=upload.size or 0, refused_at=now or timezone.now(), sent_by=by,
        )  # fmt: skip
        if board is not None:
            _tell(board, agency)


def _tell(board: Board, agency: Agency | None) -> None:
    """Tell those who run the board, once each."""
    running = Membership.objects.granting(Permission.BOARD_EDIT).filter(board=board, agency=None)
    text = _("The virus scanner refused a file from %(sender)s") % {"sender": agency or _("you")}
    for user in User.objects.filter(pk__in=running.values("user")):
        notifications.tell(
            user=user, board=board, text=text,
            path=reverse("boards:refused-file-list", kwargs={"board": board.slug}),
        )  # fmt: skip
