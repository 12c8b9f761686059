"""Do the figures hang together? Chains with their breaks, one chain over time, declaring one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from boards.authorization import Permission
from boards.charts.drawing import draw_all
from boards.errors import DomainError
from boards.exports import Column, Table
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.tables import TablePage
from performance import library
from performance.charts import funnel_chart
from performance.forms import chains as forms
from performance.models import Chain, Indicator
from performance.queries import chains as queries
from performance.rules.chain_words import conversion_printed, missing_in_words, term_value
from performance.rules.chains import Role, Verdict
from performance.rules.periods import in_words
from performance.rules.words import CHAIN_STATES
from performance.services import chains as services


class ChainsPage(BoardView):
    """A page about chains of the board."""

    permission = Permission.INDICATOR_VIEW

    def list_url(self) -> str:
        return reverse("performance:chain-list", args=[self.board.slug])


class ChainList(TablePage, ChainsPage, TemplateView):
    """Every break on top, then each chain as it stands, then what the library offers."""

    template_name = "performance/chains/list.html"

    def table(self) -> Table:
        rows = [
            (each, verdict)
            for each in queries.judged(queries.chains_of(self.board, self.request.user))
            for verdict in each.verdicts
        ]
        return Table(self.file_name("figures-that-hang-together"), columns(), rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.judged(queries.chains_of(self.board, self.request.user))
        breaks = [each for chain in found for each in chain.breaks if not each.reason]
        breaks.sort(key=lambda each: each.verdict.period, reverse=True)
        had = {each.chain.library_key for each in found}
        return super().get_context_data(**kwargs) | {
            "page_title": _("Do the figures hang together?"),
            "chains": found,
            "breaks": breaks,
            "unexplained": sum(not each.is_explained for each in breaks),
            "incomplete": sum(each.incomplete for each in found),
            "can_edit": self.can(Permission.INDICATOR_EDIT),
            "offered": [each for each in library.chains() if each.key not in had],
        }


def columns() -> list[Column]:
    """Return the columns of the file: a line for each chain and period."""
    return [
        Column(_("Chain"), lambda row: row[0].chain.title),
        Column(_("Period"), lambda row: in_words(row[1].period)),
        Column(_("State"), lambda row: CHAIN_STATES[row[1].state]),
        Column(_("Figures"), lambda row: figures_in_words(row[1])),
        Column(_("What does not hang together"), lambda row: _joined(row, "text")),
        Column(_("What would mend it"), lambda row: _joined(row, "mend")),
        Column(_("Not known"), lambda row: missing_in_words(row[1].missing)),
        Column(_("Said about it"), lambda row: _joined(row, "said")),
    ]


def figures_in_words(verdict: Verdict) -> str:
    """Return every figure of a period with its name."""
    return "; ".join(f"{_heading(term)}: {term_value(term)}" for term in verdict.terms)


def _joined(row: tuple[queries.Judged, Verdict], name: str) -> str:
    chain, verdict = row
    return " ".join(getattr(each, name) for each in chain.breaks if each.verdict is verdict)


class OfChain(ChainsPage):
    """A page about one chain that the person may see."""

    object: Chain

    def load_object(self) -> Chain:
        rows = queries.chains_of(self.board, self.request.user)
        return self.get_record(rows, pk=self.kwargs["pk"])  # type: ignore[no-any-return]

    def here(self) -> str:
        return reverse("performance:chain-detail", args=[self.board.slug, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Do the figures hang together?"), self.list_url())]
        return super().get_context_data(**kwargs) | {"crumbs": crumbs, "record": self.object}


class ChainDetail(OfChain, TablePage, TemplateView):
    """One chain over time; a funnel with its chart."""

    template_name = "performance/chains/detail.html"

    def table(self) -> Table:
        judged = queries.judged([self.object])[0]
        rows = [(judged, verdict) for verdict in judged.verdicts]
        return Table(self.file_name("chain"), columns(), rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judged = queries.judged([self.object])[0]
        funnel = judged.rule.is_funnel and judged.latest
        chart = funnel_chart(judged.latest) if funnel and judged.latest else None
        first = judged.latest.terms if judged.latest else ()
        return super().get_context_data(**kwargs) | {
            "page_title": self.object.title,
            "page_caption": self.object.get_kind_display(),
            "chain": judged,
            "chart": chart,
            "drawing": draw_all([chart])[chart.sha256] if chart else None,
            "breaks": judged.breaks,
            "headings": [
                (_heading(term), judged.indicators[term.link.measure.key]) for term in first
            ],
            "rows": list(_rows(judged)),
            "is_funnel": judged.rule.is_funnel,
            "can_edit": self.can(Permission.INDICATOR_EDIT),
        }


def _heading(term: Any) -> str:
    if term.role is Role.OPENING and term.link.role is Role.CLOSING:
        return _("Opening")
    return str(term.link.label)


def _rows(judged: queries.Judged) -> Iterator[dict[str, Any]]:
    """Yield the lines of the table: each figure, in a funnel with its share of the one before."""
    for verdict in judged.verdicts:
        larger = {id(each.at) for each in verdict.breaks}
        cells = []
        for number, term in enumerate(verdict.terms):
            before = verdict.terms[number - 1] if number and judged.rule.is_funnel else None
            cells.append(
                {
                    "heading": _heading(term),
                    "value": term_value(term),
                    "share": conversion_printed(before, term) if before else "",
                    "is_larger": id(term) in larger,
                }
            )
        yield {
            "period": in_words(verdict.period),
            "cells": cells,
            "expected": term_value_of(verdict),
            "state": verdict.state,
            "label": CHAIN_STATES[verdict.state],
        }


def term_value_of(verdict: Verdict) -> str:
    """Return what the closing figure of a roll-forward should be, where it is another."""
    return ", ".join(str(each.expected) for each in verdict.breaks)


class ChainChange(ChainsPage, ChangePage):
    """The boxes of a funnel or a roll-forward."""

    permission = Permission.INDICATOR_EDIT
    object: Chain | None

    def shown(self) -> list[Indicator]:
        rows = Indicator.objects.visible_to(self.request.user).filter(board=self.board)
        active = rows.active(timezone.localdate())
        if self.object is not None:
            active = active | rows.filter(chain_steps__chain=self.object)
        return forms.suitable(list(active.distinct().order_by("order", "pk")))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"shown": self.shown()}

    def form_valid(self, form: Any) -> HttpResponse:
        self.steps = form.steps()
        return super().form_valid(form)

    def back_url(self) -> str:
        return self.list_url()

    def done_url(self, result: Chain) -> str:
        return reverse("performance:chain-detail", args=[self.board.slug, result.pk])


class ChainNew(ChainChange):
    kind = Chain.Kind.FUNNEL
    success_message = gettext_lazy("From now on these figures are checked.")

    def save(self, data: dict[str, Any]) -> Chain:
        return services.declare(
            board=self.board, title=data["title"], kind=self.kind, steps=self.steps,
            by=self.request.user,
        )  # fmt: skip


class FunnelNew(ChainNew):
    form_class = forms.FunnelForm
    page_title = gettext_lazy("Declare a funnel")
    page_intro = gettext_lazy(
        "Each step comes out of the one before, so it is usually no larger. Where it is larger, "
        "the portal says so and asks why."
    )


class RollForwardNew(ChainNew):
    kind = Chain.Kind.ROLL_FORWARD
    form_class = forms.RollForwardForm
    page_title = gettext_lazy("Declare a roll-forward")
    page_intro = gettext_lazy("Opening + what starts − what ends = closing, in every period.")


class ChainEdit(OfChain, ChainChange):
    permission = Permission.INDICATOR_EDIT
    page_title = gettext_lazy("Change what hangs together")
    success_message = gettext_lazy("Saved")
    object: Chain

    def get_form_class(self) -> Any:
        is_funnel = self.object.kind == Chain.Kind.FUNNEL
        return forms.FunnelEditForm if is_funnel else forms.RollForwardEditForm

    def initial_of(self, record: Chain) -> dict[str, Any]:
        steps = list(record.steps.select_related("indicator"))
        return {"title": record.title} | forms.initial_of(steps)

    def save(self, data: dict[str, Any]) -> Chain:
        return services.edit(
            chain=self.object, title=data["title"], steps=self.steps, version=data["version"],
            by=self.request.user,
        )  # fmt: skip

    def back_url(self) -> str:
        return self.here()


class ChainRemove(OfChain, ChangePage):
    permission = Permission.INDICATOR_EDIT
    form_class = forms.RemoveForm
    page_title = gettext_lazy("Stop checking these figures")
    page_intro = gettext_lazy(
        "The figures stay as they are. Breaks are no longer shown, and agencies are not asked."
    )
    success_message = gettext_lazy("These figures are checked no longer.")

    def save(self, data: dict[str, Any]) -> None:
        services.remove(chain=self.object, version=data["version"], by=self.request.user)

    def back_url(self) -> str:
        return self.here()

    def done_url(self, result: None) -> str:
        return self.list_url()


class ChainAdopt(ChainsPage, View):
    """Take one chain from the library."""

    permission = Permission.INDICATOR_EDIT
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            chain = services.adopt(
                board=self.board, key=request.POST.get("key", ""), by=self.request.user,
                on=timezone.localdate(),
            )  # fmt: skip
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(self.list_url())
        messages.success(request, _("From now on these figures are checked."))
        return redirect("performance:chain-detail", board=self.board.slug, pk=chain.pk)
