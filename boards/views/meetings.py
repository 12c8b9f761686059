"""Meetings, their attendance sheet, and attendance over a year."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView

from boards.authorization import Permission
from boards.errors import DomainError, StaleRecord
from boards.exports import Column, Table
from boards.forms import meetings as forms
from boards.models import Attendance, BoardYear, Group, Meeting
from boards.queries import history
from boards.queries import meetings as queries
from boards.rules.attendance import LETTERS, TICKS
from boards.services import meetings
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.lists import ListPage
from boards.views.tables import TablePage

#: The three layouts in which boards publish attendance; the first is shown unless asked.
LAYOUTS = {
    "person": gettext_lazy("By person"),
    "dots": gettext_lazy("Dots by meeting"),
    "ticks": gettext_lazy("Ticks by meeting, with %"),
}


def day_of(meeting: Meeting) -> str:
    return date_format(meeting.held_on, "F Y" if meeting.is_month_only else "j F Y")


class MeetingList(ListPage):
    permission = Permission.MEETING_VIEW
    template_name = "boards/meetings/list.html"
    sorts = {"date": ("held_on",), "group": ("group__order", "-held_on")}
    default_sort = "-date"
    filters: forms.MeetingFilters
    csv_name = "meetings"

    def get_rows(self) -> QuerySet[Meeting]:
        return queries.listed(self.board, self.request.user)

    def get_filter_form(self) -> forms.MeetingFilters:
        return forms.MeetingFilters(self.request.GET, board=self.board, today=timezone.localdate())

    def filtered(self, rows: QuerySet[Meeting], data: dict[str, Any]) -> QuerySet[Meeting]:
        self.year = self.filters.chosen_year()
        if data["group"]:
            rows = rows.filter(group=data["group"])
        return queries.in_year(rows, self.year) if self.year else rows

    def columns(self) -> list[Column]:
        return [
            Column(_("Group"), lambda row: row.group.name),
            Column(_("Date"), day_of),
            Column(_("Present"), lambda row: row.present),
            Column(_("Marked"), lambda row: row.marked),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        total = context["page"].paginator.count
        return context | {
            "counted": ngettext("%(n)d meeting", "%(n)d meetings", total) % {"n": total},
            "can_edit": self.request.access.can_board_wide(
                Permission.MEETING_EDIT, board=self.board
            ),
            "latest_year": self.year or next(iter(self.filters.years), None),
            "year": self.year,
        }


class OfMeeting(BoardView):
    object: Meeting

    def load_object(self) -> Meeting:
        rows = Meeting.objects.visible_to(self.request.user).filter(board=self.board)
        meeting: Meeting = self.get_record(
            rows.select_related("board", "group"), pk=self.kwargs["pk"]
        )
        return meeting

    def page_of(self, meeting: Meeting) -> str:
        kwargs = {"board": self.board.slug, "pk": meeting.pk}
        return reverse("boards:meeting-detail", kwargs=kwargs)


class MeetingDetail(OfMeeting, TablePage, TemplateView):
    permission = Permission.MEETING_VIEW
    template_name = "boards/meetings/detail.html"

    def table(self) -> Table:
        labels = dict(Attendance.Mark.choices)
        columns = [
            Column(_("Seat"), lambda line: line.seat),
            Column(_("Holder"), lambda line: line.holder),
            Column(_("Vacant"), lambda line: line.is_vacant),
            Column(_("Agency"), lambda line: line.seat.partner),
            Column(_("Mark"), lambda line: labels.get(line.mark)),
        ]
        name = self.file_name(f"{self.object.group.key}-{self.object.held_on}")
        return Table(name, columns, queries.sheet(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = queries.sheet(self.object)
        labels = dict(Attendance.Mark.choices)
        edits = self.request.access.can_board_wide(Permission.MEETING_EDIT, board=self.board)
        return super().get_context_data(**kwargs) | {
            "meeting": self.object,
            "day": day_of(self.object),
            "lines": [(line, labels.get(line.mark, "")) for line in lines],
            "present": sum(line.mark == Attendance.Mark.PRESENT for line in lines),
            "marked": sum(bool(line.mark) for line in lines),
            "can_edit": edits,
            "history": history.of_record(self.object) if edits else None,
        }


class MeetingNew(ChangePage):
    permission = Permission.MEETING_EDIT
    form_class = forms.MeetingForm
    page_title = gettext_lazy("Add a meeting")
    success_message = gettext_lazy("Meeting added. Mark who attended.")

    def get_initial(self) -> dict[str, Any]:
        return {"group": self.request.GET.get("group")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def save(self, data: dict[str, Any]) -> Meeting:
        return meetings.add(board=self.board, by=self.request.user, **data)

    def back_url(self) -> str:
        return reverse("boards:meeting-list", kwargs={"board": self.board.slug})

    def done_url(self, result: Meeting) -> str:
        return reverse("boards:meeting-mark", kwargs={"board": self.board.slug, "pk": result.pk})


class MeetingEdit(OfMeeting, ChangePage):
    permission = Permission.MEETING_EDIT
    form_class = forms.MeetingEditForm
    page_title = gettext_lazy("Correct the date of a meeting")
    success_message = gettext_lazy("Meeting changed")

    def initial_of(self, record: Meeting) -> dict[str, Any]:
        return {"held_on": record.held_on, "is_month_only": record.is_month_only}

    def save(self, data: dict[str, Any]) -> Meeting:
        return meetings.edit(meeting=self.object, by=self.request.user, **data)

    def back_url(self) -> str:
        return self.page_of(self.object)


class MeetingMark(OfMeeting, FormView):
    """Who attended, all seats on one page, saved at once."""

    permission = Permission.MEETING_EDIT
    form_class = forms.MarkForm
    template_name = "boards/meetings/mark.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.lines = queries.sheet(self.object)
        return super().get_form_kwargs() | {"lines": self.lines, "version": self.object.version}

    def form_valid(self, form: forms.MarkForm) -> HttpResponse:
        try:
            meetings.mark(
                meeting=self.object, by=self.request.user, marks=form.marks(),
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except StaleRecord as error:
            form.add_domain_error(error)
            form.data = form.data.copy()
            form.data["version"] = str(error.current.version)
            self.lines = queries.sheet(self.object)
            return self.form_invalid(form)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Attendance saved"))
        return redirect(self.page_of(self.object))

    def form_invalid(self, form: forms.MarkForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        labels = dict(Attendance.Mark.choices)
        rows = []
        for line in self.lines:
            name = f"seat-{line.seat.pk}"
            value = form[name].value() or "" if name in form.fields else line.mark
            theirs = labels.get(line.mark, _("No mark")) if value != line.mark else ""
            rows.append({"line": line, "name": name, "value": value, "theirs": theirs})
        return context | {
            "meeting": self.object,
            "day": day_of(self.object),
            "rows": rows,
            "marks": [*Attendance.Mark.choices, ("", _("No mark"))],
            "shows_theirs": form.is_bound,
            "back_url": self.page_of(self.object),
        }


class AttendanceYear(TablePage, TemplateView):
    """Attendance over a board year in the layouts that reports print, and as a file."""

    permission = Permission.MEETING_VIEW
    template_name = "boards/meetings/attendance.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = BoardYear.objects.filter(board=self.board)
        self.year = self.get_record(rows.select_related("board"), pk=self.kwargs["year"])
        self.groups = Group.objects.visible_to(request.user).filter(board=self.board)
        chosen = request.GET.get("group", "")
        self.group = next((group for group in self.groups if group.key == chosen), None)
        self.layout = request.GET.get("layout", "")
        if self.layout not in LAYOUTS:
            self.layout = next(iter(LAYOUTS))
        today = timezone.localdate()
        self.attendance = queries.attendance(self.year, self.group, today=today)
        return super().get(request, *args, **kwargs)

    def table(self) -> Table:
        name = self.file_name(f"attendance-{self.year.label}")
        if self.layout != "person":
            return Table(name, self.columns_by_meeting(), self.attendance.by_meeting)
        columns = [
            Column(_("Agency"), lambda row: row["agency_label"]),
            Column(_("Seat"), lambda row: row["label"]),
            Column(_("Capacity"), lambda row: row["capacity_label"]),
            Column(_("Attended"), lambda row: row["attended"]),
            Column(_("Held"), lambda row: row["held"]),
            Column(_("Percent"), lambda row: row["percent"]),
            Column(_("Agency percent"), lambda row: row["agency_percent"]),
        ]
        return Table(name, columns, self.attendance.by_seat)

    def columns_by_meeting(self) -> list[Column]:
        labels = dict(Attendance.Mark.choices)
        days = [
            Column(day, lambda row, place=place: labels[row["marks"][place]])
            for place, day in enumerate(self.attendance.dates)
        ]
        return [
            Column(_("Agency"), lambda row: row["label"]),
            *days,
            Column(_("Percent"), lambda row: row["percent"]),
        ]

    def layout_tabs(self) -> list[dict[str, Any]]:
        query = self.request.GET.copy()
        tabs = []
        for layout, label in LAYOUTS.items():
            query["layout"] = layout
            url = f"?{query.urlencode()}"
            tabs.append({"label": label, "url": url, "current": layout == self.layout})
        return tabs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = dict(Attendance.Mark.choices)
        signs = LETTERS if self.layout == "dots" else TICKS
        by_meeting = [
            row | {"shown": [(mark, signs[mark], labels[mark]) for mark in row["marks"]]}
            for row in self.attendance.by_meeting
        ]
        return super().get_context_data(**kwargs) | {
            "year": self.year,
            "group": self.group,
            "groups": self.groups,
            "years": BoardYear.objects.filter(board=self.board).order_by("-starts_on"),
            "attendance": self.attendance,
            "by_meeting": by_meeting,
            "layout": self.layout,
            "layouts": self.layout_tabs(),
            "key": [(signs[mark], label) for mark, label in labels.items()],
        }
