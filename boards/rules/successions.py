"""Names of what an agency became, as a person lists them."""

from collections.abc import Iterable


def read_names(text: str) -> list[str]:
    """Return the names of a list, one in each line, without blanks and repetitions."""
    names: dict[str, str] = {}
    for line in text.splitlines():
        name = " ".join(line.split())[:300]
        names.setdefault(name.casefold(), name)
    return [name for name in names.values() if name]


def in_words(names: Iterable[str], *, joined_by: str) -> str:
    """Return "A, B and C": `joined_by` is the last word, such as "and"."""
    *most, last = list(names)
    return f"{', '.join(most)} {joined_by} {last}" if most else last
