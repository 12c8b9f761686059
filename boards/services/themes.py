"""Themes of a board: the tags by which things that belong together are found."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from boards.activity import change
from boards.errors import DomainError
from boards.models import Board, Theme, User
from boards.rules.partners import free_key
from boards.services.reference import REFERENCE, read
from boards.states import require_version


class ThemeTaken(DomainError):
    """The board has a theme of this name."""


class UnsuitableTheme(DomainError):
    """A theme of another board, or one that is retired."""


def begin(*, board: Board, by: User | None) -> list[Theme]:
    """Give a board that has no themes those that boards usually have; return what was added."""
    with change("themes.begin", by=by, board=board, on=board):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        if Theme.objects.filter(board=board).exists():
            return []
        usual = read(REFERENCE / "themes.yaml")
        rows = [Theme(board=board, key=key, label=label) for key, label in usual.items()]
        return Theme.objects.bulk_create(rows)


def add(*, board: Board, label: str, by: User) -> Theme:
    """Add a theme. Raises `ThemeTaken`, also for one that is retired: it can be brought back."""
    theme = Theme(board=board, label=_named(label))
    with change("themes.add", by=by, board=board, on=theme):
        Board.objects.select_for_update(no_key=True).get(pk=board.pk)
        _refuse_if_taken(theme)
        keys = set(Theme.objects.filter(board=board).values_list("key", flat=True))
        theme.key = free_key(theme.label, keys, otherwise="theme")
        theme.save(force_insert=True)
    return theme


def rename(*, theme: Theme, label: str, version: int, by: User) -> Theme:
    """Call a theme otherwise; what is tagged with it stays so. Raises `ThemeTaken`."""
    with change("themes.rename", by=by, board=theme.board, on=theme):
        Board.objects.select_for_update(no_key=True).get(pk=theme.board_id)
        locked = Theme.objects.select_for_update(no_key=True).get(pk=theme.pk)
        require_version(locked, version)
        locked.label = _named(label)
        _refuse_if_taken(locked)
        return _save(locked)


def retire(*, theme: Theme, by: User, on: date | None = None) -> Theme:
    """Offer a theme no longer. One that is retired already keeps its day."""
    with change("themes.retire", by=by, board=theme.board, on=theme):
        return _set_retired(theme, on or timezone.localdate())


def bring_back(*, theme: Theme, by: User) -> Theme:
    """Offer a retired theme again."""
    with change("themes.bring_back", by=by, board=theme.board, on=theme):
        return _set_retired(theme, None)


def suitable(board: Board, themes: Iterable[Theme], *, kept: Iterable[Theme] = ()) -> list[Theme]:
    """Return the themes. Raises `UnsuitableTheme` for one that something new cannot be tagged with.

    `kept` are those that it has already: a retired one may stay.
    """
    chosen, had = list(themes), {each.pk for each in kept}
    for theme in chosen:
        if theme.board_id != board.pk or (theme.retired_on and theme.pk not in had):
            raise UnsuitableTheme(_("Choose among the themes of this board."))
    return chosen


def _set_retired(theme: Theme, on: date | None) -> Theme:
    locked: Theme = Theme.objects.select_for_update(no_key=True).get(pk=theme.pk)
    if (locked.retired_on is None) == (on is None):
        return locked  # a double click
    locked.retired_on = on
    return _save(locked)


def _save(theme: Theme) -> Theme:
    theme.version += 1
    theme.save()
    return theme


def _named(label: str) -> str:
    if not label.strip():
        raise DomainError(_("Enter the name of the theme."))
    return label.strip()[:200]


def _refuse_if_taken(theme: Theme) -> None:
    rows = Theme.objects.filter(board=theme.board_id, label__iexact=theme.label)
    other = rows.exclude(pk=theme.pk).first()
    if other is None:
        return
    if other.retired_on:
        raise ThemeTaken(_("There is a retired theme of this name: bring it back instead."))
    raise ThemeTaken(_("There is a theme of this name already."))
