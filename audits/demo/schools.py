"""A round of many schools that is under way: each its own agency, a part of the council."""

from dataclasses import replace
from typing import Any

from audits.demo import texts, tools
from audits.demo.rounds import RoundPlan, Setting, run
from boards.activity import change
from boards.demo import people
from boards.models import Agency, BoardYear, Sector
from boards.services import memberships

#: Schools were there long before the round.
SINCE = 400


def ask_schools(setting: Setting, year: BoardYear) -> None:
    """Make the schools with a person each, and take every return as far as it is."""
    written = texts.read("schools")
    found = replace(
        setting, agencies=_schools(setting, written), strengths=_strengths(written),
        signing_post="Headteacher",
    )  # fmt: skip
    version = tools.own(
        board=setting.board, by=setting.manager, written=written,
        now=setting.clock.moment(written["opened"] + 12),
    )  # fmt: skip
    run(
        found,
        RoundPlan(
            title=f"Section 175/157 safeguarding return {year}", year=year, tool_version=version,
            texts=tools.texts_of(written), introduction=written["introduction"],
            written=written | {"returns": {row[0]: row[3] for row in written["schools"]}},
        ),
    )  # fmt: skip


def _schools(setting: Setting, written: dict[str, Any]) -> dict[str, Agency]:
    """Return the schools by name, made as parts of the council, each with its lead."""
    council = setting.agencies[written["council"]]
    board, by = setting.board, setting.manager
    sector = Sector.objects.get(key="education")
    names = [row[0] for row in written["schools"]]
    with change("partners.edit", by=by, board=board, on=board.partners.get(agency=council)):
        made = Agency.objects.bulk_create(
            [Agency(name=name, sector=sector, parent=council) for name in names]
        )
    found = {agency.name: agency for agency in made}
    for name, lead, *_rest in written["schools"]:
        memberships.grant(
            user=people.person(lead), role="agency_lead", board=board, agency=found[name], by=by,
            starts_on=setting.clock.day(SINCE),
        )  # fmt: skip
    return found


def _strengths(written: dict[str, Any]) -> dict[str, str]:
    return {name: strength for name, _lead, strength, _steps in written["schools"]}
