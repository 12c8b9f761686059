"""What agencies owe the board: the list, asking for figures, changing what is asked."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from performance.forms.data_requirements import RequirementForm
from performance.models import DataRequirement, Indicator
from performance.services import data_requirements as services
from performance.services.data_requirements import RequirementFields


class RequirementsPage(BoardView):
    """Pages of the board's analyst."""

    permission = Permission.INDICATOR_EDIT

    def back_url(self) -> str:
        return reverse("performance:data-requirement-list", kwargs={"board": self.board.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        returns = reverse("performance:data-return-list", kwargs={"board": self.board.slug})
        return super().get_context_data(**kwargs) | {"crumbs": [(_("Data returns"), returns)]}


class RequirementList(RequirementsPage, TemplateView):
    """Who owes which figures, by agency."""

    template_name = "performance/data_requirements/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = DataRequirement.objects.filter(board=self.board).select_related("agency")
        return super().get_context_data(**kwargs) | {
            "requirements": rows.annotate(figures=Count("required")),
            "has_indicators": Indicator.objects.filter(board=self.board).exists(),
        }


class RequirementPage(RequirementsPage, ChangePage):
    form_class = RequirementForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def fields_of(self, data: dict[str, Any]) -> RequirementFields:
        names = ("title", "frequency", "starts_on", "due_days", "ends_on", "note")
        return RequirementFields(
            agency=data["agency"].agency,
            indicators=list(data["indicators"]),
            **{name: data[name] for name in names},
        )


class RequirementNew(RequirementPage):
    page_title = gettext_lazy("Ask an agency for figures")
    success_message = gettext_lazy("The agency is asked as each period ends.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": 0}

    def save(self, data: dict[str, Any]) -> DataRequirement:
        return services.create(board=self.board, fields=self.fields_of(data), by=self.request.user)


class RequirementEdit(RequirementPage):
    page_title = gettext_lazy("Change what is asked for")
    success_message = gettext_lazy("Saved.")
    object: DataRequirement

    def load_object(self) -> DataRequirement:
        rows = DataRequirement.objects.visible_to(self.request.user).filter(board=self.board)
        found: DataRequirement = self.get_record(
            rows.select_related("board", "agency"), pk=self.kwargs["pk"]
        )
        if not self.request.access.can_board_wide(Permission.INDICATOR_EDIT, board=self.board):
            raise PermissionDenied
        return found

    def initial_of(self, record: DataRequirement) -> dict[str, Any]:
        names = ("title", "frequency", "starts_on", "due_days", "ends_on", "note")
        return {name: getattr(record, name) for name in names} | {
            "agency": self.board.partners.filter(agency=record.agency).first(),
            "indicators": [row.indicator_id for row in record.required.all()],
        }

    def save(self, data: dict[str, Any]) -> DataRequirement:
        return services.edit(
            requirement=self.object, fields=self.fields_of(data), version=data["version"],
            by=self.request.user,
        )  # fmt: skip
