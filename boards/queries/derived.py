"""Indicators that the shared ground can calculate from its records: actions and attendance."""

from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from boards.models import Action, Attendance, Board
from boards.registry import DerivedIndicator, Parts
from boards.rules.attendance import NOT_HELD, Mark
from boards.states import ActionStatus


def actions_on_time(board: Board, start: date, end: date, on: date) -> Parts:
    """Count actions that fell due in the span; a due day ends at the end of its day."""
    rows = Action.objects.shared().filter(board=board, due_on__range=(start, min(end, on)))
    counted = rows.exclude(status=ActionStatus.WITHDRAWN).aggregate(
        due=Count("pk"), done=Count("pk", filter=Q(completed_at__date__lte=F("due_on")))
    )
    return Parts(counted["done"], counted["due"])


def attendance(board: Board, start: date, end: date, on: date) -> Parts:
    """Count marks at the board's own meetings, of seats that were expected there."""
    rows = Attendance.objects.filter(
        meeting__board=board, meeting__group__parent=None,
        meeting__held_on__range=(start, min(end, on)),
    ).exclude(mark__in=NOT_HELD)  # fmt: skip
    counted = rows.aggregate(expected=Count("pk"), present=Count("pk", filter=Q(mark=Mark.PRESENT)))
    return Parts(counted["present"], counted["expected"])


DERIVED = [
    DerivedIndicator(
        key="boards.actions-on-time",
        label=_("Actions complete on time"),
        definition=_(
            "Of the actions that fell due in the period, how many their owner had completed by the "
            "due date. Withdrawn actions do not count."
        ),
        numerator=_("Actions completed by their due date"),
        denominator=_("Actions that fell due"),
        frequency="quarter",
        calculate=actions_on_time,
    ),
    DerivedIndicator(
        key="boards.meeting-attendance",
        label=_("Attendance at the board’s meetings"),
        definition=_(
            "Seats present of seats expected at the board’s own meetings in the period. Seats that "
            "were not required or that nobody held do not count."
        ),
        numerator=_("Seats present"),
        denominator=_("Seats expected"),
        frequency="financial_year",
        calculate=attendance,
    ),
]
