"""What may be said of an action: dates that make sense, paths that stay inside the portal."""

from datetime import date


def may_be_due(due_on: date, on: date) -> bool:
    """Return whether a new action may be due then: today or later."""
    return due_on >= on


def may_extend_to(new: date, old: date, on: date) -> bool:
    """Return whether a due date may move: an extension is later than the old date, and not past."""
    return new > old and new >= on


def is_portal_path(path: str) -> bool:
    """Return whether a link leads to a page of the portal itself (or nowhere)."""
    return path == "" or (path.startswith("/") and not path.startswith(("//", "/\\")))
