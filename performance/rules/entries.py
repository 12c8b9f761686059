"""One line that an agency sent, as it stands there, and how its texts are read.

Everything arrives as text: from a cell, a box on a page, a call of a system. What cannot be read
raises `ValueError` with words that say what to write instead; nothing is guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from boards.spreadsheets import letters
from performance.rules import periods
from performance.rules.figures import MISSING_PRINTED
from performance.rules.periods import Period, PeriodKind

#: Digits before the point, and after it: what the database keeps exactly.
_MOST_DIGITS, _MOST_DECIMALS = 12, 6
_GROUPED = re.compile(r"-?\d{1,3}([, ]\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_BELOW = re.compile(r"[<≤]\s*\d+|\d+\s*(or less|or fewer)", re.IGNORECASE)
_NOTHING = frozenset({"na", "n/k", "nk", "-", "–", "—", "*", "?", "tbc"})
_ZERO = frozenset({"nil", "none", "zero", "nought"})

#: Signs that published tables have in place of a figure → their code. A dash is none of them: it
#: stands for nothing, for almost nothing or for not known.
SIGNS = {
    "c": "suppressed", "[c]": "suppressed",
    "z": "not_applicable", "[z]": "not_applicable", "n/a": "not_applicable",
    "x": "not_available", "[x]": "not_available", "..": "not_available", ":": "not_available",
}  # fmt: skip
#: What may be written where there is no figure → its code: the code itself and the usual words.
MISSING_WORDS = {
    **{code: code for code in MISSING_PRINTED},
    **{code.replace("_", " "): code for code in MISSING_PRINTED},
    **SIGNS,
    "0 of 0": "zero_of_zero",
    "none out of none": "zero_of_zero",
}


@dataclass(frozen=True)
class Entry:
    """One line: all texts. `sheet`, `row` (counted from 0) and `columns` say where it stands."""

    indicator: str = ""
    period: str = ""
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    missing: str = ""
    comment: str = ""
    #: Dimension → value: {"sex": "female"}; empty for the whole.
    breakdown: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    #: Field → column counted from 0; empty for what was typed on a page.
    columns: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: neither a figure nor why there is none."""
        return not (self.value or self.numerator or self.denominator or self.missing)

    def place(self, name: str) -> str:
        """Return where a field stands: "Figures, C7"; "" for what has no place in a file."""
        if name not in self.columns:
            return ""
        if not self.sheet:
            return _("line %(line)d") % {"line": self.row + 1}
        return f"{self.sheet}, {letters(self.columns[name])}{self.row + 1}"


def read_number(text: str) -> Decimal:
    """Read a number: "1,240", "12.50", "£300". Raises ValueError with what to write instead."""
    plain = text.replace("\u00a0", " ").strip().removeprefix("£").strip()
    if sign := SIGNS.get(plain.lower()):
        raise ValueError(
            _(
                'In published tables "%(text)s" means %(reason)s. Leave this empty and write '
                '"%(reason)s" in the column "No figure because": or, if it means something else '
                "here, one of %(words)s."
            )
            % {"text": text, "reason": sign.replace("_", " "), "words": _missing_words()}
        )
    if plain.lower() in _NOTHING:
        raise ValueError(
            _(
                '"%(text)s" is not a number. Leave this empty and say in the column "No figure '
                'because" why there is none: %(words)s.'
            )
            % {"text": text, "words": _missing_words()}
        )
    if plain.lower() in _ZERO:
        raise ValueError(_('Write 0 instead of "%(text)s".') % {"text": text})
    if _BELOW.fullmatch(plain):
        raise ValueError(
            _(
                "Write the exact number: the board hides small numbers in everything it publishes. "
                'If you may not send it, leave this empty and write "suppressed" as the reason.'
            )
        )
    if plain.endswith("%"):
        raise ValueError(
            _(
                "Write numbers without %. For a percentage write its two parts, the numerator and "
                "the denominator: the portal works it out."
            )
        )
    if re.fullmatch(r"-?\d+,\d{1,2}", plain):
        raise ValueError(_("Write decimals with a point, like 12.5."))
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        raise ValueError(
            _('"%(text)s" is not a number. Write figures only, like 1240 or 12.5.')
            % {"text": text[:40]}
        )
    return _within_limits(Decimal(re.sub(r"[, ]", "", plain)))


def read_missing(text: str) -> str:
    """Return the code of why there is no figure. Raises ValueError with the words to choose."""
    code = MISSING_WORDS.get(text.strip().lower())
    if code is None:
        raise ValueError(
            _('"%(text)s" is not one of the reasons. Write one of: %(words)s.')
            % {"text": text[:40], "words": _missing_words()}
        )
    return code


def read_period(text: str, usual: Period) -> Period:
    """Read a period as people and spreadsheets write it; `usual` is the one that is asked for.

    "2026-04", "April 2026" and a spreadsheet's date of any day in April are the month of April when
    months are asked for. Raises ValueError with an example.
    """
    written = text.strip()
    if not written:
        return usual
    try:
        return _written_period(written, usual.kind)
    except ValueError:
        raise ValueError(
            _('"%(text)s" is not a period. Write it like %(usual)s.')
            % {"text": text[:40], "usual": usual}
        ) from None


@lru_cache(maxsize=1024)
def _written_period(text: str, usual: PeriodKind) -> Period:
    """Read a period; kept, because a file has thousands of lines of the same few months."""
    found = _as_day(text)
    return periods.parse(text) if found is None else periods.containing(found, usual)


def usual_period(kind: str, period: Period) -> Period:
    """Return what a figure of this kind covers in a period: a snapshot its last day."""
    return periods.day(period.end) if kind == "snapshot" else period


def _as_day(text: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%B %Y", "%b %Y", "%b-%y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _within_limits(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    if abs(number) >= 10**_MOST_DIGITS or decimals > _MOST_DECIMALS:
        raise ValueError(_("This number is too long: 12 figures and 6 decimals at most."))
    return number


def _missing_words() -> str:
    return ", ".join(code.replace("_", " ") for code in MISSING_PRINTED)


def same_kind(period: Period, usual: Period) -> bool:
    """Whether a period may stand where another is usual: of its kind, and not after it."""
    return (
        period.kind is usual.kind
        and period.end <= usual.end
        and period.kind is not (PeriodKind.SPAN)
    )
