"""Loader 20: both boards as they are today, from `living/*.yaml`, with people for every role."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from boards.activity import change
from boards.demo import actions, outbox, people, table
from boards.demo.when import Clock, label_of
from boards.models import (
    Agency,
    Board,
    BoardPartner,
    BoardYear,
    Group,
    Regime,
    Seat,
    Sector,
    User,
)
from boards.services import boards, groups, partners, seats, successions

LIVING = Path(__file__).resolve().parent / "living"
#: The first brings the agencies that the second shares.
SLUGS = ("worcestershire", "walsall")
REGIME = "partnership-2023"
#: The last day of what the published years say, and the first of the partnerships that followed.
LAST_DAY = dt.date(2017, 3, 31)
FIRST_DAY = dt.date(2019, 9, 29)


@dataclass
class Living:
    """One board while its present is being made."""

    board: Board
    manager: User
    clock: Clock
    partners: dict[str, BoardPartner] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)


def load() -> None:
    """Make both boards as they are today, unless they are there already."""
    clock = Clock(timezone.now())
    for slug in SLUGS:
        with transaction.atomic():
            board = Board.objects.get(slug=slug)
            # Whatever a person changed since, a living board is not made twice.
            if not board.years.filter(regime=REGIME).exists():
                make(board, read(slug), clock)
                outbox.settle()


def read(slug: str) -> dict[str, Any]:
    """Return what the demonstration says of a board's present."""
    return yaml.safe_load((LIVING / f"{slug}.yaml").read_text(encoding="utf-8"))


def make(board: Board, plan: dict[str, Any], clock: Clock) -> None:
    """Let the board of 2016/17 end, and the partnership of today begin."""
    cast = people.of_board(plan, board)
    living = Living(board, next(iter(cast.values())), clock, people=cast)
    _call_it_as_today(living, plan["board"])
    _make_years(living)
    kept = {item["keeps"] for item in plan["partners"] if "keeps" in item}
    retire(living, kept)
    for item in plan["partners"]:
        living.partners[item["key"]] = _partner(living, item)
    people.of_agencies(living, plan["partners"])
    table.lay(living, plan)
    actions.raise_all(living, plan.get("actions", []))
    people.invite(living, plan["invitations"])


def _call_it_as_today(living: Living, written: dict[str, str]) -> None:
    living.board = boards.edit(
        board=living.board,
        version=living.board.version,
        name=written["name"],
        short_name=written["short_name"],
        area=written["area"],
        colour=written["colour"],
        regime=Regime.objects.get(key=REGIME),
        by=living.manager,
    )


def _make_years(living: Living) -> None:
    """The year of today and the one before, whose round is closed."""
    this = living.clock.year_start
    last = this.replace(year=this.year - 1)
    for start in (last, this):
        with change("boards.edit", by=living.manager, board=living.board, on=living.board):
            BoardYear.objects.create(
                board=living.board,
                label=label_of(start),
                starts_on=start,
                ends_on=start.replace(year=start.year + 1) - dt.timedelta(days=1),
                regime_id=REGIME,
            )


def retire(living: Living, kept: Iterable[str]) -> None:
    """Let agencies, seats and groups of the published year end with the board that they were of."""
    board, by = living.board, living.manager
    for seat in board.seats.all():
        seats.end_term(seat=seat, by=by, ends_on=LAST_DAY, stays=False, version=seat.version)
    for group in board.groups.select_related("parent", "chair"):
        groups.edit(
            group=group,
            by=by,
            name=group.name,
            parent=group.parent,
            status=group.status,
            chair=group.chair,
            starts_on=group.starts_on,
            ends_on=LAST_DAY,
            order=group.order,
            version=group.version,
        )
    for partner in board.partners.exclude(key__in=set(kept)):
        partners.end(partner=partner, by=by, ends_on=LAST_DAY, version=partner.version)


def _partner(living: Living, item: dict[str, Any]) -> BoardPartner:
    if "keeps" in item:
        partner = _kept(living, item)
    else:
        partner = partners.add(
            board=living.board,
            by=living.manager,
            sector=Sector.objects.get(key=item["sector"]),
            agency=Agency.objects.get(name=item["shared"]) if "shared" in item else None,
            name=item.get("formerly") or item.get("name", ""),
            is_statutory=item.get("statutory", False),
            starts_on=FIRST_DAY,
        )
    if "formerly" in item:
        partner = partners.rename(
            partner=partner,
            by=living.manager,
            name=item["name"],
            renamed_on=item["renamed_on"],
            everywhere=True,
            version=partner.version,
        )
    for key in item.get("took_over", []):
        old = living.board.partners.select_related("agency").get(key=key)
        with change("agencies.replace", by=living.manager, board=living.board, on=old):
            successions.record(old=old.agency, became=[partner.agency], on=item["since"])
    for site in item.get("sites", []):
        with change("partners.edit", by=living.manager, board=living.board, on=partner):
            Agency.objects.create(name=site, sector=partner.sector, parent=partner.agency)
    return partner


def _kept(living: Living, item: dict[str, Any]) -> BoardPartner:
    """A body that was on the board of 2016/17 under the name that it has today."""
    partner = living.board.partners.select_related("sector", "board").get(key=item["keeps"])
    if not item.get("statutory"):
        return partner
    return partners.edit(
        partner=partner,
        by=living.manager,
        name=partner.name,
        sector=partner.sector,
        is_statutory=True,
        starts_on=partner.starts_on,
        order=partner.order,
        version=partner.version,
    )
