"""The public edition of a report: the one way in which a report's figures leave the board.

All blocks' data are protected at once; whatever the edition prints is printed from those data.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from performance.rules.publishing import public_data
from reports import blocks as block_registry
from reports.blocks import BuiltBlock
from reports.models import PublishingRule
from reports.queries.document import Document, DocumentSection, Edition

FORMAT = "report-data/1-public"


def public_edition(own: Document, rule: PublishingRule) -> Document:
    """Return the document as the public may have it: small numbers of children are hidden.

    The narrative is its writers' and stays as it is.
    """
    data = public_report_data(own.data, own.results, rule)
    return replace(
        own,
        edition=Edition.PUBLIC,
        hiding=rule.policy,
        sections=[_section(section, data["blocks"]) for section in own.sections],
        data=data,
        results={},
    )


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


def _section(section: DocumentSection, data: Mapping[str, Any]) -> DocumentSection:
    return replace(section, blocks=[_block(built, data) for built in section.blocks])


def _block(built: BuiltBlock, data: Mapping[str, Any]) -> BuiltBlock:
    block = block_registry.known()[built.name]
    if block.for_public is None or built.data is None:
        return built
    return built.with_data(block.for_public(built.data, data[built.name]))
