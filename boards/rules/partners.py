"""Names of agencies: keys for files and pages, and which two are probably one agency."""

import re
from collections.abc import Container, Mapping
from difflib import SequenceMatcher

from django.utils.text import slugify

#: Words that say what kind of body it is, not which one.
_COMMON = frozenset(
    [
        "the",
        "and",
        "of",
        "for",
        "in",
        "nhs",
        "foundation",
        "trust",
        "service",
        "services",
        "limited",
        "ltd",
        "school",
        "academy",
        "primary",
        "secondary",
        "council",
        "borough",
        "county",
        "city",
        "constabulary",
    ]
)
_ALIKE = 0.85


def words(name: str) -> frozenset[str]:
    """Return the words that tell one agency from another; all its words if all are common."""
    found = re.findall(r"\w+", name.casefold())
    return frozenset(found) - _COMMON or frozenset(found)


def probably_same(one: str, other: str) -> bool:
    """Return whether two names may mean one agency: the same telling words, or nearly the same.

    "West Mercia Constabulary" and "West Mercia Police" share what tells them from others; typing
    slips make texts that are nearly the same.
    """
    a, b = words(one), words(other)
    if a and b and (a <= b or b <= a):
        return True
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _ALIKE


def free_key(name: str, taken: Container[str], *, otherwise: str, max_length: int = 60) -> str:
    """Return a key made from the name that is not taken: `police`, then `police-2`."""
    stem = slugify(name)[: max_length - 5].strip("-") or otherwise
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


def makes_a_loop(child: int, parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """Return whether giving `child` this parent would put it above itself."""
    seen: set[int] = set()
    at = parent
    while at is not None and at not in seen:
        if at == child:
            return True
        seen.add(at)
        at = parents.get(at)
    return False
