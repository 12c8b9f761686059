"""What a person was told inside the portal."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from boards.authorization import Public
from boards.forms.notifications import NotificationSettingsForm
from boards.models import Notification
from boards.queries import notifications as queries
from boards.requests import PortalRequest
from boards.rules.digests import LEAVES_AT
from boards.rules.invitations import is_internal_path
from boards.services import notifications
from boards.views.base import PortalView


class NotificationList(PortalView, ListView):
    """Newest first, over all boards of the person."""

    permission = Public.SIGNED_IN
    template_name = "boards/notifications/list.html"
    request: PortalRequest
    context_object_name = "notifications"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Notification]:
        return Notification.objects.visible_to(self.request.user).select_related("board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unread = self.get_queryset().filter(read_at=None).count()
        return super().get_context_data(**kwargs) | {"unread": unread}


class NotificationSettings(PortalView, FormView):
    """How the person hears of each kind of thing, and what waits for their next digest."""

    permission = Public.SIGNED_IN
    http_method_names = ["get", "head", "options", "post"]
    form_class = NotificationSettingsForm
    template_name = "boards/notifications/settings.html"
    request: PortalRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": queries.choices_of(self.request.user)}

    def form_valid(self, form: NotificationSettingsForm) -> HttpResponse:
        notifications.choose(by=self.request.user, choices=form.choices())
        messages.success(self.request, _("Saved. It holds for what happens from now on."))
        return HttpResponseRedirect(reverse("notification-settings"))

    def form_invalid(self, form: NotificationSettingsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "previews": queries.previews(self.request.user, now=timezone.now()),
            "leaves_at": LEAVES_AT,
        }


class NotificationOpen(PortalView):
    """Note that it was read, and go to what it is about."""

    permission = Public.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: PortalRequest, notification: int) -> HttpResponse:
        row = get_object_or_404(Notification.objects.visible_to(self.request.user), pk=notification)
        notifications.mark_read(notification=row, by=self.request.user)
        return HttpResponseRedirect(
            row.path if is_internal_path(row.path) else reverse("notification-list")
        )


class NotificationReadAll(PortalView):
    """Note that everything was read."""

    permission = Public.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        notifications.mark_all_read(by=self.request.user)
        messages.success(request, _("All marked as read."))
        return HttpResponseRedirect(reverse("notification-list"))
