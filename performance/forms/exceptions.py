"""Which exception report: of which scorecard, for which period."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boards.forms.base import GovukForm
from boards.forms.filters import FilterForm
from boards.models import Board
from performance.forms.enquiries import PeriodField, period_choices
from performance.models import Scorecard
from performance.rules.periods import Period


def _scorecard() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Scorecard.objects.none(), label=_("Scorecard"), required=False,
        empty_label=_("All indicators"),
    )  # fmt: skip


class ExceptionFilters(FilterForm):
    scorecard = _scorecard()
    period = PeriodField(label=_("Period"))

    def __init__(self, data: Any, *, board: Board, **kwargs: Any) -> None:
        self._board = board
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        _offer(self.fields, self._board)

    @property
    def first_period(self) -> Period:
        """The period that is shown where none was asked for: the last month."""
        from performance.rules.enquiries import offered_periods

        return next(iter(offered_periods(timezone.localdate()).values()))[0]


class BuildForm(GovukForm):
    """The same, sent by the page's button."""

    scorecard = _scorecard()
    period = PeriodField(label=_("Period"))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields, board)


def _offer(fields: Any, board: Board) -> None:
    fields["scorecard"].queryset = Scorecard.objects.filter(board=board).order_by("order", "pk")
    fields["period"].choices = period_choices(timezone.localdate())
