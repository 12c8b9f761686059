"""How a text became another one, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Beyond this, comparing words takes too long for a page: the whole text counts as changed.
MAX_WORDS = 4000


@dataclass(frozen=True)
class Piece:
    """A run of words that was kept, put in or taken out."""

    kind: str  # "same", "added", "removed"
    text: str


def word_changes(before: str, after: str) -> list[Piece]:
    """Return the pieces by which `before` becomes `after`, in the order of reading."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    if len(old) + len(new) > MAX_WORDS:
        return [Piece("removed", before), Piece("added", after)]
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Piece("removed", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece("added", "".join(new[new_from:new_to]))
