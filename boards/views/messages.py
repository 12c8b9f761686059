"""The outbox of a board: every e-mail as it was sent, and what became of it."""

from typing import Any

from django.contrib import messages as flash
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, TemplateView

from boards import emails
from boards.authorization import Permission, Public
from boards.errors import DomainError
from boards.exports import Column, Table
from boards.forms.people import OutboxFilterForm
from boards.models import Message
from boards.queries import outbox
from boards.requests import PortalRequest
from boards.services import messages
from boards.views.base import BoardView
from boards.views.demo import require_demo
from boards.views.tables import TablePage


class MessageList(TablePage, ListView):
    """Newest first; what needs a person is named above."""

    permission = Permission.OUTBOX_VIEW
    template_name = "boards/messages/list.html"
    paginate_by = 50
    context_object_name = "outbox"

    def get_queryset(self) -> QuerySet[Message]:
        self.form = OutboxFilterForm(self.request.GET, kinds=outbox.kinds(self.board))
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        rows = Message.objects.visible_to(self.request.user).filter(board=self.board)
        rows = rows.select_related("to_user")
        return outbox.filtered(rows, kind=chosen.get("kind", ""), state=chosen.get("state", ""))

    def table(self) -> Table:
        columns = [
            Column(_("Subject"), lambda message: message.subject),
            Column(_("Person"), lambda message: message.to_user),
            Column(_("To"), lambda message: message.to_email),
            Column(_("Kind"), lambda message: outbox.row_of(message).kind),
            Column(_("Written"), lambda message: message.queued_at),
            Column(_("Sent"), lambda message: message.sent_at),
            Column(_("State"), lambda message: outbox.row_of(message).label),
        ]
        return Table(self.file_name("outbox"), columns, self.get_queryset())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": outbox.rows_of(self.board, list(context["page_obj"])),
            "filter_form": self.form,
            "stuck": outbox.stuck(self.board),
        }


class MessageDetail(BoardView, DetailView):
    """One e-mail as kept."""

    permission = Permission.OUTBOX_VIEW
    template_name = "boards/messages/detail.html"
    context_object_name = "message"

    def load_object(self) -> Message:
        rows = Message.objects.visible_to(self.request.user).filter(board=self.board)
        record: Message = self.get_record(rows, pk=self.kwargs["message"])
        return record

    def get_object(self, queryset: Any = None) -> Message:
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.object
        # Demo only: secrets are wiped elsewhere, and shown nowhere else.
        secrets = message.secrets if outbox.shows_secrets() else {}
        return super().get_context_data(**kwargs) | {
            "row": outbox.row_of(message),
            "body": emails.filled(message.body, secrets),
            "link": secrets.get("link", ""),
            "may_send_again": self.can(Permission.PEOPLE_INVITE) and outbox.is_stuck(message),
            "lacks_secrets": messages.lacks_secrets(message),
        }


class MessageSendAgain(BoardView):
    """Send an e-mail again whose fate is unknown or that failed."""

    permission = Permission.PEOPLE_INVITE
    http_method_names = ["post"]

    def load_object(self) -> Message:
        rows = Message.objects.visible_to(self.request.user).filter(board=self.board)
        record: Message = self.get_record(rows, pk=self.kwargs["message"])
        return record

    def post(self, request: PortalRequest, **kwargs: Any) -> HttpResponse:
        try:
            messages.send_again(message=self.object, by=request.user)
        except DomainError as error:
            flash.error(request, error.message)
        else:
            flash.success(request, _("The e-mail is on its way again."))
        return HttpResponseRedirect(
            reverse(
                "boards:message-detail",
                kwargs={"board": self.board.slug, "message": self.object.pk},
            )
        )


class DemoOutbox(TemplateView):
    """All e-mails of a demo with their links and codes: a demo has no mailbox."""

    permission = Public.ANYBODY
    template_name = "boards/messages/demo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_demo(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"letters": outbox.demo_letters()}
