"""Decide how small numbers are hidden in what a board publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boards.activity import change
from boards.models import Board, User
from boards.states import require_version
from reports.models import PublishingRule


@dataclass(frozen=True)
class RuleFields:
    threshold: int
    rounding: int
    smallest_base: int
    not_people: Sequence[str]
    #: Kept with the change: who published less carefully has said why.
    reason: str


def change_rule(
    *, board: Board, fields: RuleFields, version: int, by: User | None
) -> PublishingRule:
    """Keep the rule for the board's annual reports; builds from now on follow it."""
    publication = PublishingRule.Publication.ANNUAL_REPORT
    with change("reports.publishing", by=by, board=board, on=board):
        # Two people setting the first rule at once: the second waits here.
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        rule = PublishingRule.objects.filter(board=board, publication=publication).first()
        if rule is None:
            rule = PublishingRule(board=board, publication=publication)
        require_version(rule, version)
        rule.threshold, rule.rounding = fields.threshold, fields.rounding
        rule.smallest_base = fields.smallest_base
        rule.not_people = sorted(set(fields.not_people))
        rule.reason = fields.reason
        rule.version += 1
        rule.save()
        return rule
