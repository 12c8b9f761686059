"""Rounding of published figures: half up, away from zero for negative numbers.

Source: board-year format, rules of calculation. Everything is exact: a binary float is refused,
because 0.285 as a float is already less than 0.285.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, TypeVar

Exact: TypeAlias = int | Decimal | Fraction
Number = TypeVar("Number", int, Decimal)


def half_up(value: Exact, places: int = 0) -> Decimal:
    """Round to this many decimal places; a tie goes away from zero (2.5 to 3, -2.5 to -3)."""
    scaled = _exact(value) * 10**places
    whole = int(abs(scaled) + Fraction(1, 2))
    digits = tuple(int(digit) for digit in str(whole))
    return Decimal((int(scaled < 0 and whole > 0), digits, -places))


def percent(part: Exact | None, whole: Exact | None, places: int = 0) -> Decimal | None:
    """Return 100 x part / whole, rounded.

    None when either is not known or the whole is 0: nothing out of nothing is not a share.
    """
    if part is None or whole is None or whole == 0:
        return None
    return half_up(100 * _exact(part) / _exact(whole), places)


def whole_percent(part: Exact | None, whole: Exact | None) -> int | None:
    """Return `percent` without decimals, as an integer."""
    value = percent(part, whole)
    return None if value is None else int(value)


def as_json_number(value: Decimal | None) -> int | float | None:
    """Return a figure as a number of a JSON file: whole ones without decimals, 45.7 as 45.7.

    Figures have at most 15 digits, which a binary float writes back as they were.
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)


def sum_known(parts: Iterable[Number | None]) -> Number | None:
    """Add up the parts that are known; None when none of them is."""
    result: Number | None = None
    for part in parts:
        if part is not None:
            result = part if result is None else result + part
    return result


def _exact(value: Exact) -> Fraction:
    if isinstance(value, float):
        raise TypeError("Figures are exact: give an int or a Decimal, not a float.")
    return Fraction(value)
