"""Files: serving evidence, and the list of what the virus scanner refused."""

import logging

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.generic import ListView

from boards.authorization import Permission
from boards.downloads import attachment
from boards.models import Evidence, RefusedFile
from boards.services import scanning
from boards.views.base import BoardView

logger = logging.getLogger(__name__)


def evidence_file(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:
    """Return the evidence as an inert download, or a page that says why it cannot be had.

    The caller has checked who asks.
    """
    if not evidence.infection and not evidence.withdrawn_at:
        try:
            return attachment(
                evidence.file, file_name=evidence.file_name, content_type=evidence.content_type
            )
        except FileNotFoundError:
            logger.error("evidence without its file", extra={"evidence": evidence.pk})  # noqa: TRY400 - the trace says no more
    return render(request, "boards/files/unavailable.html", {"evidence": evidence}, status=410)


class RefusedFileList(BoardView, ListView):
    """What the virus scanner refused on this board's pages, newest first."""

    permission = Permission.ACTIVITY_VIEW
    template_name = "boards/files/refused.html"
    paginate_by = 50
    context_object_name = "refused"

    def get_queryset(self) -> QuerySet[RefusedFile]:
        rows = RefusedFile.objects.visible_to(self.request.user).filter(board=self.board)
        return rows.select_related("agency", "sent_by")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"is_scanned": scanning.is_configured()}
