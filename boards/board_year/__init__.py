"""Board-year files: one board's reporting year as one YAML document. Pure: nothing here is stored.

`load` reads and checks, `dump` writes; `boards.services.board_years` imports and exports.
"""

from boards.board_year.dump import dump
from boards.board_year.errors import BoardYearError, BoardYearErrors
from boards.board_year.schema import FORMAT, BoardYearFile, load

__all__ = ["FORMAT", "BoardYearError", "BoardYearErrors", "BoardYearFile", "dump", "load"]
