"""What people say about an indicator and want of it: commentary, events, targets, actions."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Action, Agency, User
from boards.services import actions
from performance.models import Indicator, IndicatorAction, IndicatorNote, Target


class WrongTarget(DomainError):
    """The target cannot be meant: its day is not after its start, or another begins that day."""


def comment(*, indicator: Indicator, text: str, on: date, by: User | None) -> IndicatorNote:
    """Say what the figures up to a day mean. Earlier commentary stays as its history."""
    with change("indicators.comment", by=by, board=indicator.board, on=indicator):
        return IndicatorNote.objects.create(
            indicator=indicator, kind=IndicatorNote.Kind.COMMENTARY, text=text.strip(), on=on, by=by
        )


def annotate(
    *, indicator: Indicator, text: str, on: date, starts_anew: bool, by: User | None
) -> IndicatorNote:
    """Note what happened on a day that the figures show; after it control limits may begin anew."""
    with change("indicators.annotate", by=by, board=indicator.board, on=indicator):
        return IndicatorNote.objects.create(
            indicator=indicator, kind=IndicatorNote.Kind.ANNOTATION, text=text.strip(), on=on,
            starts_anew=starts_anew, by=by,
        )  # fmt: skip


def set_target(
    *,
    indicator: Indicator,
    value: Decimal,
    due_on: date,
    starts_on: date,
    start_value: Decimal | None,
    tolerance: Decimal,
    note: str,
    by: User | None,
) -> Target:
    """Set where the indicator should be by a day. A later target takes over from its first day.

    One that begins on the same day is replaced. Raises `WrongTarget`.
    """
    if due_on <= starts_on:
        raise WrongTarget(_("The day to reach it by must be after the day it starts from."))
    with change("indicators.target", by=by, board=indicator.board, on=indicator):
        target, _made = Target.objects.update_or_create(
            indicator=indicator,
            starts_on=starts_on,
            defaults={
                "value": value, "due_on": due_on, "start_value": start_value,
                "tolerance": tolerance, "note": note.strip(),
            },
        )  # fmt: skip
    return target


def raise_action(
    *,
    indicator: Indicator,
    title: str,
    agency: Agency | None,
    due_on: date,
    success_measure: str,
    by: User,
) -> Action:
    """Raise an action because of what the figures show. Raises what the action tracker refuses."""
    page = reverse(
        "performance:indicator-detail",
        kwargs={"board": indicator.board.slug, "pk": indicator.pk},
    )
    with change("indicators.action", by=by, board=indicator.board, on=indicator):
        action = actions.raise_action(
            board=indicator.board, title=title, by=by, due_on=due_on, agency=agency,
            success_measure=success_measure, source_label=str(indicator), source_path=page,
        )  # fmt: skip
        IndicatorAction.objects.create(indicator=indicator, action=action)
    return action
