"""Demonstration boards know which of their indicators count meetings and posts, not people."""

from boards.models import Board
from reports.models import PublishingRule
from reports.queries.publishing import rule_of
from reports.services.publishing import RuleFields, change_rule

NOT_PEOPLE = {
    "worcestershire": [
        "macfa-total", "conv-held", "conv-expected", "aud-cse-standards", "aud-cse-csc-inadequate",
        "gov-subgroups", "gov-ceo-visits", "gov-strategic-priorities", "gov-sip-outcomes",
        "gov-procedures-consortium", "panel-questions-old", "panel-questions-added",
        "panel-interim-posts", "panel-back-to-basics", "panel-improvement-priorities",
    ],
    "walsall": [
        "eh-panels", "virtual-school", "fgm-steps", "fgm-recs", "assurance-workshops",
        "mash-review-areas", "train-threshold-events", "train-restorative", "cse-courses",
        "train-cdop-events", "prev-gov-sessions", "cse-coordinators", "el-modules",
        "gov-chair-days", "gov-trainer-days", "gov-admin-fte", "gov-analyst-fte",
        "gov-analyst-extra-fte", "gov-procedure-levels", "gov-procedures-boards", "s175-started",
        "csepp-locations", "csepp-schools", "stm-assemblies",
    ],
}  # fmt: skip


def load() -> None:
    """Give each demonstration board its rule, unless somebody has set one."""
    for board in Board.objects.filter(slug__in=NOT_PEOPLE):
        if not PublishingRule.objects.filter(board=board).exists():
            rule = rule_of(board)
            fields = RuleFields(
                threshold=rule.threshold, rounding=rule.rounding,
                smallest_base=rule.smallest_base, not_people=NOT_PEOPLE[board.slug],
                reason="These count meetings, courses, posts and plans, not children.",
            )  # fmt: skip
            change_rule(board=board, fields=fields, version=rule.version, by=None)
