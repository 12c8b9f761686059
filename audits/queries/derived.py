"""Indicators that audits can calculate: compliance with Section 11, and how many returns came."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from audits.models import Return, Round, ToolKind
from audits.queries.compliance import grades
from audits.rules.compliance import Compliance
from audits.rules.rounds import RETURNED
from audits.states import RoundStatus
from boards.models import Board
from boards.registry import DerivedIndicator, Parts


def section_11_compliance(board: Board, start: date, end: date, on: date) -> Parts | None:
    """Count the answers of the Section 11 rounds that closed in the span; None without one."""
    rounds = _closed(board, start, end).filter(kind=ToolKind.SECTION_11)
    if not rounds:
        return None
    value = sum((grades(each).overall() for each in rounds), Compliance(0, 0))
    return Parts(value.met, value.base)


def return_rate(board: Board, start: date, end: date, on: date) -> Parts | None:
    """Count the returns of the rounds that closed in the span; None without one."""
    rounds = _closed(board, start, end)
    if not rounds:
        return None
    counted = Return.objects.filter(round__in=rounds).aggregate(
        invited=Count("pk"), returned=Count("pk", filter=Q(status__in=RETURNED))
    )
    return Parts(counted["returned"], counted["invited"])


def _closed(board: Board, start: date, end: date):  # type: ignore[no-untyped-def]  # a queryset
    return Round.objects.filter(
        board=board, status=RoundStatus.CLOSED, closes_on__range=(start, end)
    )


DERIVED = [
    DerivedIndicator(
        key="audits.section-11-compliance",
        label=_("Compliance with Section 11"),
        definition=_(
            "Answers at or above met ÷ answers that apply, in the Section 11 audits that closed in "
            "the year, over all agencies whose return is in."
        ),
        numerator=_("Answers at or above met"),
        denominator=_("Answers that apply"),
        frequency="financial_year",
        calculate=section_11_compliance,
        theme="section11",
    ),
    DerivedIndicator(
        key="audits.return-rate",
        label=_("Audit returns received"),
        definition=_(
            "Returns submitted ÷ agencies invited, in the audits that closed in the year."
        ),
        numerator=_("Returns submitted"),
        denominator=_("Agencies invited"),
        frequency="financial_year",
        calculate=return_rate,
    ),
]
