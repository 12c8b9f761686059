"""Reporting years: which one is missing, and the records of one, for its export and its report."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.authorization import Permission
from boards.board_year import periods
from boards.board_year.periods import Period
from boards.board_year.spans import Span, Years
from boards.models import (
    Attendance,
    Board,
    BoardPartner,
    BoardYear,
    Group,
    Meeting,
    Membership,
    Seat,
    SeatTerm,
    User,
)
from boards.registry import ToDo
from boards.rules.board_years import NextYear, next_year


def proposed_year(board: Board, today: date) -> NextYear:
    """Return the year that the board would start next."""
    return next_year(board.years.aggregate(last=Max("ends_on"))["last"], today)


def year_to_start(user: User, on: date) -> Iterator[ToDo]:
    """To-do of who runs a board on which today is in no year: one query."""
    mine = Membership.objects.granting(Permission.BOARD_EDIT, user)
    around = BoardYear.objects.filter(board=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on)
    boards = Board.objects.visible_to(user).filter(
        Exists(mine.filter(board=OuterRef("pk"))), ~Exists(around)
    )
    for board in boards.annotate(last=Max("years__ends_on")).order_by("pk"):
        year = next_year(board.last, on)
        yield ToDo(
            kind="year",
            title=_("Start the reporting year %(label)s") % {"label": year.label},
            url=reverse("boards:board-year-start", kwargs={"board": board.slug}),
            board=board,
            due_on=year.starts_on if board.last else None,
            detail=_("Rounds and the annual report need it"),
        )


def years_of(year: BoardYear) -> Years:
    """Return the year among the other reporting years of its board."""
    others = BoardYear.objects.filter(board_id=year.board_id).exclude(pk=year.pk)
    spans = [Span(*dates) for dates in others.values_list("starts_on", "ends_on")]
    return Years(year.starts_on, year.ends_on, spans)


def meetings_in(year: BoardYear) -> QuerySet[Meeting]:
    """Return the meetings of the year; one of which only the month is known counts by its month."""
    return Meeting.objects.filter(
        Q(is_month_only=False, held_on__gte=year.starts_on)
        | Q(is_month_only=True, held_on__gte=year.starts_on.replace(day=1)),
        board_id=year.board_id,
        held_on__lte=year.ends_on,
    )


def printed_date(meeting: Meeting) -> Period:
    """Return the date of a meeting as it is printed: the month where the day is not known."""
    if meeting.is_month_only:
        return periods.month(meeting.held_on.year, meeting.held_on.month)
    return periods.day(meeting.held_on)


@dataclass
class YearRecords:
    """Who was there in a reporting year, and who came: seven queries, whatever the size."""

    year: BoardYear
    years: Years
    partners: list[BoardPartner] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    #: Seat → its terms that reach into the year, earliest first.
    terms: dict[int, list[SeatTerm]] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    #: Group → the group above it, of all groups of the board.
    parents: dict[int, int | None] = field(default_factory=dict)
    #: Meeting → seat → mark.
    marks: dict[int, dict[int, str]] = field(default_factory=dict)

    def is_vacant(self, seat: Seat) -> bool:
        """Whether nobody held the seat all year."""
        terms = self.terms.get(seat.pk, [])
        return bool(terms) and all(term.is_vacant for term in terms)

    @property
    def root(self) -> Group | None:
        """The board itself: the group without parent, or what is nearest to it in the year."""
        roots = [group for group in self.groups if group.parent_id is None] or self.groups
        met = {meeting.group_id for meeting in self.meetings}
        return next((group for group in roots if group.pk in met), roots[0] if roots else None)

    def parent_key(self, group: Group) -> str | None:
        """Return the key of the nearest group above that is in the year; the root's if none is.

        A year with meetings has one root: a second group without parent is put below it.
        """
        root = self.root
        if root is None or group.pk == root.pk or (group.parent_id is None and not self.meetings):
            return None
        in_year = {each.pk: each for each in self.groups}
        above, passed = group.parent_id, set()
        while above not in in_year and above is not None and above not in passed:
            passed.add(above)
            above = self.parents.get(above)
        return in_year[above].key if above in in_year else root.key


def records_of(year: BoardYear) -> YearRecords:
    """Read a year's agencies, groups, seats and meetings.

    A record is in the year when its dates reach into it, or when another record of the year needs
    it: whatever is exported can be imported again.
    """
    years = years_of(year)
    terms = _terms(year)
    meetings = list(meetings_in(year).order_by("held_on", "order", "pk"))
    marks = _marks(meetings)
    seats = _seats(year, set(terms) | {seat for of_one in marks.values() for seat in of_one})
    groups, parents = _groups(year, years, {meeting.group_id for meeting in meetings})
    needed = {seat.partner_id for seat in seats}
    partners = [
        partner
        for partner in year.board.partners.order_by("order", "pk")
        if partner.pk in needed or Span(partner.starts_on, partner.ends_on).overlaps(years.span)
    ]
    return YearRecords(
        year=year,
        years=years,
        partners=partners,
        groups=groups,
        seats=seats,
        terms=terms,
        meetings=meetings,
        parents=parents,
        marks=marks,
    )


def _terms(year: BoardYear) -> dict[int, list[SeatTerm]]:
    terms: dict[int, list[SeatTerm]] = defaultdict(list)
    for term in SeatTerm.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=year.starts_on),
        seat__board_id=year.board_id,
        starts_on__lte=year.ends_on,
    ).order_by("starts_on"):
        terms[term.seat_id].append(term)
    return dict(terms)


def _marks(meetings: list[Meeting]) -> dict[int, dict[int, str]]:
    marks: dict[int, dict[int, str]] = {meeting.pk: {} for meeting in meetings}
    rows = Attendance.objects.filter(meeting__in=list(marks))
    for meeting, seat, mark in rows.values_list("meeting_id", "seat_id", "mark"):
        marks[meeting][seat] = mark
    return marks


def _seats(year: BoardYear, wanted: set[int]) -> list[Seat]:
    seats = year.board.seats.select_related("capacity").order_by("order", "pk")
    return [seat for seat in seats if seat.pk in wanted]


def _groups(
    year: BoardYear, years: Years, met: set[int]
) -> tuple[list[Group], dict[int, int | None]]:
    """Return the groups of the year in order, and what each group of the board is below."""
    groups = list(year.board.groups.order_by("order", "pk"))
    in_year = [
        group
        for group in groups
        if group.pk in met or Span(group.starts_on, group.ends_on).overlaps(years.span)
    ]
    return in_year, {group.pk: group.parent_id for group in groups}
