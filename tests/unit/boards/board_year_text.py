"""The beginning of a board-year file, to which tests add what they are about."""

import pytest

from boards.board_year import BoardYearErrors, load

HEAD = """\
format: board-year/1
board:
  slug: example
  name: Example Safeguarding Children Board
  regime: lscb-2015
  year: {label: 2016/17, start: 2016-04-01, end: 2017-03-31}
"""

PEOPLE = """\
agencies:
  - {key: ccg, name: Example CCG, sector: health_commissioner}
groups:
  - {key: board, name: Board}
seats:
  - {key: chair, capacity: chair}
  - {key: ccg-lead, agency: ccg, capacity: member}
"""


def errors_of(text, *, head=HEAD):
    with pytest.raises(BoardYearErrors) as refused:
        load(head + text)
    return [str(error) for error in refused.value.errors]
