"""Report data for the public: the one way in which a report's figures leave the board."""

from collections.abc import Mapping
from typing import Any

from performance.rules.publishing import public_data
from reports import blocks as block_registry
from reports.models import PublishingRule

FORMAT = "report-data/1-public"


def public_report_data(
    data: Mapping[str, Any], results: Mapping[str, Any], rule: PublishingRule
) -> dict[str, Any]:
    """Return report data with small numbers of children hidden by the rule, in the same shape.

    `results` are what the blocks were built from, by name. Contradictions between figures are the
    board's own matter before sign-off and would tell of hidden figures: the list is empty.
    """
    sensitive = {
        name: block.sensitive(results[name], rule.not_people)
        for name, block in block_registry.known().items()
        if block.sensitive is not None and name in data["blocks"]
    }
    public = public_data(data["blocks"], sensitive, rule.policy)
    return {**data, "format": FORMAT, "blocks": public, "consistency": []}
