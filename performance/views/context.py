"""The area in figures: population, ethnicity, deprivation, with source and date."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.views.changes import ChangePage
from boards.views.tables import TablePage
from performance.forms.context import ContextFigureForm
from performance.queries import context as queries
from performance.services import context as services


class Context(TablePage, TemplateView):
    """What is known of the area and its children, by theme."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/context/detail.html"

    def themes(self) -> list[queries.ContextTheme]:
        return queries.themes_of(self.board, self.request.user, timezone.localdate())

    def table(self) -> Table:
        return Table(self.file_name("context"), columns(), queries.flat(self.themes()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Context"),
            "themes": self.themes(),
            "can_edit": self.can(Permission.INDICATOR_EDIT),
        }


def columns() -> list[Column]:
    """Return the columns of the file: rows are pairs of a theme and a figure."""
    return [
        Column(_("Theme"), lambda row: row[0]),
        Column(_("Indicator"), lambda row: str(row[1].indicator)),
        Column(_("Key"), lambda row: row[1].indicator.key),
        Column(_("Part"), lambda row: row[1].part),
        Column(_("Figure"), lambda row: row[1].value),
        Column(_("England"), lambda row: row[1].england),
        Column(_("Period"), lambda row: row[1].period),
        Column(_("Source"), lambda row: row[1].source),
        Column(_("Note"), lambda row: row[1].note),
    ]


class ContextFigureNew(ChangePage):
    """Record a figure of the area."""

    permission = Permission.INDICATOR_EDIT
    form_class = ContextFigureForm
    page_title = gettext_lazy("Record a figure of the area")
    page_intro = gettext_lazy("A figure that differs takes the place of the one before; both stay.")
    success_message = gettext_lazy("The figure is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        found = queries.indicators_of(self.board, self.request.user, today)
        return super().get_form_kwargs() | {"indicators": found}

    def form_valid(self, form: Any) -> HttpResponse:
        self.figure = form.said()
        return super().form_valid(form)

    def save(self, data: dict[str, Any]) -> Any:
        return services.record(
            indicator=data["indicator"], figure=self.figure, by=self.request.user
        )

    def back_url(self) -> str:
        return reverse("performance:context", args=[self.board.slug])
