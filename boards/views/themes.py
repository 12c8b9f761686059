"""Themes: the list with what is tagged, and the board's manager who keeps it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.forms import themes as forms
from boards.models import Theme
from boards.queries import themes as queries
from boards.services import themes
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.tables import TablePage


class ThemeList(TablePage, TemplateView):
    """The tags of this board."""

    permission = Permission.ACTION_VIEW
    template_name = "boards/themes/list.html"

    def table(self) -> Table:
        columns = [
            Column(_("Theme"), lambda row: row.label),
            Column(_("Key"), lambda row: row.key),
            Column(_("Open actions"), lambda row: row.open_actions),
            Column(_("All actions"), lambda row: row.actions),
            Column(_("Retired"), lambda row: row.retired_on),
        ]
        rows = queries.listed(self.board, self.request.user)
        return Table(self.file_name("themes"), columns, rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Themes"),
            "page_intro": _("What actions are about. What is tagged with a theme is found by it."),
            "themes": queries.listed(self.board, self.request.user),
            "can_edit": self.can(Permission.BOARD_EDIT),
        }


class OfTheme(BoardView):
    permission = Permission.BOARD_EDIT
    object: Theme

    def load_object(self) -> Theme:
        rows = Theme.objects.visible_to(self.request.user).filter(board=self.board)
        theme: Theme = self.get_record(rows.select_related("board"), pk=self.kwargs["pk"])
        return theme

    def back_url(self) -> str:
        return reverse("boards:theme-list", kwargs={"board": self.board.slug})


class ThemeNew(ChangePage):
    permission = Permission.BOARD_EDIT
    form_class = forms.ThemeForm
    page_title = gettext_lazy("Add a theme")
    success_message = gettext_lazy("Theme added")

    def save(self, data: dict[str, Any]) -> Theme:
        return themes.add(board=self.board, by=self.request.user, **data)

    def back_url(self) -> str:
        return reverse("boards:theme-list", kwargs={"board": self.board.slug})


class ThemeEdit(OfTheme, ChangePage):
    form_class = forms.ThemeEditForm
    page_title = gettext_lazy("Rename a theme")
    page_intro = gettext_lazy("What is tagged with it stays so.")
    success_message = gettext_lazy("Theme renamed")

    def initial_of(self, record: Theme) -> dict[str, Any]:
        return {"label": record.label}

    def save(self, data: dict[str, Any]) -> Theme:
        return themes.rename(theme=self.object, by=self.request.user, **data)


class ThemeRetire(OfTheme):
    """Offer it no longer."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        themes.retire(theme=self.object, by=self.request.user)
        said = _("“%(theme)s” is no longer offered. What is tagged with it stays so.")
        messages.success(request, said % {"theme": self.object})
        return redirect(self.back_url())


class ThemeBringBack(OfTheme):
    """Offer it again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        themes.bring_back(theme=self.object, by=self.request.user)
        messages.success(request, _("“%(theme)s” is offered again.") % {"theme": self.object})
        return redirect(self.back_url())


class ThemeBegin(BoardView):
    """Begin with the themes that boards usually have."""

    permission = Permission.BOARD_EDIT
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        themes.begin(board=self.board, by=self.request.user)
        return redirect("boards:theme-list", board=self.board.slug)
