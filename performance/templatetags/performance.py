"""Words of the pages about performance."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from performance.models import Indicator
from performance.queries.scorecards import Line
from performance.rules import themes
from performance.rules.figures import printed
from performance.rules.words import DIRECTIONS, PROGRESS_TONES, RATINGS

register = template.Library()


@register.filter
def theme_label(key: str) -> str:
    """The name of a theme."""
    return themes.theme_label(key)


@register.filter
def direction_words(direction: str) -> str:
    """Better, worse or the same; nothing where no way is better."""
    return str(DIRECTIONS.get(direction, ""))


@register.filter
def direction_tone(direction: str) -> str:
    """The state that a direction's tag has."""
    return {"better": "green", "worse": "red"}.get(direction, "grey")


@register.filter
def rating_words(rating: str) -> str:
    """What a rating says: the colour is never alone."""
    return str(RATINGS.get(rating, ""))


@register.filter
def progress_tone(state: str) -> str:
    """The colour of how a target stands; its words and sign say the same."""
    return PROGRESS_TONES.get(state, "grey")


@register.filter
def spark_words(line: Line) -> str:
    """What a sparkline shows, in words."""
    known = [value for value in line.spark if value is not None]
    if not known:
        return _("%(label)s: no figures") % {"label": line.indicator}
    first, last = (
        printed(line.indicator.measure, Decimal(str(value))) for value in (known[0], known[-1])
    )
    words = {"label": line.indicator, "first": first, "last": last}
    return _("%(label)s: from %(first)s to %(last)s") % words


@register.simple_tag
def indicator_facts(indicator: Indicator) -> list[tuple[Any, Any]]:
    """What is known of an indicator beside its definition, as rows of a summary."""
    day = "j F Y"
    rows = [
        (_("Key"), indicator.key),
        (_("Unit"), indicator.get_unit_display()),
        (_("How it is measured"), indicator.get_kind_display()),
        (_("Which way is better"), indicator.get_polarity_display()),
        (_("Numerator"), indicator.numerator_label),
        (_("Denominator"), indicator.denominator_label),
        (_("Population where no denominator is sent"), indicator.denominator_indicator or ""),
        (_("How often"), indicator.get_frequency_display()),
        (_("Agency"), indicator.owner_agency or ""),
        (_("Source"), indicator.source),
        (_("Statutory return"), indicator.statutory_return),
        (_("Broken down by"), ", ".join(indicator.dimensions).replace("_", " ")),
        (_("Measured from"), date_format(indicator.starts_on, day) if indicator.starts_on else ""),
        (_("Measured until"), date_format(indicator.ends_on, day) if indicator.ends_on else ""),
    ]
    return [(label, value) for label, value in rows if value]
