"""Comparators: the board's area, its neighbours, and the tables that figures come from."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from performance import authorities
from performance.forms import comparators as forms
from performance.models import BoardArea, NeighbourSet
from performance.queries import comparators as queries
from performance.services import comparators as services


class ComparatorHome(BoardView, TemplateView):
    """With whom the board is compared, and where the figures come from."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/comparators/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        area = queries.area_row(self.board)
        return super().get_context_data(**kwargs) | {
            "page_title": _("Comparators"),
            "own": queries.own_authorities(area),
            "region": queries.region_of(area),
            "sets": queries.listed_sets(self.board, self.request.user),
            "tables": queries.tables_of(self.board, self.request.user),
            "today": timezone.localdate(),
            "can_edit": self.can(Permission.INDICATOR_EDIT),
        }


class AuthoritiesPage(ChangePage):
    """A form whose authorities are ticked by region below it."""

    permission = Permission.INDICATOR_EDIT
    template_name = "performance/comparators/authorities.html"

    def back_url(self) -> str:
        return reverse("performance:comparator-home", args=[self.board.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        ticked = set(context["form"]["authorities"].value() or [])
        home = (_("Comparators"), self.back_url())
        return context | {
            "crumbs": [home],
            "regions": [
                {
                    "name": region.name,
                    "rows": [(each, each.code in ticked) for each in found],
                    "ticked": sum(each.code in ticked for each in found),
                }
                for region, found in authorities.by_region().items()
            ],
        }


class AreaEdit(AuthoritiesPage):
    """Which authorities the board is for."""

    form_class = forms.AreaForm
    page_title = gettext_lazy("The board’s area")
    page_intro = gettext_lazy(
        "Which rows of a published table are the board’s own, and which region is meant."
    )
    success_message = gettext_lazy("The board’s area is saved.")
    object: BoardArea

    def load_object(self) -> BoardArea:
        return queries.area_row(self.board)

    def initial_of(self, record: BoardArea) -> dict[str, Any]:
        return {"authorities": record.authorities}

    def save(self, data: dict[str, Any]) -> BoardArea:
        return services.set_area(
            board=self.board, codes=data["authorities"], version=data["version"],
            by=self.request.user,
        )  # fmt: skip


class NeighbourSetNew(AuthoritiesPage):
    form_class = forms.NeighbourSetForm
    page_title = gettext_lazy("Choose neighbours")
    page_intro = gettext_lazy("The authorities that the board is compared with, as one figure.")
    success_message = gettext_lazy("Neighbours saved")

    def save(self, data: dict[str, Any]) -> NeighbourSet:
        return services.add_set(
            board=self.board, codes=data["authorities"], starts_on=data["starts_on"],
            source=data["source"], by=self.request.user,
        )  # fmt: skip


class NeighbourSetEdit(AuthoritiesPage):
    form_class = forms.NeighbourSetEditForm
    page_title = gettext_lazy("Change the neighbours")
    success_message = gettext_lazy("Neighbours saved")
    object: NeighbourSet

    def load_object(self) -> NeighbourSet:
        rows = NeighbourSet.objects.visible_to(self.request.user).filter(board=self.board)
        found: NeighbourSet = self.get_record(rows.select_related("board"), pk=self.kwargs["pk"])
        return found

    def initial_of(self, record: NeighbourSet) -> dict[str, Any]:
        return {
            "starts_on": record.starts_on,
            "source": record.source,
            "authorities": record.authorities,
        }

    def save(self, data: dict[str, Any]) -> NeighbourSet:
        return services.edit_set(
            neighbours=self.object, codes=data["authorities"], starts_on=data["starts_on"],
            source=data["source"], version=data["version"], by=self.request.user,
        )  # fmt: skip
