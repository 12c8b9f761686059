"""Which of the stored texts of an answer are worth showing, on plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audits.rules.answers import AnswerFields


@dataclass(frozen=True)
class Version:
    """A text that an answer had, or one that was kept beside it because a colleague saved first.

    `key` names it in a form. `by` is the primary key of who wrote it, None for a text that was
    copied from last round.
    """

    key: str
    at: datetime
    by: int | None
    fields: AnswerFields
    is_rival: bool = False


def told(versions: Sequence[Version]) -> list[Version]:
    """Return the texts worth showing of those given newest first.

    An answer is stored at every pause of typing. A text that the same person only went on with is
    whole in the later one, so leaving it out loses no word; so is one that says the same.
    """
    kept: list[Version] = []
    for version in versions:
        later = kept[-1] if kept else None
        if later is None or not _is_in(version, later):
            kept.append(version)
    return kept


def says_the_same(one: AnswerFields, other: AnswerFields) -> bool:
    """Whether both hold the same words and grade, whoever has confirmed them."""
    return replace(one, is_confirmed=False) == replace(other, is_confirmed=False)


def _is_in(earlier: Version, later: Version) -> bool:
    if says_the_same(earlier.fields, later.fields):
        return True
    if (earlier.by, earlier.is_rival) != (later.by, later.is_rival) or earlier.by is None:
        return False
    goes_on = later.fields.commentary.startswith(earlier.fields.commentary)
    with_its_text = replace(earlier.fields, commentary=later.fields.commentary)
    return goes_on and says_the_same(with_its_text, later.fields)
