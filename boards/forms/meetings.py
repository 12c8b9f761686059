"""Forms about meetings and attendance."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.forms.base import DateField, GovukForm, VersionedForm
from boards.forms.filters import FilterForm
from boards.models import Attendance, Board, BoardYear, Group
from boards.queries.meetings import MarkLine


def groups_of(board: Board) -> Any:
    return Group.objects.filter(board=board).order_by("order", "pk")


class MeetingFilters(FilterForm):
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), empty_label=_("Any"))
    #: Empty is the year of today; "all" is every year.
    year = forms.ChoiceField(label=_("Year"))

    def __init__(self, data: Any, *, board: Board, today: date, **kwargs: Any) -> None:
        self._board = board
        self._today = today
        super().__init__(data, **kwargs)

    def prepare(self) -> None:
        years = BoardYear.objects.filter(board=self._board).order_by("-starts_on")
        self.fields["group"].queryset = groups_of(self._board)  # type: ignore[attr-defined]
        self.years = list(years)
        now = self.current_year()
        others = [(str(year.pk), year.label) for year in self.years if year != now]
        every = [("all", _("All years"))] if now else []
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", now.label if now else _("All years")), *every, *others,
        ]  # fmt: skip

    def current_year(self) -> BoardYear | None:
        """Return the year that today is in; None for a board without one."""
        for year in self.years:
            if year.starts_on <= self._today <= year.ends_on:
                return year
        return None

    def chosen_year(self) -> BoardYear | None:
        """Return the year whose meetings are shown; None shows those of every year."""
        chosen = self.values()["year"]
        if not chosen:
            return self.current_year()
        return next((year for year in self.years if str(year.pk) == chosen), None)


class MeetingForm(GovukForm):
    submit_text = _("Add the meeting")

    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("Group"), empty_label=_("Select one")
    )
    held_on = DateField(label=_("Date"))
    is_month_only = forms.BooleanField(required=False, label=_("Only the month is known"))

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_of(board)  # type: ignore[attr-defined]


class MeetingEditForm(VersionedForm):
    submit_text = _("Save")

    held_on = DateField(label=_("Date"))
    is_month_only = forms.BooleanField(required=False, label=_("Only the month is known"))


class MarkForm(VersionedForm):
    """One choice per seat, `seat-<pk>`; printed as a table by its page."""

    submit_text = _("Save attendance")

    def __init__(self, *args: Any, lines: Sequence[MarkLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("No mark")), *Attendance.Mark.choices]
        for line in lines:
            self.fields[f"seat-{line.seat.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=line.mark, label=str(line.seat),
                widget=forms.RadioSelect,
            )  # fmt: skip

    def marks(self) -> dict[int, str]:
        """Return seat → mark as typed."""
        return {
            int(name.removeprefix("seat-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("seat-")
        }
