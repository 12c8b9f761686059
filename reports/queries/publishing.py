"""How small numbers are hidden in what a board publishes."""

from boards.models import Board
from performance.models import Indicator, Observation
from reports.models import PublishingRule

#: Indicators with figures up to this are asked about: whether they count people.
ASKED_UP_TO = 20


def rule_of(board: Board) -> PublishingRule:
    """Return the rule of the board's annual report; until it has one, the usual one, not stored."""
    publication = PublishingRule.Publication.ANNUAL_REPORT
    stored = PublishingRule.objects.filter(board=board, publication=publication).first()
    return stored or PublishingRule(board=board, publication=publication)


def indicators_in_question(board: Board) -> list[tuple[str, str]]:
    """Return key and name of the board's indicators that have small figures in numbers."""
    small = Observation.objects.current().own().filter(
        indicator__board=board, value__gt=0, value__lte=ASKED_UP_TO
    )  # fmt: skip
    rows = Indicator.objects.filter(pk__in=small.values("indicator")).exclude(
        unit__in=[Indicator.Unit.PERCENT, Indicator.Unit.RATE_PER_10000, Indicator.Unit.GBP]
    )
    return [(row.key, str(row)) for row in rows.order_by("theme", "order", "pk")]
