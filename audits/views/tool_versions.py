"""One version of a tool: read or edit it, settle it, publish, preview, compare, discard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from audits.checks import tools as checks
from audits.forms.tools import PublishForm, SectorForm, SettingsForm
from audits.models import ToolVersion
from audits.queries import tools as queries
from audits.rules import tool_changes
from audits.services import tools as services
from audits.states import VersionStatus
from audits.views.conflicts import conflict_of
from boards.authorization import Permission
from boards.errors import DomainError, StaleRecord
from boards.markdown import to_html
from boards.models import Sector
from boards.views.base import BoardView


class VersionView(BoardView):
    """A page about a version, or about something in it."""

    permission = Permission.TOOL_VIEW
    object: Any

    def load_object(self) -> Any:
        return self.get_record(
            queries.versions_of(self.board, self.request.user), pk=self.kwargs["pk"]
        )

    @property
    def tool_version(self) -> ToolVersion:
        return self.object if isinstance(self.object, ToolVersion) else self.object.tool_version

    def url(self, name: str, pk: int | None = None) -> str:
        kwargs = {"board": self.board.slug, "pk": self.tool_version.pk if pk is None else pk}
        return reverse(f"audits:{name}", kwargs=kwargs)

    def crumbs(self, *, to_version: bool = True) -> list[tuple[str, str]]:
        version = self.tool_version
        crumbs = [
            (_("Tools"), reverse("audits:tool-list", args=[self.board.slug])),
            (version.tool.title, self.url("tool-detail", version.tool_id)),
        ]
        if to_version:
            number = _("Version %(number)d") % {"number": version.number}
            crumbs.append((number, self.url("tool-version-detail")))
        return crumbs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "tool_version": self.tool_version,
            "tool": self.tool_version.tool,
            "is_draft": self.tool_version.status == VersionStatus.DRAFT,
            "crumbs": self.crumbs(),
            "cancel_url": self.url("tool-version-detail"),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)  # type: ignore[attr-defined]


class DraftView(VersionView):
    """A page that changes a draft of the board's own tool; a published one sends people back."""

    permission = Permission.TOOL_EDIT

    def has_permission(self) -> bool:
        return super().has_permission() and self.tool_version.tool.board_id == self.board.pk

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.tool_version.status != VersionStatus.DRAFT:
            messages.warning(
                request,
                _("This version is published and cannot change. Start a new version instead."),
            )
            return redirect(self.url("tool-version-detail"))
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def back(self, anchor: str = "") -> HttpResponse:
        return redirect(self.url("tool-version-detail") + (f"#{anchor}" if anchor else ""))

    def outline(self, message: str) -> HttpResponse:
        """Answer a move: the outline alone to htmx, which says the message; else the page."""
        if not self.request.headers.get("HX-Request"):
            messages.success(self.request, message)
            return self.back(f"{type(self.object).__name__.lower()}-{self.object.pk}")
        context = {
            "board": self.board, "tool_version": self.tool_version, "said": message,
            "standards": queries.outline(self.tool_version), "can_edit": True,
        }  # fmt: skip
        html = render_to_string("audits/tools/_outline.html", context, request=self.request)
        return HttpResponse(html)


class VersionDetail(VersionView, TemplateView):
    """A version: the workspace of a draft, else its content to read."""

    template_name = "audits/tools/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.object
        own = version.tool.board_id == self.board.pk
        can_edit = own and version.status == VersionStatus.DRAFT and self.can(Permission.TOOL_EDIT)
        standards = queries.outline(version)
        return super().get_context_data(**kwargs) | {
            "standards": standards,
            "question_count": sum(len(row.questions) for row in standards),
            "introduction": to_html(version.introduction, top_level=3),
            "problems": checks.of_version(version) if can_edit else [],
            "can_edit": can_edit,
            "can_start_version": own and not can_edit and self.can(Permission.TOOL_EDIT),
            "can_copy": self.can(Permission.TOOL_EDIT),
            "crumbs": self.crumbs(to_version=False),
        }


class VersionSettings(DraftView, FormView):
    """Title, kind, introduction, scale, sources of a draft."""

    form_class = SettingsForm
    template_name = "audits/tools/settings.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "version": self.object.version,
            "scales": queries.scales_for(self.board, self.request.user),
        }

    def get_initial(self) -> dict[str, Any]:
        return _settings_of(self.object) | {"sources": "\n".join(self.object.sources)}

    def form_valid(self, form: SettingsForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        version = data.pop("version")
        try:
            services.edit_settings(
                tool_version=self.object, settings=services.VersionSettings(**data),
                version=version, by=self.request.user,
            )  # fmt: skip
        except services.TitleTaken as error:
            form.add_error("title", error.message)
            return self.form_invalid(form)
        except StaleRecord as error:
            return self._both(data, error.current)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Settings saved"))
        return self.back()

    def _both(self, mine: dict[str, Any], current: ToolVersion) -> HttpResponse:
        conflict = conflict_of(current, mine, _settings_of(current), None, SettingsForm)
        initial = conflict.fields | {"sources": "\n".join(conflict.fields["sources"])}
        kwargs = self.get_form_kwargs()
        kwargs.update(data=None, files=None, initial=initial, version=current.version)
        context = self.get_context_data(form=SettingsForm(**kwargs), conflict=conflict)
        return self.render_to_response(context, status=409)


def _settings_of(version: ToolVersion) -> dict[str, Any]:
    return {
        "title": version.tool.title,
        "kind": version.tool.kind,
        "introduction": version.introduction,
        "scale": version.scale,
        "sources": list(version.sources),
    }


class VersionPublish(DraftView, FormView):
    """What stands in the way; or, when nothing does, what publishing means, and the button."""

    form_class = PublishForm
    template_name = "audits/tools/publish.html"

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.updated_at.isoformat(timespec="microseconds")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standards = queries.outline(self.object)
        context = super().get_context_data(**kwargs)
        return context | {
            "problems": context.get("problems") or checks.of_version(self.object),
            "standards": standards,
            "question_count": sum(len(row.questions) for row in standards),
            "page_title": _("Publish version %(number)d") % {"number": self.object.number},
        }

    def form_valid(self, form: PublishForm) -> HttpResponse:
        try:
            services.publish(
                tool_version=self.object, by=self.request.user, seen=form.cleaned_data["seen"]
            )
        except StaleRecord as error:
            messages.error(self.request, error.message)
            return redirect(self.url("tool-version-publish"))
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Version %(number)d is published. Rounds can use it now.")
            % {"number": self.object.number},
        )
        return self.back()


class VersionDiscard(DraftView, TemplateView):
    """Delete a draft, after asking."""

    template_name = "audits/tools/discard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standards = queries.outline(self.object)
        return super().get_context_data(**kwargs) | {
            "standards": standards,
            "question_count": sum(len(row.questions) for row in standards),
            "is_only_version": self.object.tool.versions.count() == 1,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            tool = services.discard(tool_version=self.object, by=self.request.user)
        except DomainError as error:
            messages.error(request, error.message)
            return self.back()
        messages.success(request, _("The draft was deleted"))
        if tool is None:
            return redirect("audits:tool-list", board=self.board.slug)
        return redirect("audits:tool-detail", board=self.board.slug, pk=tool.pk)


class VersionPreview(VersionView, TemplateView):
    """The tool as an agency of a sector sees it."""

    template_name = "audits/tools/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sectors = list(Sector.objects.values_list("key", "label"))
        form = SectorForm(self.request.GET or None, sectors=sectors)
        sector = form.cleaned_data["sector"] if form.is_bound and form.is_valid() else ""
        standards = queries.preview(self.object, sector)
        return super().get_context_data(**kwargs) | {
            "sectors": sectors,
            "sector": sector,
            "sector_label": dict(sectors).get(sector, ""),
            "introduction": to_html(self.object.introduction, top_level=3),
            "standards": standards,
            "question_count": sum(len(standard.questions) for standard in standards),
        }


class VersionCompare(VersionView, TemplateView):
    """What changed since another version: added, removed and changed questions, by key."""

    template_name = "audits/tools/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(
            queries.versions_of(self.board, self.request.user)
            .filter(tool=self.object.tool_id)
            .exclude(pk=self.object.pk)
        )
        based_on = self.object.based_on
        if based_on is not None and based_on.tool_id != self.object.tool_id:
            versions += queries.versions_of(self.board, self.request.user).filter(pk=based_on.pk)
        other = self._other(versions)
        comparison = (
            tool_changes.compare(queries.values_of(other), queries.values_of(self.object))
            if other
            else None
        )
        return super().get_context_data(**kwargs) | {
            "versions": versions, "other": other, "comparison": comparison,
            "labels": tool_changes_labels(),
        }  # fmt: skip

    def _other(self, versions: list[ToolVersion]) -> ToolVersion | None:
        wanted = self.request.GET.get("with", "")
        for version in versions:
            if str(version.pk) == wanted:
                return version
        based_on = self.object.based_on_id
        return next((v for v in versions if v.pk == based_on), versions[0] if versions else None)


def tool_changes_labels() -> dict[str, str]:
    """Names of what a version consists of, for the comparison."""
    return {
        "text": _("Question"), "guidance": _("Guidance"), "kind": _("Answered with"),
        "scale": _("Scale"), "choices": _("Choices"), "is_essential": _("Essential"),
        "evidence_rule": _("Evidence"), "evidence_hint": _("Evidence hint"),
        "impact_probe": _("Impact"), "sectors": _("Sectors"), "follows": _("Follows"),
        "follows_when": _("Shown by"), "standard": _("Standard"), "title": _("Title"),
        "intent": _("What good looks like"), "source": _("Source"),
        "introduction": _("Introduction"), "sources": _("Sources"),
    }  # fmt: skip
