"""Writing a board-year file: one way to write each thing, so that export is identical every time.

A record stands on one line, as people keep these files by hand; a meeting has a line per mark.
What is not known, and what is as it would be anyway, is left out.
"""

from typing import Any

import yaml

from boards.board_year.records import Record
from boards.board_year.schema import BoardYearFile

#: Lines are never broken: one record, one line, one line of difference.
_NEVER = 2**31


class _Dumper(yaml.SafeDumper):
    """Indents lists below their name, as in the published examples."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(file: BoardYearFile) -> str:
    """Return the file as YAML text; `load` of it gives the same file."""
    node = Record(BoardYearFile, block=True).write(file)
    text: str = yaml.serialize(node, Dumper=_Dumper, width=_NEVER, allow_unicode=True)
    return text
