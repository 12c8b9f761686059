"""How complete the figures of a year are, and which indicators stand behind each count."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.views.tables import TablePage
from performance.queries import completeness as queries
from performance.queries.completeness import Completeness, Listed
from performance.rules.completeness import Source
from performance.rules.periods import in_words


class CompletenessPage(TablePage, TemplateView):
    """A page about a year of the board; `?year=` chooses another one."""

    permission = Permission.DATA_RETURN_VIEW

    def has_permission(self) -> bool:
        """An agency's people see their own returns in their list; this compares agencies."""
        return self.request.access.can_board_wide(self.permission, board=self.board)

    def load_object(self) -> Any:
        self.years, shown = queries.years_of(self.board, timezone.localdate())
        asked = self.request.GET.get("year")
        if asked is None:
            return shown
        found = [each for each in self.years if each.label == asked]
        if not found:
            raise Http404
        return found[0]

    @property
    def found(self) -> Completeness | None:
        if self.object is None:
            return None
        if not hasattr(self, "_found"):
            self._found = queries.completeness_of(
                self.board, self.request.user, self.object, timezone.localdate()
            )
        return self._found

    def page_url(self, name: str, **asked: str) -> str:
        base = reverse(f"performance:{name}", args=[self.board.slug])
        return f"{base}?{urlencode({'year': self.object.label} | asked)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"year": self.object, "found": self.found}


class CompletenessDetail(CompletenessPage):
    """Agency by month; how many indicators depend on one agency; what is out of date."""

    template_name = "performance/completeness/detail.html"

    def table(self) -> Table | None:
        if self.found is None:
            return None
        return Table(self.file_name("completeness"), columns(), self.found.cells)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {
            "page_title": _("How complete the figures are"),
            "tabs": [self._tab(each) for each in self.years],
        }
        if self.object is not None:
            context["urls"] = {
                each.value: self.page_url("completeness-indicators", show=each) for each in Source
            } | {"stale": self.page_url("completeness-indicators", show="stale")}
            context["dependence"] = [
                (each, self.page_url(
                    "completeness-indicators", show=Source.ONE, agency=str(each.agency_id)
                ))
                for each in self.found.dependence
            ] if self.found else []  # fmt: skip
        return context

    def _tab(self, each: Any) -> dict[str, Any]:
        url = f"?{urlencode({'year': each.label})}"
        return {"label": each.label, "url": url, "current": each == self.object}


def columns() -> list[Column]:
    """Return the columns of the file: a line for each return."""
    return [
        Column(_("Agency"), lambda cell: cell.requirement.agency),
        Column(_("Figures"), lambda cell: cell.requirement.title),
        Column(_("Period"), lambda cell: in_words(cell.period)),
        Column(_("Due"), lambda cell: cell.data_return.due),
        Column(_("State"), lambda cell: queries.STANDINGS[cell.standing]),
        Column(_("First received"), lambda cell: cell.data_return.first_submitted_at),
        Column(_("Figures asked for"), lambda cell: cell.received.asked),
        Column(_("Known"), lambda cell: cell.received.known),
        Column(_("With a reason instead of a figure"), lambda cell: cell.received.coded),
    ]


class CompletenessIndicators(CompletenessPage):
    """The indicators behind a count of the page before."""

    template_name = "performance/completeness/indicators.html"

    def shown(self) -> list[Listed]:
        rows = self.found.listed if self.found else []
        asked, agency = self.request.GET.get("show", ""), self.request.GET.get("agency", "")
        if asked == "stale":
            rows = [each for each in rows if each.on_scorecard and each.is_stale]
        elif asked:
            rows = [each for each in rows if each.source == asked]
        return [each for each in rows if not agency or agency in map(str, each.agency_ids)]

    def table(self) -> Table:
        return Table(self.file_name("completeness-indicators"), indicator_columns(), self.shown())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.shown()
        asked = self.request.GET.get("show", "")
        titles = {each.value: str(queries.SOURCES[each]) for each in Source}
        context = super().get_context_data(**kwargs)
        return context | {
            "page_title": (titles | {"stale": _("Out of date")}).get(asked, _("All indicators")),
            "page_caption": str(self.object) if self.object else "",
            "rows": rows,
            "counted": ngettext("%(n)d indicator", "%(n)d indicators", len(rows))
            % {"n": len(rows)},
            "crumbs": [(_("How complete the figures are"), self.page_url("completeness"))]
            if self.object
            else [],
        }


def indicator_columns() -> list[Column]:
    """Return the columns of the file of indicators."""
    return [
        Column(_("Indicator"), lambda row: row.indicator.label),
        Column(_("Key"), lambda row: row.indicator.key),
        Column(_("Where figures come from"), lambda row: row.source_label),
        Column(_("Agencies"), lambda row: "; ".join(row.agencies)),
        Column(_("How often"), lambda row: row.indicator.get_frequency_display()),
        Column(_("Latest figure up to"), lambda row: row.latest),
        Column(_("On a scorecard"), lambda row: row.on_scorecard),
        Column(_("Out of date"), lambda row: row.is_stale),
    ]
