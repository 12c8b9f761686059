"""Tools of a board: the list, a tool with its versions, starting a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from audits import exports
from audits.forms.tools import ToolCreateForm, source_choices
from audits.models import Tool
from audits.queries import tools as queries
from audits.services import tools as services
from boards.authorization import Permission
from boards.errors import DomainError
from boards.exports import Table
from boards.views.base import BoardView
from boards.views.tables import TablePage


class ToolList(TablePage, TemplateView):
    """The board's tools and the shipped starters."""

    permission = Permission.TOOL_VIEW
    template_name = "audits/tools/list.html"

    def table(self) -> Table:
        rows = queries.rows(self.board, self.request.user)
        return Table(self.file_name("tools"), exports.TOOLS, rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.rows(self.board, self.request.user)
        return super().get_context_data(**kwargs) | {
            "own": [row for row in rows if row.tool.board_id is not None],
            "starters": [row for row in rows if row.tool.board_id is None],
            "can_edit": self.can(Permission.TOOL_EDIT),
        }


class ToolCreate(BoardView, FormView):
    """Start a tool: empty, or with everything of a starter or of one of the board's own."""

    permission = Permission.TOOL_EDIT
    form_class = ToolCreateForm
    template_name = "audits/tools/create.html"

    def get_initial(self) -> dict[str, Any]:
        """Start from the version in `?from=`, with its title."""
        chosen = self.request.GET.get("from", "")
        versions = queries.versions_of(self.board, self.request.user)
        version = versions.filter(pk=chosen).first() if chosen.isdecimal() else None
        if version is None:
            return {}
        return {"source": version.pk, "title": version.tool.title, "kind": version.tool.kind}

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = queries.rows(self.board, self.request.user)
        return super().get_form_kwargs() | {"sources": source_choices(rows)}

    def form_valid(self, form: ToolCreateForm) -> HttpResponse:
        try:
            version = self._create(form.cleaned_data)
        except services.TitleTaken as error:
            form.add_error("title", error.message)
            return self.form_invalid(form)
        messages.success(
            self.request, _("The tool is ready to be edited. Agencies do not see it yet.")
        )
        return redirect("audits:tool-version-detail", board=self.board.slug, pk=version.pk)

    def form_invalid(self, form: ToolCreateForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _create(self, data: dict[str, Any]) -> Any:
        by, title = self.request.user, data["title"]
        if not data["source"]:
            return services.create(board=self.board, title=title, kind=data["kind"], by=by)
        source = self.get_record(
            queries.versions_of(self.board, self.request.user), pk=data["source"]
        )
        return services.copy(source=source, board=self.board, title=title, by=by)


class ToolDetail(BoardView, TemplateView):
    """A tool with its versions and the rounds that use them."""

    permission = Permission.TOOL_VIEW
    template_name = "audits/tools/detail.html"

    def load_object(self) -> Tool:
        return self.get_record(
            queries.tools_of(self.board, self.request.user), pk=self.kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tools = queries.tools_of(self.board, self.request.user).filter(pk=self.object.pk)
        row = queries.rows(self.board, self.request.user, tools)[0]
        own = self.object.board_id == self.board.pk
        access = self.request.access
        return super().get_context_data(**kwargs) | {
            "row": row,
            "can_edit": own and self.can(Permission.TOOL_EDIT),
            "can_copy": self.can(Permission.TOOL_EDIT),
            "can_see_rounds": access.can_board_wide(Permission.ROUND_VIEW, board=self.board),
            "can_edit_rounds": access.can_board_wide(Permission.ROUND_EDIT, board=self.board),
            "crumbs": [(_("Tools"), reverse("audits:tool-list", args=[self.board.slug]))],
        }


class ToolNewVersion(BoardView):
    """Start a new draft of a published tool; a second click finds the first one's draft."""

    permission = Permission.TOOL_EDIT
    http_method_names = ["post"]

    def load_object(self) -> Tool:
        return self.get_record(
            queries.tools_of(self.board, self.request.user), pk=self.kwargs["pk"]
        )

    def has_permission(self) -> bool:
        return super().has_permission() and self.object.board_id == self.board.pk

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            version = services.new_version(tool=self.object, by=self.request.user)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("audits:tool-detail", board=self.board.slug, pk=self.object.pk)
        messages.success(
            request, _("This is the draft of version %(number)d.") % {"number": version.number}
        )
        return redirect("audits:tool-version-detail", board=self.board.slug, pk=version.pk)
