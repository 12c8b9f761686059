"""Data blocks of reports. Apps below may register theirs in `registry.report_blocks` by name."""

from boards.registry import registry
from reports.blocks.base import Block, BlockContext, BuiltBlock, Chart


def register() -> None:
    """Add the blocks that reports themselves make."""
    from reports.blocks import (
        actions,
        attendance,
        audits,
        compliance,
        glossary,
        indicators,
        membership,
    )

    for module in (attendance, indicators, audits, compliance, actions, membership, glossary):
        registry.report_blocks.update({block.name: block for block in module.BLOCKS})


def known() -> dict[str, Block]:
    """Return all blocks by name."""
    return registry.report_blocks


__all__ = ["Block", "BlockContext", "BuiltBlock", "Chart", "known", "register"]
