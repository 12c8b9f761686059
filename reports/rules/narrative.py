"""Numbers in what people write, to be compared with the figures that the public edition hides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
#: A number that stands alone: not a part of 2016/17, Q4, 1.5.2 or 3rd, not a day of a month.
_NUMBER = re.compile(
    rf"(?<![\w.,/£-])(\d{{1,3}}(?:,\d{{3}})+|\d+)(\.\d+)?(?![\w/-]|[.,]\d)(?!\s(?:{_MONTHS})\b)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
#: The number of an item of a numbered list.
_ITEM = re.compile(r"\s*\d+[.)]\s")
#: So much of the sentence is shown on either side.
_AROUND = 60


@dataclass(frozen=True)
class Mention:
    """A number of a text with the words around it."""

    number: Decimal
    written: str
    before: str
    after: str


def numbers(text: str) -> Iterator[Mention]:
    """Yield the numbers of a Markdown text, without years, days of months and list numbers.

    Numbers in words ("three children") are not found.
    """
    for line in text.splitlines():
        item = _ITEM.match(line)
        for found in _NUMBER.finditer(line, item.end() if item else 0):
            written = found.group()
            if not _YEAR.fullmatch(written):
                yield Mention(
                    number=Decimal(written.replace(",", "")),
                    written=written,
                    before=line[max(found.start() - _AROUND, 0) : found.start()],
                    after=line[found.end() : found.end() + _AROUND],
                )
