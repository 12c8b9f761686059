"""A funnel as a picture: a bar for each step of one period, its figure and its share beside it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from boards.charts import Chart, style
from boards.charts.style import INK, PALETTE
from performance.rules.chain_words import conversion_printed, term_value
from performance.rules.chains import Term, Verdict
from performance.rules.periods import in_words

_STEP_HEIGHT = 44


def funnel_chart(verdict: Verdict) -> Chart:
    """Return the steps of one period. A step that is not known has no bar, and says so."""
    title = _("%(title)s, %(period)s") % {
        "title": verdict.chain.title, "period": in_words(verdict.period),
    }  # fmt: skip
    texts = _texts(verdict.terms)
    rows = [
        {
            "step": f"{number}. {term.link.label}",
            "value": None if term.value is None else float(term.value),
            "text": text,
        }
        for number, (term, text) in enumerate(zip(verdict.terms, texts, strict=True), start=1)
    ]
    # An axis of names alone: figures stand at the bars.
    place: dict[str, Any] = {
        "y": {"field": "step", "type": "ordinal", "sort": None,
              "axis": {"title": None, "labelLimit": 260, "ticks": False, "domain": False}},
    }  # fmt: skip
    length = {"x": {"field": "value", "type": "quantitative", "axis": None}}
    words = {"text": {"field": "text", "type": "nominal"}}
    layers = [
        {"mark": {"type": "bar", "color": PALETTE[0], "height": {"band": 0.62}},
         "encoding": place | length},
        {"mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": INK},
         "encoding": place | words
         | {"x": {"field": "value", "type": "quantitative", "axis": None,
                  "scale": {"domainMin": 0}}}},
    ]  # fmt: skip
    said = "; ".join(
        f"{term.link.label}: {text}" for term, text in zip(verdict.terms, texts, strict=True)
    )
    spec = style.spec(rows, layers, height=_STEP_HEIGHT * len(rows))
    spec["padding"] = spec["padding"] | {"right": 150}
    return Chart(title=title, description=f"{title}. {said}", spec=spec)


def _texts(terms: Sequence[Term]) -> list[str]:
    """Return what stands at each bar: the figure, and its share of the step before."""
    texts = [term_value(terms[0])]
    for before, after in pairwise(terms):
        share = conversion_printed(before, after)
        texts.append(
            _("%(figure)s (%(share)s of the step before)")
            % {"figure": term_value(after), "share": share}
            if share != "–"
            else term_value(after)
        )
    return texts
