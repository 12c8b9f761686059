"""Indicators: the list, the library, one with its figures, defining, changing, ending one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column
from boards.forms.filters import FilterForm
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.lists import ListPage
from performance import library
from performance.forms import indicators as forms
from performance.models import Indicator
from performance.queries import enquiries
from performance.queries import indicators as queries
from performance.queries.chains import breaks_at
from performance.rules.themes import theme_label
from performance.services import indicators as services


class IndicatorPage(BoardView):
    """Base of pages about one indicator of the board."""

    object: Indicator

    def load_object(self) -> Indicator:
        rows = Indicator.objects.visible_to(self.request.user).filter(board=self.board)
        rows = rows.select_related("board", "owner_agency", "derivation", "denominator_indicator")
        indicator: Indicator = self.get_record(rows, pk=self.kwargs["pk"])
        return indicator

    def agency_id_of(self, record: Any) -> None:
        """An indicator is the board's, whoever has the figures."""

    def indicator_url(self) -> str:
        return reverse(
            "performance:indicator-detail",
            kwargs={"board": self.board.slug, "pk": self.kwargs["pk"]},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Indicators"), reverse("performance:indicator-list", args=[self.board.slug]))]
        return {"crumbs": crumbs} | super().get_context_data(**kwargs)


class IndicatorList(ListPage):
    """What the board measures."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/indicators/list.html"
    csv_name = "indicators"
    sorts: ClassVar = {
        "order": ("order",),
        "label": ("label",),
        "theme": ("theme", "order"),
        "agency": ("owner_agency__name", "order"),
    }
    default_sort = "order"

    def get_rows(self) -> QuerySet[Indicator]:
        rows = Indicator.objects.visible_to(self.request.user).filter(board=self.board)
        listed: QuerySet[Indicator] = rows.select_related("owner_agency")
        return listed

    def get_filter_form(self) -> FilterForm:
        return forms.IndicatorFilter(self.request.GET, board=self.board)

    def filtered(self, rows: Any, data: dict[str, Any]) -> QuerySet[Indicator]:
        today = timezone.localdate()
        if not data["when"]:
            rows = rows.active(today)
        elif data["when"] == "retired":
            rows = rows.filter(ends_on__lt=today)
        if data["theme"]:
            rows = rows.filter(theme=data["theme"])
        if data["agency"]:
            rows = rows.filter(owner_agency=data["agency"])
        if data["q"]:
            words = data["q"]
            rows = rows.filter(
                Q(label__icontains=words) | Q(definition__icontains=words) | Q(key__icontains=words)
            )
        found: QuerySet[Indicator] = rows
        return found

    def columns(self) -> list[Column]:
        return [
            Column(_("Key"), lambda row: row.key),
            Column(_("Indicator"), lambda row: row.label),
            Column(_("Theme"), lambda row: theme_label(row.theme)),
            Column(_("Definition"), lambda row: row.definition),
            Column(_("Unit"), lambda row: row.get_unit_display()),
            Column(_("How it is measured"), lambda row: row.get_kind_display()),
            Column(_("Which way is better"), lambda row: row.get_polarity_display()),
            Column(_("Numerator"), lambda row: row.numerator_label),
            Column(_("Denominator"), lambda row: row.denominator_label),
            Column(_("How often"), lambda row: row.get_frequency_display()),
            Column(_("Agency"), lambda row: row.owner_agency),
            Column(_("Source"), lambda row: row.source),
            Column(_("Statutory return"), lambda row: row.statutory_return),
            Column(_("Broken down by"), lambda row: ", ".join(row.dimensions)),
            Column(_("First day"), lambda row: row.starts_on),
            Column(_("Last day"), lambda row: row.ends_on),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        count = context["page"].paginator.count
        return context | {
            "rows": queries.listed(context["page"]),
            "any": self.all_rows.exists(),
            "counted": ngettext("%(n)s indicator", "%(n)s indicators", count) % {"n": count},
            "can_edit": self.can(Permission.INDICATOR_EDIT),
        }


class IndicatorLibrary(BoardView, TemplateView):
    """The starter library: tick what the board wants to measure."""

    permission = Permission.INDICATOR_EDIT
    template_name = "performance/indicators/library.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        had = queries.library_keys(self.board)
        return super().get_context_data(**kwargs) | {
            "themes": [
                {"key": key, "label": theme_label(key), "rows": rows,
                 "left": sum(row.key not in had for row in rows)}
                for key, rows in library.by_theme().items()
            ],
            "had": had,
            "count": len(library.shipped()),
            "crumbs": [
                (_("Indicators"), reverse("performance:indicator-list", args=[self.board.slug]))
            ],
        }  # fmt: skip

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        keys = request.POST.getlist("keys")
        if not keys:
            context = self.get_context_data(error=_("Tick the indicators that you want to add."))
            return self.render_to_response(context, status=422)
        made = services.adopt(
            board=self.board, keys=keys, by=self.request.user, on=timezone.localdate()
        )
        said = ngettext("%(n)s indicator added.", "%(n)s indicators added.", len(made))
        messages.success(request, said % {"n": len(made)})
        return redirect("performance:indicator-list", board=self.board.slug)


class IndicatorDetail(IndicatorPage, TemplateView):
    """One indicator: chart, figures, parts, commentary, actions, definition."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/indicators/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.request.GET.get("period", "")
        context = super().get_context_data(**kwargs)
        page = queries.page_of(self.object, self.request.user, timezone.localdate(), kind)
        return context | {
            "page_title": str(self.object),
            "page_caption": theme_label(self.object.theme),
            "indicator": self.object,
            "figures": page,
            "breaks": breaks_at(self.object),
            "derivation": getattr(self.object, "derivation", None),
            "can_edit": self.can(Permission.INDICATOR_EDIT),
            "can_raise": self.can(Permission.ACTION_RAISE),
            "enquiries": enquiries.of_indicator(self.object, self.request.user),
            "can_enquire": self.can(Permission.ENQUIRY_EDIT),
        }


class IndicatorNew(ChangePage):
    permission = Permission.INDICATOR_EDIT
    form_class = forms.IndicatorForm
    page_title = gettext_lazy("Define an indicator")
    success_message = gettext_lazy("Indicator added")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def form_valid(self, form: Any) -> HttpResponse:
        self.fields = form.said()
        return super().form_valid(form)

    def save(self, data: dict[str, Any]) -> Indicator:
        return services.define(board=self.board, fields=self.fields, by=self.request.user)

    def back_url(self) -> str:
        return reverse("performance:indicator-list", args=[self.board.slug])

    def done_url(self, result: Indicator) -> str:
        return reverse("performance:indicator-detail", args=[self.board.slug, result.pk])


class IndicatorEdit(IndicatorPage, ChangePage):
    permission = Permission.INDICATOR_EDIT
    form_class = forms.IndicatorEditForm
    page_title = gettext_lazy("Change an indicator")
    success_message = gettext_lazy("Indicator changed")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board, "indicator": self.object}

    def initial_of(self, record: Indicator) -> dict[str, Any]:
        chosen = {"owner_agency", "denominator_indicator"}
        names = [name for name in forms.IndicatorFieldsForm.base_fields if name not in chosen]
        values = {name: getattr(record, name) for name in names}
        return values | {
            "owner_agency": record.owner_agency_id,
            "denominator_indicator": record.denominator_indicator_id,
            "dimensions": ", ".join(record.dimensions),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        self.fields = form.said()
        return super().form_valid(form)

    def save(self, data: dict[str, Any]) -> Indicator:
        return services.edit(
            indicator=self.object, fields=self.fields, version=data["version"],
            by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return self.indicator_url()


class IndicatorRetire(IndicatorPage, ChangePage):
    permission = Permission.INDICATOR_EDIT
    form_class = forms.RetireForm
    page_title = gettext_lazy("Stop measuring an indicator")
    success_message = gettext_lazy("Saved")

    def initial_of(self, record: Indicator) -> dict[str, Any]:
        return {"ends_on": record.ends_on, "reason": record.retired_reason}

    def save(self, data: dict[str, Any]) -> Indicator:
        return services.retire(indicator=self.object, by=self.request.user, **data)

    def back_url(self) -> str:
        return self.indicator_url()
