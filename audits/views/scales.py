"""Grading scales: shipped ones to read and copy, the board's own to write."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from audits.forms.scales import ScaleForm, points_formset
from audits.models import Scale
from audits.queries import scales as scale_queries
from audits.queries import tools as queries
from audits.services import scales as services
from boards.authorization import Permission
from boards.errors import DomainError, StaleRecord
from boards.views.base import BoardView


class ScaleList(BoardView, TemplateView):
    """The scales that the board's tools can grade by."""

    permission = Permission.TOOL_VIEW
    template_name = "audits/scales/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = scale_queries.rows(self.board, self.request.user)
        return super().get_context_data(**kwargs) | {
            "own": [row for row in rows if row.scale.board_id is not None],
            "shipped": [row for row in rows if row.scale.board_id is None],
            "can_edit": self.can(Permission.TOOL_EDIT),
            "crumbs": [(_("Tools"), reverse("audits:tool-list", args=[self.board.slug]))],
        }


class ScaleFormView(BoardView, TemplateView):
    """A scale's name and grades on one page."""

    permission = Permission.TOOL_EDIT
    template_name = "audits/scales/form.html"
    page_title: Any = ""

    def forms(self, data: Any = None) -> dict[str, Any]:
        raise NotImplementedError

    def save(self, label: str, points: list[services.PointFields], version: int) -> Scale:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.forms() | kwargs
        return super().get_context_data(**shown) | {
            "page_title": self.page_title,
            "cancel_url": reverse("audits:scale-list", args=[self.board.slug]),
            "crumbs": [
                (_("Tools"), reverse("audits:tool-list", args=[self.board.slug])),
                (_("Scales"), reverse("audits:scale-list", args=[self.board.slug])),
            ],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        shown = self.forms(request.POST)
        form, points = shown["form"], shown["points"]
        if not (form.is_valid() & points.is_valid()):
            return self.render_to_response(self.get_context_data(**shown), status=422)
        try:
            scale = self.save(
                form.cleaned_data["label"], points.points(), form.cleaned_data["version"]
            )
        except services.LabelTaken as error:
            form.add_error("label", error.message)
        except StaleRecord as error:
            return self._both(shown, error)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, _("Scale saved"))
            name = "scale-update" if "add_more" in request.POST else "scale-list"
            kwargs = {"pk": scale.pk} if name == "scale-update" else {}
            return redirect(f"audits:{name}", board=self.board.slug, **kwargs)
        return self.render_to_response(self.get_context_data(**shown), status=422)

    def _both(self, shown: dict[str, Any], error: StaleRecord) -> HttpResponse:
        """Show the saved scale beside what was typed; the next save knows the new version."""
        data = self.request.POST.copy()
        data["version"] = str(error.current.version)
        shown["form"] = ScaleForm(data)
        conflict = scale_queries.conflict(error.current, shown["points"].points())
        context = self.get_context_data(**shown, conflict=conflict)
        return self.render_to_response(context, status=409)


class ScaleCreate(ScaleFormView):
    """Make a scale: from nothing, or from the one in `?copy=`."""

    page_title = gettext_lazy("Make a scale")

    def forms(self, data: Any = None) -> dict[str, Any]:
        chosen = self.request.GET.get("copy", "")
        scales = queries.scales_for(self.board, self.request.user)
        source = scales.filter(pk=chosen).first() if chosen.isdecimal() else None
        initial = {"label": _("%(scale)s (ours)") % {"scale": source.label}} if source else {}
        return {
            "form": ScaleForm(data, initial=initial, version=0),
            "points": points_formset(data, source, keep_keys=False),
        }

    def save(self, label: str, points: list[services.PointFields], version: int) -> Scale:
        return services.create(board=self.board, label=label, points=points, by=self.request.user)


class OwnScale(BoardView):
    """A scale of the board itself; shipped ones are for reading."""

    permission = Permission.TOOL_EDIT

    def load_object(self) -> Scale:
        return self.get_record(
            queries.scales_for(self.board, self.request.user), pk=self.kwargs["pk"]
        )

    def has_permission(self) -> bool:
        return super().has_permission() and self.object.board_id == self.board.pk


class ScaleUpdate(OwnScale, ScaleFormView):
    """Change a scale that no published tool grades by."""

    page_title = gettext_lazy("Change the scale")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if services.is_frozen(self.object):
            messages.warning(
                request,
                _("A published tool grades by this scale, so it cannot change. Make a copy of it."),
            )
            return redirect("audits:scale-list", board=self.board.slug)
        return super().get(request, *args, **kwargs)

    def forms(self, data: Any = None) -> dict[str, Any]:
        return {
            "form": ScaleForm(
                data, initial={"label": self.object.label}, version=self.object.version
            ),
            "points": points_formset(data, self.object),
        }

    def save(self, label: str, points: list[services.PointFields], version: int) -> Scale:
        return services.edit(
            scale=self.object, label=label, points=points, version=version, by=self.request.user
        )


class ScaleDelete(OwnScale):
    """Delete a scale that nothing uses."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            services.delete(scale=self.object, by=self.request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("The scale “%(label)s” was deleted") % {"label": self.object.label}
            )
        return redirect("audits:scale-list", board=self.board.slug)
