"""What a break of a chain says to people: what stands there, and what would mend it."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from performance.rules.chains import Break, Role, Term, Verdict, conversion
from performance.rules.figures import MISSING_PRINTED, printed


def break_in_words(verdict: Verdict, found: Break) -> str:
    """Return what does not hang together: "closing 312, but opening 300 + starts 40 …"."""
    if found.before is not None:
        return _("%(later)s %(larger)s is more than %(earlier)s %(smaller)s.") % {
            "later": found.at.link.label, "larger": term_value(found.at),
            "earlier": found.before.link.label, "smaller": term_value(found.before),
        }  # fmt: skip
    sums = [
        _signed(term, first=number == 0)
        for number, term in enumerate(t for t in verdict.terms if t.role is not Role.CLOSING)
    ]
    return _("%(closing)s %(value)s, but %(sum)s = %(expected)s.") % {
        "closing": _name(found.at), "value": term_value(found.at), "sum": " ".join(sums),
        "expected": _number(found.at, found.expected),
    }  # fmt: skip


def mend_in_words(found: Break) -> str:
    """Return what would mend it: one of several figures, the others left as they are."""
    bounds = {
        "at most": _("%(what)s at most %(value)s"),
        "at least": _("%(what)s at least %(value)s"),
    }
    parts = [
        bounds.get(mend.bound, "%(what)s %(value)s")
        % {"what": _name(mend.term), "value": _number(mend.term, mend.value)}
        for mend in found.mends
    ]
    return _("%(one_of)s would mend it.") % {"one_of": _("; or ").join(parts)}


def missing_in_words(terms: Sequence[Term]) -> str:
    """Return which figures are not known, each with why where somebody has said so."""
    names = [
        f"{_name(term)} ({MISSING_PRINTED[term.missing]})" if term.missing else _name(term)
        for term in terms
    ]
    return ", ".join(names)


def term_value(term: Term) -> str:
    """Return a figure of a chain as it is printed; "not known" where nothing was said."""
    if term.value is None and not term.missing:
        return _("not known")
    return printed(term.link.measure, term.value, term.missing)


def conversion_printed(before: Term, after: Term) -> str:
    """Return "45.7%"; "0 of 0" where nothing came out of nothing; "–" where one is not known."""
    share = conversion(before, after)
    if share is not None:
        return f"{share}%"
    if before.value == 0 and after.value == 0:
        return str(MISSING_PRINTED["zero_of_zero"])
    return "–"


def _name(term: Term) -> str:
    if term.role is Role.OPENING and term.link.role is Role.CLOSING:
        return _("%(what)s in the period before") % {"what": term.link.label}
    return term.link.label


def _signed(term: Term, *, first: bool) -> str:
    name = _("opening") if term.role is Role.OPENING else term.link.label
    sign = "\N{MINUS SIGN} " if term.role is Role.END else "" if first else "+ "
    return f"{sign}{name} {term_value(term)}"


def _number(term: Term, value: Decimal) -> str:
    return printed(term.link.measure, value)
