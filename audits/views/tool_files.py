"""A tool as a file: download a version, start a tool from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from audits.forms.tools import ImportForm
from audits.services import tool_files as services
from audits.services.tools import TitleTaken
from audits.views.tool_versions import VersionView
from boards.authorization import Permission
from boards.errors import DomainError
from boards.services.uploads import check_received
from boards.views.base import BoardView


class VersionDownload(VersionView):
    """A version as a file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        version = self.object
        response = HttpResponse(
            services.write(version), content_type="application/yaml; charset=utf-8"
        )
        name = f"{version.tool.key}-v{version.number}.yaml"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class ToolImport(BoardView, FormView):
    """Start a tool from a file; every error of it is shown at once."""

    permission = Permission.TOOL_EDIT
    form_class = ImportForm
    template_name = "audits/tools/import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tools = reverse("audits:tool-list", args=[self.board.slug])
        return super().get_context_data(**kwargs) | {
            "crumbs": [(_("Tools"), tools)], "cancel_url": tools,
        }  # fmt: skip

    def form_valid(self, form: ImportForm) -> HttpResponse:
        try:
            upload = form.cleaned_data["file"]
            check_received(upload, limit=services.LARGEST)
            text = upload.read().decode("utf-8-sig")
            version = services.create_from_file(
                text=text, board=self.board, by=self.request.user, title=form.cleaned_data["title"]
            )
        except UnicodeDecodeError:
            form.add_error("file", _("Choose a text file: this one cannot be read"))
            return self.form_invalid(form)
        except TitleTaken as error:
            form.add_error("title", error.message)
            return self.form_invalid(form)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(
            self.request, _("The tool was read. It is a draft: look through it, then publish.")
        )
        return redirect("audits:tool-version-detail", board=self.board.slug, pk=version.pk)

    def form_invalid(self, form: ImportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
