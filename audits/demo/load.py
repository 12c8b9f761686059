"""Loader 30: tools, rounds and returns of both living boards."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from audits.demo import files, schools, texts, tools
from audits.demo.rounds import RoundPlan, Setting, draft, run
from audits.models import Round, ToolVersion
from boards.demo import outbox
from boards.demo.living import SLUGS
from boards.demo.living import read as read_living
from boards.demo.when import Clock
from boards.models import Agency, Board, BoardYear, Membership

INTRODUCTION = (
    "Please answer for your whole organisation. Answers of last year are copied forward where "
    "there are any; they count once you say that they are still true. If something does not fit, "
    "ring us."
)


def load() -> None:
    """Make rounds with returns in every state, unless the board has tools of its own."""
    clock = Clock(timezone.now())
    written = texts.read("returns")
    for slug in SLUGS:
        with transaction.atomic():
            board = Board.objects.get(slug=slug)
            if not tools.has_tools(board):
                BOARDS[slug](setting_of(board, clock, written[slug]), written[slug])
                outbox.settle()
                outbox.spoil("round_opened")


def setting_of(board: Board, clock: Clock, written: dict[str, Any]) -> Setting:
    """Return the board with its agencies by the keys of boards/demo/living."""
    manager = Membership.objects.filter(board=board, role="board_manager").order_by("pk")[0].user
    return Setting(
        board=board,
        manager=manager,
        clock=clock,
        agencies=_agencies(board),
        strengths=written["strengths"],
        comments=texts.read("comments")["comments"],
        actions=texts.read("actions")["actions"],
    )


def _agencies(board: Board) -> dict[str, Agency]:
    by_key = {p.key: p.agency for p in board.partners.select_related("agency")}
    by_name = {agency.name: agency for agency in by_key.values()}
    return {
        item["key"]: by_key[item["keeps"]]
        if "keeps" in item
        else by_name[item.get("shared") or item["name"]]
        for item in read_living(board.slug)["partners"]
    }


def worcestershire(setting: Setting, written: dict[str, Any]) -> None:
    """Section 11 last year and this, exploitation just closed, and a draft of what comes next."""
    this, last = _years(setting)
    answers = texts.read("answers")["answers"]
    version = tools.section_11(
        board=setting.board,
        by=setting.manager,
        now=setting.clock.moment(written["last"]["opened"] + 20),
    )
    _gather_evidence(setting, written["last"]["returns"], written["this"]["returns"])
    before = run(
        setting,
        RoundPlan(
            title=f"Section 11 self-assessment {last}", year=last, tool_version=version,
            texts=answers, written=written["last"], introduction=INTRODUCTION, years_ago=1,
            action_count=2,
        ),
    )  # fmt: skip
    now = RoundPlan(
        title=f"Section 11 self-assessment {this}", year=this, tool_version=version, texts=answers,
        written=written["this"], introduction=INTRODUCTION, previous=before, action_count=2,
    )  # fmt: skip
    opened = run(setting, now)
    _exploitation(setting, written["exploitation"], this)
    _draft(setting, opened, version, written["draft"])


def walsall(setting: Setting, written: dict[str, Any]) -> None:
    """Exploitation closed in spring, Section 11 just begun, a round of schools under way."""
    this, last = _years(setting)
    closed = setting.clock.day(written["exploitation"]["closed"])
    _gather_evidence(setting, written["exploitation"]["returns"], written["this"]["returns"])
    _exploitation(setting, written["exploitation"], this if closed >= this.starts_on else last)
    run(
        setting,
        RoundPlan(
            title=f"Section 11 self-assessment {this}", year=this,
            tool_version=tools.shipped_section_11(), texts=texts.read("answers")["answers"],
            written=written["this"], introduction=INTRODUCTION, action_count=1,
        ),
    )  # fmt: skip
    schools.ask_schools(setting, this)


def _years(setting: Setting) -> tuple[BoardYear, BoardYear]:
    """Return this reporting year and the last."""
    this, last = setting.board.years.order_by("-starts_on")[:2]
    return this, last


def _exploitation(setting: Setting, written: dict[str, Any], year: BoardYear) -> Round:
    short = texts.read("exploitation")
    version = tools.own(
        board=setting.board, by=setting.manager, written=short,
        now=setting.clock.moment(written["opened"] + 10),
    )  # fmt: skip
    return run(
        setting,
        RoundPlan(
            title="Exploitation and missing children", year=year, tool_version=version,
            texts=tools.texts_of(short), written=written,
        ),
    )  # fmt: skip


def _draft(setting: Setting, opened: Round, version: ToolVersion, keys: list[str]) -> None:
    plan = RoundPlan(
        title="Section 11 follow-up: what became of your actions", year=opened.year,
        tool_version=version, texts={}, written={"opened": -60, "closes": -95},
        introduction="For agencies with three or more answers below met.", previous=opened,
    )  # fmt: skip
    draft(setting, plan, keys=keys, now=setting.clock.now)


def _gather_evidence(setting: Setting, *returns: dict[str, dict[str, Any]]) -> None:
    """Agencies that answer anything have evidence; what one board got, the other may use too."""
    for key in dict.fromkeys(key for rows in returns for key, steps in rows.items() if steps):
        agency = setting.agencies[key]
        setting.evidence[agency.pk] = files.of_agency(
            agency, by=setting.people(agency)[0], clock=setting.clock
        )


BOARDS = {"worcestershire": worcestershire, "walsall": walsall}
