"""Components of pages: `{% load ui %}`. Every one has its HTML in `templates/_components/`.

Tags take plain values and print through Django templates, so everything is escaped there. A tag
with content (`{% panel %}…{% endpanel %}`) gets content that Django has already rendered.
`docs/interface.md` lists them; `/components/` shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crispy_forms.utils import render_crispy_form
from crispy_forms_gds.helper import FormHelper
from django import forms, template
from django.forms.boundfield import BoundField
from django.http import QueryDict
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
    "grey": "not_started not_due no_status planned withdrawn cancelled archived closed retired "
    "not_applicable expired lapsed",
    "blue": "draft in_progress open started queued running launched active signed_off under_review",
    "teal": "submitted received proposed sent awaiting_review current published_internally",
    "amber": "due_soon sent_back partly_met partially_met amber at_risk waiting needs_change paused "
    "awaiting_impact provisional",
    "red": "overdue late not_met red failed rejected escalated breached missed no_return",
    "green": "accepted complete completed done met green approved published ready closed_with_impact "
    "on_track signed",
}
_TONE_OF_STATE = {state: tone for tone, states in STATE_TONES.items() for state in states.split()}


def tone_of(state: Any) -> str:
    """Return the tone for a state value or a tone's own name; grey when it is neither."""
    word = str(getattr(state, "value", state) or "").lower()
    return word if word in TONES else _TONE_OF_STATE.get(word, "grey")


# --- status, dates -------------------------------------------------------------------------------


@register.inclusion_tag("_components/tag.html")
def tag(label: Any, state: Any = "") -> dict[str, Any]:
    """Status in a word, a sign and a colour. `state` is a state's value or a tone."""
    if not state and hasattr(label, "value"):
        state = label
    return {"label": str(getattr(label, "label", label)), "tone": tone_of(state)}


@register.inclusion_tag("_components/due.html")
def due(day: date | datetime | None, done: Any = False) -> dict[str, Any]:
    """A date and how far away it is; red when late, amber within seven days. `done` stops the clock."""
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


# --- lists of facts and tasks --------------------------------------------------------------------


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
    at = next((n for n, step in enumerate(steps, 1) if _get(step, "state") == "current"), 0)
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


# --- tables and lists ----------------------------------------------------------------------------


@register.simple_block_tag
def data_table(
    content: SafeString,
    caption: Any,
    hide_caption: bool = False,
    as_list: bool = True,
    dense: bool = False,
    css_class: str = "",
) -> str:
    """A table with its caption; content is `<thead>`, `<tbody>`, `<tfoot>`.

    On a phone rows become blocks that show each cell's `data-label`; `as_list=False` scrolls instead.
    """
    return render_to_string(
        "_components/table.html",
        {
            "content": content,
            "caption": caption,
            "hide_caption": hide_caption,
            "as_list": as_list,
            "dense": dense,
            "css_class": css_class,
        },
    )


@register.inclusion_tag("_components/sort_header.html", takes_context=True)
def sort_header(
    context: Any, label: Any, key: str, numeric: bool = False, default: bool = False
) -> dict[str, Any]:
    """Heading cell that sorts by `?sort=key`, then by `?sort=-key`. `default` marks the list's own order."""
    query = _query(context)
    current = query.get("sort", key if default else "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query["sort"] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return {
        "label": label,
        "direction": direction,
        "href": f"?{query.urlencode()}",
        "numeric": numeric,
    }


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: Any, page: Any, param: str = "page") -> dict[str, Any]:
    """Links to the other pages, keeping filters and order; says which rows are shown."""
    links = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        links.append(
            {
                "number": number,
                "href": _page_href(context, param, number),
                "gap": not isinstance(number, int),
            }
        )
    return {
        "page": page,
        "links": links,
        "previous": _page_href(context, param, page.number - 1),
        "next": _page_href(context, param, page.number + 1),
    }


def _page_href(context: Any, param: str, number: Any) -> str:
    query = _query(context)
    query[param] = str(number)
    return f"?{query.urlencode()}"


def _query(context: Any) -> Any:
    request = context.get("request")
    if request is None:
        return QueryDict(mutable=True)
    return request.GET.copy()


@register.simple_block_tag(takes_context=True)
def filters(
    context: Any,
    content: SafeString,
    active: Sequence[Any] = (),
    clear_url: str = "",
    label: Any = "",
) -> str:
    """Bar of filters sent by GET; keeps the order. `active`: chips with `label` and `remove_url`."""
    sort = _query(context).get("sort", "")
    return render_to_string(
        "_components/filters.html",
        {
            "content": content,
            "active": active,
            "clear_url": clear_url,
            "label": label,
            "sort": sort,
        },
    )


@register.inclusion_tag("_components/tabs.html")
def tabs(items: Iterable[Any], label: Any = "") -> dict[str, Any]:
    """Views of one thing as links. Item: `label`, `url`, `current`, `count`."""
    return {"items": items, "label": label}


@register.inclusion_tag("_components/breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[Any]) -> dict[str, Any]:
    """The way up: `(label, url)` pairs, without the page itself."""
    return {"crumbs": crumbs}


@register.inclusion_tag("_components/file_item.html")
def file_item(
    name: Any,
    url: str = "",
    size: int | None = None,
    kind: Any = "",
    added: Any = "",
    state: Any = "",
    state_label: Any = "",
) -> dict[str, Any]:
    """A file: name, kind, size in bytes, who added it, state of its check. Stands in `<ul class="files">`."""
    return {
        "name": name,
        "url": url,
        "size": size,
        "kind": kind,
        "added": added,
        "state": state,
        "state_label": state_label,
    }


# --- figures -------------------------------------------------------------------------------------


@register.inclusion_tag("_components/metric.html")
def metric(value: Any, label: Any, hint: Any = "", tone: str = "", url: str = "") -> dict[str, Any]:
    """One figure with what it counts. Stands in `<div class="metrics">`."""
    return {"value": value, "label": label, "hint": hint, "tone": tone, "url": url}


@register.inclusion_tag("_components/progress_bar.html")
def progress_bar(
    value: Any, total: Any, label: Any = "", inline: bool = False, target: Any = None
) -> dict[str, Any]:
    """`value` of `total` as a bar and in words; `target` draws a line at that value."""
    whole = total or 0
    return {
        "value": value or 0,
        "total": whole,
        "label": label,
        "inline": inline,
        "width": _share(value, whole),
        "percent": round(_share(value, whole)),
        "target": None if target is None else _share(target, whole),
        "target_value": target,
    }


@register.inclusion_tag("_components/return_rate_bar.html")
def return_rate_bar(
    returned: int, total: int, started: int = 0, late: int = 0, inline: bool = False
) -> dict[str, Any]:
    """Returns received, started, late and not started, of all that were asked for."""
    parts, at = [], 0.0
    for name, count in (("returned", returned), ("progress", started), ("late", late)):
        parts.append({"name": name, "x": at, "width": _share(count, total)})
        at += _share(count, total)
    return {
        "parts": parts,
        "returned": returned,
        "total": total,
        "started": started,
        "late": late,
        "inline": inline,
        "percent": round(_share(returned, total)),
    }


def _share(value: Any, whole: Any) -> float:
    """Percentage between 0 and 100, two decimals; nothing of nothing is 0."""
    return round(min(100.0, max(0.0, 100 * float(value or 0) / float(whole))), 2) if whole else 0.0


HEAT_SIGNS = {"4": "++", "3": "+", "2": "–", "1": "––", "0": "·", "na": ""}


@register.inclusion_tag("_components/heat_cell.html")
def heat_cell(level: int | str | None, word: Any, url: str = "", label: Any = "") -> dict[str, Any]:
    """Cell of a heat map: 4 best … 1 worst, 0 no answer, "na" does not apply; always with its word."""
    css = "na" if level == "na" else str(level or 0)
    return {"css": css, "sign": HEAT_SIGNS.get(css, ""), "word": word, "url": url, "label": label}


@register.inclusion_tag("_components/sparkline.html")
def sparkline(
    values: Sequence[float | None], label: Any, shown: Any = "", width: int = 100, height: int = 28
) -> dict[str, Any]:
    """Run of an indicator. `label` says in words what the line shows; a gap (None) breaks the line."""
    known = [v for v in values if v is not None]
    if not known:
        return {"segments": [], "label": label, "shown": shown, "width": width, "height": height}
    low, high = min(known), max(known)
    span = (high - low) or 1
    step = (width - 6) / max(1, len(values) - 1)
    points = [
        None
        if v is None
        else (round(3 + n * step, 1), round(height - 4 - (v - low) / span * (height - 8), 1))
        for n, v in enumerate(values)
    ]
    segments: list[list[str]] = [[]]
    for point in points:
        if point is None:
            segments.append([])
        else:
            segments[-1].append(f"{point[0]},{point[1]}")
    return {
        "segments": [" ".join(run) for run in segments if run],
        "last": next(p for p in reversed(points) if p),
        "label": label,
        "shown": shown,
        "width": width,
        "height": height,
    }


# --- messages and panels -------------------------------------------------------------------------


@register.inclusion_tag("_components/notification.html")
def notification(message: Any, level: str = "info", title: Any = "") -> dict[str, Any]:
    """What just happened. Level: info, success, warning, error (Django's message levels)."""
    return {"message": message, "level": _level(level), "title": title}


@register.simple_block_tag
def notice(content: SafeString, level: str = "info", title: Any = "") -> str:
    """A notification with markup in it, for what a page has to say."""
    return render_to_string(
        "_components/notification.html",
        {"message": content, "level": _level(level), "title": title},
    )


def _level(level: str) -> str:
    return level if level in {"success", "warning", "error"} else "info"


@register.inclusion_tag("_components/empty_state.html")
def empty_state(title: Any, text: Any = "", url: str = "", action: Any = "") -> dict[str, Any]:
    """What a list says when nothing is in it, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.simple_block_tag
def panel(content: SafeString, title: Any = "", tone: str = "") -> str:
    """A bordered part of a page. Tone: confirm, danger or nothing."""
    return render_to_string(
        "_components/panel.html", {"content": content, "title": title, "tone": tone}
    )


@register.simple_block_tag
def confirm_panel(content: SafeString, title: Any, danger: bool = False) -> str:
    """What will happen when the person presses the button; the form stands in the content."""
    tone = "danger" if danger else "confirm"
    return render_to_string(
        "_components/panel.html", {"content": content, "title": title, "tone": tone}
    )


@register.simple_block_tag
def conflict_panel(
    content: SafeString,
    mine: Any,
    theirs: Any,
    by: Any,
    at: datetime | None = None,
    label: Any = "",
) -> str:
    """Two people wrote: both texts side by side. The content holds the buttons."""
    return render_to_string(
        "_components/conflict.html",
        {
            "content": content,
            "mine": mine,
            "theirs": theirs,
            "by": by,
            "at": moment(at),
            "label": label,
        },
    )


@register.simple_block_tag
def disclosure(content: SafeString, title: Any, open: bool = False) -> str:  # noqa: A002 (the HTML name)
    """Detail that opens in place. Several in `<div class="accordion">` make an accordion."""
    return render_to_string(
        "_components/disclosure.html", {"content": content, "title": title, "open": open}
    )


@register.simple_block_tag
def dialog(content: SafeString, css_id: str, title: Any) -> str:
    """A native dialog, opened by `data-dialog="<id>"` and closed by `data-close-dialog`."""
    return render_to_string(
        "_components/dialog.html", {"content": content, "css_id": css_id, "title": title}
    )


# --- forms ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary, with where its link goes (nowhere when empty)."""

    message: str
    href: str


@register.inclusion_tag("_components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """The error summary of a form or formset; prints nothing when all is well."""
    return {"lines": error_lines(form)}


@register.filter
def error_lines(form: Any) -> list[ErrorLine]:
    """Return the lines of a form's error summary in the order of the page, form errors first."""
    if form is None or not getattr(form, "is_bound", False):
        return []
    if hasattr(form, "management_form"):
        own = [ErrorLine(str(message), "") for message in form.non_form_errors()]
        return own + [line for part in form.forms for line in error_lines(part)]
    visible = form.visible_fields()
    first = f"#{error_target(visible[0])}" if visible else ""
    lines = []
    for error in form.non_field_errors().as_data():
        lines += [
            ErrorLine(message, getattr(error, "url", "") or first) for message in error.messages
        ]
    for field in [*form.hidden_fields(), *visible]:
        href = first if field.is_hidden else f"#{error_target(field)}"
        lines += [ErrorLine(str(message), href) for message in field.errors]
    return lines


@register.filter
def error_target(field: BoundField) -> str:
    """Return the id of the control a person has to go to: the first of a group of them."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_1"
    if isinstance(widget, forms.MultiWidget):
        return f"{field.auto_id}_0"
    return str(field.auto_id)


@register.simple_tag(takes_context=True)
def render_form(context: Any, form: Any) -> str:
    """The fields of a form, without `<form>`, token, summary and button; also for forms not ours."""
    helper = getattr(form, "helper", None)
    if helper is None:
        helper = FormHelper(form)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.render_hidden_fields = True
    return render_crispy_form(form, helper=helper, context={"request": context.get("request")})


@register.inclusion_tag("_components/whole_form.html", takes_context=True)
def whole_form(
    context: Any,
    form: Any,
    action: str = "",
    submit_text: Any = "",
    cancel_url: str = "",
    cancel_text: Any = "",
) -> dict[str, Any]:
    """A complete POST form: token, fields, one button, a way back."""
    return {
        "form": form,
        "action": action,
        "cancel_url": cancel_url,
        "cancel_text": cancel_text,
        "submit_text": submit_text or getattr(form, "submit_text", _("Save")),
        "style": getattr(form, "submit_style", ""),
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.NumberInput, "govuk-input govuk-input--number"),
    (forms.widgets.Input, "govuk-input"),
)


@register.simple_tag(takes_context=True)
def control(context: Any, field: BoundField) -> str:
    """The control of a field with its classes and descriptions (used by `templates/gds/field.html`).

    The pack's own tag knows six widgets, fails on a text area without a hint, and changes the
    widget each time it prints it.
    """
    widget = field.field.widget
    if isinstance(widget, forms.MultiWidget):
        return field.as_widget()
    base = next((css for kind, css in CONTROL_CLASSES if isinstance(widget, kind)), "")
    failed = base.split()[0] + "--error" if base and field.errors else ""
    css = " ".join(dict.fromkeys(f"{base} {widget.attrs.get('class', '')} {failed}".split()))
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    if context.get("max_characters") or context.get("max_words"):
        described.append(f"{field.auto_id}-info")
    described += [f"{field.auto_id}_{n}_error" for n, _error in enumerate(field.errors, 1)]
    attrs = {"class": css}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
