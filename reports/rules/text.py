"""What is counted and found in a report's words."""

import re
from collections.abc import Iterable

#: Markup that is not a word by itself: list marks, heading marks, rules.
_MARKS = re.compile(r"^[#>*+\-|=_`~.]+$|^\d+[.)]$")
_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")


def word_count(text: str) -> int:
    """Return the number of words of a Markdown text."""
    return sum(not _MARKS.match(word) for word in text.split())


def abbreviations(text: str, known: Iterable[str]) -> list[str]:
    """Return the known abbreviations that the text uses, in alphabetical order.

    A plural is its singular: CCGs is found as CCG.
    """
    used = set(_ABBREVIATION.findall(text))
    used |= {word[:-1] for word in re.findall(r"\b[A-Z][A-Za-z]*[A-Z]s\b", text)}
    return sorted(used & set(known), key=str.casefold)


def cover_colour(colour: str) -> str:
    """Return the board's colour if it is one, else the product's: it goes into a style sheet."""
    return colour if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else "#0b5a64"
