"""Scorecards: what got worse on top, then every indicator by theme."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.tables import TablePage
from performance.forms import scorecards as forms
from performance.models import Indicator, Scorecard
from performance.queries import by_period, enquiries
from performance.queries import scorecards as queries
from performance.rules.themes import theme_label, theme_order
from performance.rules.words import DIRECTIONS, RATINGS
from performance.services import scorecards as services


class ScorecardHome(BoardView, TemplateView):
    """The first scorecard; a board without one is told how to begin."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/scorecards/empty.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        first = queries.scorecards_of(self.board, self.request.user).first()
        if first is not None:
            return redirect("performance:scorecard-detail", board=self.board.slug, pk=first.pk)
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Scorecard"),
            "can_edit": self.can(Permission.INDICATOR_EDIT),
            "has_indicators": Indicator.objects.filter(board=self.board).exists(),
        }


class ScorecardDetail(TablePage, TemplateView):
    permission = Permission.INDICATOR_VIEW
    template_name = "performance/scorecards/detail.html"
    object: Scorecard

    def load_object(self) -> Scorecard:
        self.all = list(queries.scorecards_of(self.board, self.request.user))
        found = [each for each in self.all if each.pk == self.kwargs["pk"]]
        rows = Scorecard.objects.visible_to(self.request.user).filter(board=self.board)
        return found[0] if found else self.get_record(rows, pk=self.kwargs["pk"])

    @property
    def kind(self) -> str:
        """The sort of period by which figures are wanted; empty: as each is measured."""
        return by_period.known_kind(self.request.GET.get("period", ""))

    def lines(self) -> list[queries.Line]:
        lines = queries.lines_of(self.object, timezone.localdate(), self.kind)
        return enquiries.marked(lines, self.board, self.request.user)

    def table(self) -> Table:
        lines = self.lines()
        return Table(self.file_name("scorecard"), columns(), lines)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.lines()
        worse = queries.worst_first(lines)
        return super().get_context_data(**kwargs) | {
            "page_title": self.object.title,
            "scorecard": self.object,
            "tabs": [self._tab(each) for each in self.all],
            "periods": by_period.period_choices(self.kind),
            "kind": self.kind,
            "worse": worse[: queries.MOST_WORSE],
            "more_worse": len(worse[queries.MOST_WORSE :]),
            "themes": queries.by_theme(lines),
            "counts": {
                "all": len(lines),
                "worse": len(worse),
                "better": sum(line.direction == "better" for line in lines),
                "missing": sum(line.latest is None or line.latest.missing != "" for line in lines),
            },
            "can_edit": self.can(Permission.INDICATOR_EDIT),
        }

    def _tab(self, each: Scorecard) -> dict[str, Any]:
        url = reverse("performance:scorecard-detail", args=[self.board.slug, each.pk])
        url += f"?period={self.kind}" if self.kind else ""
        return {"label": each.title, "url": url, "current": each == self.object}


def columns() -> list[Column]:
    """Return the columns of a scorecard's file."""
    return [
        Column(_("Theme"), lambda line: theme_label(line.indicator.theme)),
        Column(_("Indicator"), lambda line: line.indicator.label),
        Column(_("Key"), lambda line: line.indicator.key),
        Column(_("Period"), lambda line: line.period or _("none yet")),
        Column(_("Figure"), lambda line: line.value or _("none yet")),
        Column(_("Period before"), lambda line: line.previous or "–"),
        Column(_("How it came about"), lambda line: str(line.origin or "")),
        Column(_("A year earlier"), lambda line: line.year_before),
        Column(_("Change"), lambda line: line.change),
        Column(_("Direction"), lambda line: str(DIRECTIONS.get(line.direction, ""))),
        Column(_("Wanted"), lambda line: line.wanted),
        Column(_("Against"), lambda line: line.standing.against),
        Column(_("Rating"), lambda line: str(RATINGS.get(line.standing.rating, ""))),
        Column(_("Year to date"), lambda line: line.year_to_date),
        Column(_("Agency"), lambda line: line.indicator.owner_agency),
        Column(_("Lines of enquiry"), lambda line: line.enquiries),
        Column(_("Commentary"), lambda line: line.commentary.text if line.commentary else ""),
    ]


class ScorecardChange(ChangePage):
    """Name and group in the form, indicators ticked by theme below it."""

    permission = Permission.INDICATOR_EDIT
    template_name = "performance/scorecards/form.html"

    def choices(self) -> list[Indicator]:
        if not hasattr(self, "_choices"):
            rows = Indicator.objects.visible_to(self.request.user).filter(board=self.board)
            active = rows.active(timezone.localdate()) | rows.filter(pk__in=self.chosen())
            self._choices = list(active.distinct().order_by("order", "pk"))
        return self._choices

    def chosen(self) -> list[int]:
        if self.object is None:
            return []
        return list(self.object.lines.values_list("indicator_id", flat=True))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board, "shown": self.choices()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        data = context["form"].data
        ticked = set(data.getlist("indicators")) if data else {str(pk) for pk in self.chosen()}
        themes: dict[str, list[tuple[Indicator, bool]]] = {}
        for each in self.choices():
            themes.setdefault(each.theme, []).append((each, str(each.pk) in ticked))
        rows = [(theme_label(key), themes[key]) for key in sorted(themes, key=theme_order)]
        return context | {"themes": rows}

    def ordered(self, data: dict[str, Any]) -> list[Indicator]:
        """Return the ticked indicators by theme, in the order of the list."""
        ticked = {each.pk for each in data["indicators"]}
        rows = [each for each in self.choices() if each.pk in ticked]
        return sorted(rows, key=lambda each: theme_order(each.theme))

    def done_url(self, result: Scorecard) -> str:
        return reverse("performance:scorecard-detail", args=[self.board.slug, result.pk])


class ScorecardNew(ScorecardChange):
    form_class = forms.ScorecardForm
    page_title = gettext_lazy("Make a scorecard")
    success_message = gettext_lazy("Scorecard made")

    def save(self, data: dict[str, Any]) -> Scorecard:
        return services.make(
            board=self.board, title=data["title"], group=data["group"],
            indicators=self.ordered(data), by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return reverse("performance:scorecard-home", args=[self.board.slug])


class ScorecardEdit(ScorecardChange):
    form_class = forms.ScorecardEditForm
    page_title = gettext_lazy("Change a scorecard")
    success_message = gettext_lazy("Scorecard changed")
    object: Scorecard

    def load_object(self) -> Scorecard:
        rows = Scorecard.objects.visible_to(self.request.user).filter(board=self.board)
        return self.get_record(rows, pk=self.kwargs["pk"])  # type: ignore[no-any-return]

    def initial_of(self, record: Scorecard) -> dict[str, Any]:
        return {"title": record.title, "group": record.group_id, "indicators": self.chosen()}

    def save(self, data: dict[str, Any]) -> Scorecard:
        return services.edit(
            scorecard=self.object, title=data["title"], group=data["group"],
            indicators=self.ordered(data), version=data["version"], by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return reverse("performance:scorecard-detail", args=[self.board.slug, self.object.pk])
