"""Who sat on the board in the year: members, vacancies, agencies; and how it is built."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from boards.models import BoardPartner, Group, Seat
from boards.queries.board_years import YearRecords
from reports.blocks.base import Block, BlockContext


@dataclass(frozen=True)
class Member:
    seat: str
    agency: str
    capacity: str
    is_vacant: bool


@dataclass(frozen=True)
class MemberList:
    rows: list[Member]


@dataclass(frozen=True)
class Vacancy:
    seat: str
    agency: str
    #: Nobody held the seat from the first day of the year to the last.
    all_year: bool
    spans: list[tuple[object, object]]


@dataclass(frozen=True)
class VacancyList:
    rows: list[Vacancy]
    seats: int


@dataclass(frozen=True)
class PartnerLine:
    name: str
    sector: str
    is_statutory: bool
    seats: int


@dataclass(frozen=True)
class PartnerList:
    rows: list[PartnerLine]


@dataclass(frozen=True)
class GroupNode:
    name: str
    kind: str
    chair: str
    meetings: int
    children: list["GroupNode"] = field(default_factory=list)


@dataclass(frozen=True)
class Structure:
    roots: list[GroupNode]


def build_members(context: BlockContext) -> MemberList | None:
    """Return the seats by title and agency: a report names posts, not people."""
    records = context.records()
    agencies = {partner.pk: partner.name for partner in records.partners}
    rows = [
        Member(
            seat=str(seat),
            agency=agencies.get(seat.partner_id or 0, ""),
            capacity=seat.capacity.label if seat.capacity else "",
            is_vacant=records.is_vacant(seat),
        )
        for seat in records.seats
    ]
    return MemberList(rows) if rows else None


def build_vacancies(context: BlockContext) -> VacancyList | None:
    """Return the seats that were vacant for all or a part of the year."""
    records = context.records()
    if not records.seats:
        return None
    agencies = {partner.pk: partner.name for partner in records.partners}
    rows = [
        Vacancy(
            seat=str(seat),
            agency=agencies.get(seat.partner_id or 0, ""),
            all_year=records.is_vacant(seat),
            spans=_vacant_spans(seat, records),
        )
        for seat in records.seats
    ]
    return VacancyList([row for row in rows if row.spans], seats=len(records.seats))


def _vacant_spans(seat: Seat, records: YearRecords) -> list[tuple[object, object]]:
    """Return first and last day of each vacancy; None where it reaches beyond the year."""
    year = records.year
    return [
        (
            term.starts_on if term.starts_on > year.starts_on else None,
            term.ends_on if term.ends_on and term.ends_on < year.ends_on else None,
        )
        for term in records.terms.get(seat.pk, [])
        if term.is_vacant
    ]


def build_agencies(context: BlockContext) -> PartnerList | None:
    """Return the agencies of the year with their sector and number of seats."""
    records = context.records()
    sectors = {partner.pk: partner.sector.label for partner in _with_sectors(records)}
    seats: dict[int | None, int] = {}
    for seat in records.seats:
        seats[seat.partner_id] = seats.get(seat.partner_id, 0) + 1
    rows = [
        PartnerLine(
            partner.name, sectors[partner.pk], partner.is_statutory, seats.get(partner.pk, 0)
        )
        for partner in records.partners
    ]
    return PartnerList(rows) if rows else None


def _with_sectors(records: YearRecords) -> list[BoardPartner]:
    return list(records.year.board.partners.select_related("sector"))


def build_structure(context: BlockContext) -> Structure | None:
    """Return the tree of groups with who leads them and how often they met."""
    records = context.records()
    children: dict[int | None, list[Group]] = {}
    for group in records.groups:
        children.setdefault(group.parent_id, []).append(group)
    titles = {seat.pk: str(seat) for seat in records.seats}

    def node(group: Group) -> GroupNode:
        return GroupNode(
            name=group.name,
            kind=group.get_status_display() if group.status else "",
            chair=titles.get(group.chair_id or 0, ""),
            meetings=sum(meeting.group_id == group.pk for meeting in records.meetings),
            children=[node(child) for child in children.get(group.pk, [])],
        )

    roots = [node(group) for group in children.get(None, [])]
    return Structure(roots) if roots else None


BLOCKS = [
    Block(
        name="structure",
        label=_("Structure of the board and its groups"),
        build=build_structure,
        template="reports/blocks/structure.html",
        counts_no_children="groups and meetings",
        help=_("The groups as a tree, with who leads them and how often they met."),
    ),
    Block(
        name="members",
        label=_("Members"),
        build=build_members,
        template="reports/blocks/members.html",
        counts_no_children="posts",
        help=_("Seats by post and agency. People are not named."),
    ),
    Block(
        name="vacancies",
        label=_("Vacancies"),
        build=build_vacancies,
        template="reports/blocks/vacancies.html",
        counts_no_children="posts",
        help=_("Seats that nobody held for all or a part of the year."),
    ),
    Block(
        name="agencies",
        label=_("Agencies"),
        build=build_agencies,
        template="reports/blocks/agencies.html",
        counts_no_children="agencies",
        help=_("Agencies on the board with their sector and number of seats."),
    ),
]
