"""The cast of every test: two boards, one agency on both with different people.

`northshire` is the board that tests look at, `southshire` is the outsider with people of the same
roles. The police sit on both, with different people on each.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from audits.models import Question, Return, Round, Scale, Standard, Tool, ToolVersion
from boards.authorization.roles import ROLES, Scope
from boards.models import (
    Agency,
    Board,
    BoardPartner,
    BoardYear,
    Group,
    Membership,
    Regime,
    Seat,
    SeatTerm,
    Sector,
    User,
)

#: Stands in every text of the other board: no page of ours may ever show it.
MARKER = "southshire-secret"

QUESTIONS: list[tuple[str, str, str, dict[str, Any]]] = [
    # standard, key, kind, extra
    ("leadership", "lead-person", "graded", {"is_essential": True, "evidence_rule": "required"}),
    ("leadership", "board-report", "graded", {}),
    ("leadership", "report-date", "date", {}),
    ("training", "staff-trained", "number", {}),
    ("training", "training-how", "choice",
     {"choices": [{"key": "online", "label": "Online"}, {"key": "room", "label": "In a room"}]}),
    ("training", "supervision", "yes_no", {}),
    ("training", "supervision-why", "text", {"follows": "supervision", "follows_when": ["no"]}),
    ("training", "custody", "graded", {"sectors": ["police"]}),
]  # fmt: skip


@dataclass
class BoardCast:
    """One board with its people by role, its agencies, and an open round."""

    board: Board
    year: BoardYear
    people: dict[str, User]
    police: Agency
    health: Agency
    tool: Tool
    tool_version: ToolVersion
    round: Round
    police_return: Return
    health_return: Return
    seats: dict[str, Seat]
    group: Group

    def __getattr__(self, name: str) -> User:
        """`cast.board_manager` is the person of that role."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class World:
    north: BoardCast
    south: BoardCast
    clients: dict[int, Client] = field(default_factory=dict)

    def client(self, user: User | None) -> Client:
        """A client signed in as the person; None for nobody."""
        if user is None:
            return Client()
        if user.pk not in self.clients:
            client = Client()
            client.force_login(user)
            self.clients[user.pk] = client
        return self.clients[user.pk]


def today() -> date:
    return timezone.localdate()


def make_person(email: str, name: str) -> User:
    user = User.objects.create_user(email=email, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def give_role(
    user: User, role: str, board: Board | None, agency: Agency | None = None
) -> Membership:
    return Membership.objects.create(user=user, role=role, board=board, agency=agency)


def make_people(board: Board, agencies: dict[str, Agency], mark: str) -> dict[str, User]:
    """One person for each role of the board, and a lead and a contributor of each agency.

    All at once, for most tests begin with it.
    """
    roles: dict[str, tuple[str, Agency | None]] = {
        slug: (slug, None) for slug, role in ROLES.items() if role.scope is Scope.BOARD
    } | {
        f"{name}_{role.removeprefix('agency_')}": (role, agency)
        for name, agency in agencies.items()
        for role in ("agency_lead", "agency_contributor")
    }
    users = {
        key: User(email=f"{key}@{board.slug}.example", name=f"{board.area} {key} {mark}".strip())
        for key in roles
    }
    for user in users.values():
        user.set_unusable_password()
    User.objects.bulk_create(users.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True)
        for user in users.values()
    )
    Membership.objects.bulk_create(
        Membership(user=users[key], role=role, board=board, agency=agency)
        for key, (role, agency) in roles.items()
    )
    return users


def make_tool(board: Board | None, key: str, mark: str = "") -> ToolVersion:
    """A published tool with one question of each kind."""
    tool = Tool.objects.create(board=board, key=key, title=f"Section 11 tool {mark}".strip(),
                               kind="section-11")  # fmt: skip
    version = ToolVersion.objects.create(
        tool=tool, number=1, scale=Scale.objects.get(board=None, key="four_point"),
        introduction=f"Introduction {mark}".strip(),
    )  # fmt: skip
    standards = {
        name: Standard.objects.create(
            tool_version=version, key=name, title=f"{name.title()} {mark}".strip(), order=order
        )
        for order, name in enumerate(["leadership", "training"], start=1)
    }
    made: dict[str, Question] = {}
    for order, (standard, question, kind, extra) in enumerate(QUESTIONS, start=1):
        values: dict[str, Any] = dict(extra)
        if "follows" in values:
            values["follows"] = made[values["follows"]]
        made[question] = Question.objects.create(
            tool_version=version, standard=standards[standard], key=question, kind=kind,
            text=f"What about {question.replace('-', ' ')}? {mark}".strip(), order=order, **values,
        )  # fmt: skip
    version.status, version.published_at = "published", timezone.now()
    version.save()
    return version


def make_board(slug: str, police: Agency, mark: str = "") -> BoardCast:
    board = Board.objects.create(
        slug=slug, name=f"{slug.title()} Safeguarding Children Partnership {mark}".strip(),
        short_name=f"{slug[:1].upper()}SCP", area=slug.title(),
        regime=Regime.objects.get(key="partnership-2023"), colour="#7a1f5c",
    )  # fmt: skip
    start = date(today().year if today().month > 3 else today().year - 1, 4, 1)
    year = BoardYear.objects.create(
        board=board, label=f"{start.year}/{(start.year + 1) % 100:02d}", starts_on=start,
        ends_on=start.replace(year=start.year + 1) - timedelta(days=1), regime=board.regime,
    )  # fmt: skip
    health = Agency.objects.create(
        name=f"{slug.title()} Health Trust {mark}".strip(),
        sector=Sector.objects.get(key="health_provider"),
    )
    for order, agency in enumerate([police, health]):
        BoardPartner.objects.create(
            board=board, agency=agency, key=f"p{order}", name=agency.name, sector=agency.sector,
            order=order,
        )  # fmt: skip
    people = make_people(board, {"police": police, "health": health}, mark)
    version = make_tool(board, f"s11-{slug}", mark)
    round_ = Round.objects.create(
        board=board, year=year, key="s11", title=f"Section 11 round {mark}".strip(),
        kind="section-11", status="open", tool_version=version,
        opens_on=today() - timedelta(days=20),
        closes_on=today() + timedelta(days=10), opened_at=timezone.now(),
        opened_by=people["board_manager"],
    )  # fmt: skip
    group = Group.objects.create(board=board, key="board", name=f"Board {mark}".strip())
    seats: dict[str, Seat] = {}
    for order, (key, partner, capacity) in enumerate(
        [("chair", None, "chair"), ("police-lead", police, "member"),
         ("police-deputy", police, "deputy"), ("health-lead", health, "member")]
    ):  # fmt: skip
        seats[key] = Seat.objects.create(
            board=board, key=key, title=f"{key} {mark}".strip(), capacity_id=capacity, order=order,
            partner=board.partners.get(agency=partner) if partner else None,
            deputises_for=seats.get("police-lead") if capacity == "deputy" else None,
        )  # fmt: skip
        SeatTerm.objects.create(seat=seats[key], starts_on=start)
    return BoardCast(
        board=board, year=year, people=people, police=police, health=health,
        tool=version.tool, tool_version=version, round=round_,
        police_return=Return.objects.create(round=round_, agency=police),
        health_return=Return.objects.create(round=round_, agency=health),
        seats=seats, group=group,
    )  # fmt: skip


def make_world() -> World:
    """Both boards. The police are one agency on both, with different people."""
    police = Agency.objects.create(name="Shire Police", sector=Sector.objects.get(key="police"))
    return World(
        north=make_board("northshire", police), south=make_board("southshire", police, MARKER)
    )
