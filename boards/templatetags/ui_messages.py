"""Components that speak: notices, empty states, panels, conflicts, dialogs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from boards.templatetags.ui_facts import moment

register = template.Library()


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
