"""Keys of agencies' systems: the list, making one, ending one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.errors import DomainError
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from performance.forms import api_keys as forms
from performance.models import ApiKey
from performance.services import api_keys as services


class KeysPage(BoardView):
    permission = Permission.API_KEY_EDIT

    def back_url(self) -> str:
        return reverse("performance:api-key-list", kwargs={"board": self.board.slug})

    def has_permission(self) -> bool:
        """Somebody of the board's office, or of some agency: the rows decide which keys."""
        access = self.request.access
        return access.can_board_wide(self.permission, board=self.board) or bool(
            access.agencies(self.permission, board=self.board)
        )

    def agencies(self) -> set[int] | None:
        """Return the agencies whose keys are this person's business; None for all."""
        access = self.request.access
        if access.can_board_wide(self.permission, board=self.board):
            return None
        return access.agencies(self.permission, board=self.board)


class KeyList(KeysPage, TemplateView):
    template_name = "performance/api_keys/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ApiKey.objects.visible_to(self.request.user).filter(board=self.board)
        return super().get_context_data(**kwargs) | {
            "keys": rows.select_related("agency", "created_by"),
            "today": timezone.localdate(),
        }


class KeyNew(KeysPage, ChangePage):
    form_class = forms.KeyForm
    page_title = gettext_lazy("Make a key")
    page_intro = gettext_lazy("An agency's system signs in with it. It is shown once.")

    def get_form_kwargs(self) -> dict[str, Any]:
        partners = forms.partners_for(self.board, self.agencies())
        return super().get_form_kwargs() | {"partners": partners}

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the key itself in answer to the POST: it is in no address, session or message."""
        data = form.cleaned_data
        try:
            key, text = services.create(
                board=self.board, agency=data["agency"].agency, name=data["name"],
                scopes=data["scopes"], expires_on=data["expires_on"], by=self.request.user,
                nonce=data["nonce"],
            )  # fmt: skip
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        context = {"board": self.board, "key": key, "text": text, "back_url": self.back_url()}
        response = render(self.request, "performance/api_keys/made.html", context)
        response["Cache-Control"] = "no-store"
        return response


class KeyRevoke(KeysPage, ChangePage):
    form_class = forms.RevokeForm
    page_title = gettext_lazy("End this key")
    page_intro = gettext_lazy("The system that uses it is refused from now on.")
    success_message = gettext_lazy("The key has ended.")
    object: ApiKey

    def load_object(self) -> ApiKey:
        rows = ApiKey.objects.visible_to(self.request.user).filter(board=self.board)
        found: ApiKey = self.get_record(rows.select_related("board"), pk=self.kwargs["pk"])
        return found

    def save(self, data: dict[str, Any]) -> ApiKey:
        return services.revoke(key=self.object, by=self.request.user)
