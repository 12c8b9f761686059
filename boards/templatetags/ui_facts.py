"""Components that state facts: status, dates, lists of facts and tasks, history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


TONES = frozenset({"grey", "teal", "blue", "amber", "red", "green"})

# Tone of the states that several apps share; an app passes its own tone for any other word.
STATE_TONES = {
    "grey": (
        "not_started not_due no_status planned withdrawn cancelled archived closed retired "
        "not_applicable expired lapsed"
    ),
    "blue": (
        "draft in_progress open started queued running launched active signed_off under_review"
    ),
    "teal": "submitted received proposed sent awaiting_review current published_internally",
    "amber": (
        "due_soon sent_back partly_met partially_met amber at_risk waiting needs_change paused "
        "awaiting_impact provisional"
    ),
    "red": "overdue late not_met red failed rejected escalated breached missed no_return",
    "green": (
        "accepted complete completed done met green approved published ready closed_with_impact "
        "on_track signed"
    ),
}
_TONE_OF_STATE = {state: tone for tone, states in STATE_TONES.items() for state in states.split()}


def tone_of(state: Any) -> str:
    """Return the tone for a state value or a tone's own name; grey when it is neither."""
    word = str(getattr(state, "value", state) or "").lower()
    return word if word in TONES else _TONE_OF_STATE.get(word, "grey")


@register.inclusion_tag("_components/tag.html")
def tag(label: Any, state: Any = "") -> dict[str, Any]:
    """Status in a word, a sign and a colour. `state` is a state's value or a tone."""
    if not state and hasattr(label, "value"):
        state = label
    return {"label": str(getattr(label, "label", label)), "tone": tone_of(state)}


@register.inclusion_tag("_components/due.html")
def due(day: date | datetime | None, done: Any = False) -> dict[str, Any]:
    """A date and how far away it is: red when late, amber in the last 7 days, done if `done`."""
    if isinstance(day, datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    if day is None:
        return {"day": None}
    days = (day - timezone.localdate()).days
    state = "done" if done else "late" if days < 0 else "soon" if days <= 7 else "far"
    return {"day": day, "state": state, "away": _("done") if done else days_away(days)}


def days_away(days: int) -> str:
    """Say a number of days from today in words: "in 21 days", "today", "3 days late"."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}


@register.inclusion_tag("_components/saved_state.html")
def saved_state(
    at: datetime | None = None, by: Any = "", state: str = "", text: str = "", css_id: str = ""
) -> dict[str, Any]:
    """ "Saved 14:02 by you", or with `state` unsaved, saving, failed, conflict and its `text`."""
    return {
        "at": at,
        "by": by,
        "state": state or ("ok" if at else "none"),
        "text": text,
        "css_id": css_id,
    }


@register.inclusion_tag("_components/summary_list.html")
def summary_list(rows: Iterable[Any]) -> dict[str, Any]:
    """Keys and values. A row is `(key, value)`, `(key, value, url)` or a mapping with
    `key`, `value`, `url`, `action`."""
    return {"rows": [_summary_row(row) for row in rows]}


def _summary_row(row: Any) -> Any:
    if isinstance(row, tuple | list):
        return dict(zip(("key", "value", "url", "action"), row, strict=False))
    return row


@register.simple_block_tag
def summary(content: SafeString) -> str:
    """Frame of `{% summary_row %}`s, for values with markup."""
    return render_to_string("_components/summary.html", {"content": content})


@register.simple_block_tag
def summary_row(content: SafeString, key: Any, url: str = "", action: Any = "") -> str:
    """One key of a `{% summary %}`, its value being the content."""
    return render_to_string(
        "_components/summary_row.html",
        {"key": key, "content": content, "url": url, "action": action},
    )


@register.inclusion_tag("_components/task_list.html")
def task_list(
    sections: Iterable[Any], done: int | None = None, total: int | None = None
) -> dict[str, Any]:
    """Sections of tasks. Section: `title`, `tasks`; task: `title`, `url` (none = cannot start yet),
    `hint`, `label`, `state`."""
    return {"sections": sections, "done": done, "total": total}


@register.inclusion_tag("_components/stepper.html")
def stepper(steps: Sequence[Any]) -> dict[str, Any]:
    """Where a person is in long work. Step: `label`, `state` (done, current, todo), `url`."""
    at = next((n for n, step in enumerate(steps, 1) if _state_of(step) == "current"), 0)
    return {"steps": steps, "at": at}


@register.simple_block_tag
def timeline(content: SafeString) -> str:
    """Frame of `{% timeline_item %}`s."""
    return render_to_string("_components/timeline.html", {"content": content})


@register.simple_block_tag
def timeline_item(
    content: SafeString, title: Any, when: Any = None, who: Any = "", tone: str = ""
) -> str:
    """One event. `when` is a date, a time, or words; `tone` is done, amber, red or nothing."""
    return render_to_string(
        "_components/timeline_item.html",
        {"title": title, "when": moment(when), "who": who, "tone": tone, "content": content},
    )


@register.filter
def moment(value: Any) -> str:
    """ "12 December 2026, 14:02" for a time, "12 December 2026" for a date, words as they are."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(local, "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value or "")


def _state_of(step: Any) -> Any:
    return step.get("state") if isinstance(step, dict) else getattr(step, "state", None)
