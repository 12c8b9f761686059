"""Whose each record is, who may see it, and what keeps its history.

The table is complete (test_models.py) and becomes docs/data-model.md. A new model needs a line.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from pghistory.models import Event

OURS = ("boards", "audits", "reviews", "performance", "training", "reports")


@dataclass(frozen=True)
class Owner:
    """One line of the table."""

    seen_by: str
    #: Field path to the board; empty for what boards share, with the reason in `shared`.
    board: str = ""
    shared: str = ""
    #: Why there is no history; empty where triggers write it.
    no_history: str = ""


OWNERSHIP: dict[str, Owner] = {
    "boards.Board": Owner("people with a role on it", board="pk"),
    "boards.BoardYear": Owner("people of the board", board="board"),
    "boards.Agency": Owner(
        "people of boards it sits on; its own people",
        shared="an agency sits on several boards and stays one agency",
    ),
    "boards.AgencyName": Owner("as the agency", shared="part of an agency"),
    "boards.AgencySuccession": Owner(
        "as the agencies", shared="what an agency became is the same for all boards"
    ),
    "boards.BoardPartner": Owner("people of the board; an agency's people see their own row",
                                 board="board"),
    "boards.Group": Owner("roles with seat.view", board="board"),
    "boards.Seat": Owner("roles with seat.view", board="board"),
    "boards.SeatTerm": Owner("as the seat", board="seat.board"),
    "boards.Meeting": Owner("roles with meeting.view", board="board"),
    "boards.Attendance": Owner("as the meeting", board="meeting.board"),
    "boards.Action": Owner(
        "roles with action.view; an agency's people see their agency's, and they alone what is held"
        " back", board="board"
    ),
    "boards.ActionUpdate": Owner("as the action", board="action.board"),
    "boards.ActionEvidence": Owner("as the action", board="action.board"),
    "boards.ActionTheme": Owner("as the action", board="action.board"),
    "boards.Theme": Owner("roles with action.view", board="board"),
    "boards.Evidence": Owner(
        "the agency's own people; a board through what it was sent with",
        shared="an agency's file serves the returns of all its boards",
    ),
    "boards.RefusedFile": Owner("roles with activity.view", board="board"),
    "boards.User": Owner(
        "roles with people.view, for people of their board",
        shared="one person may sit on several boards",
    ),
    "boards.Membership": Owner("roles with people.view; agency leads for their agency",
                               board="board"),
    "boards.Invitation": Owner("roles with people.invite; agency leads for their agency",
                               board="board"),
    "boards.LinkedIdentity": Owner(
        "nobody: it lets its person in", shared="a person signs in once for all boards"
    ),
    "boards.SecondFactorReset": Owner("roles with people.invite", board="board"),
    "boards.Message": Owner(
        "roles with outbox.view", board="board",
        no_history="kept as it was sent; delivery changes nothing that was said",
    ),
    "boards.Notification": Owner("the person it is for", board="board"),
    "boards.SearchEntry": Owner(
        "nobody: joined with what the person may see",
        shared="words of any record, without the record",
        no_history="triggers write it from records that have theirs",
    ),
    "boards.NotificationSetting": Owner(
        "the person whose choice it is", shared="one choice over all boards of a person"
    ),
    "boards.Regime": Owner("everybody", shared="the law is the same for all boards"),
    "boards.Sector": Owner("everybody", shared="reference data"),
    "boards.Capacity": Owner("everybody", shared="reference data"),
    "audits.Scale": Owner("roles with tool.view; shipped scales have no board", board="board"),
    "audits.ScalePoint": Owner("as the scale", board="scale.board"),
    "audits.Tool": Owner("roles with tool.view; shipped tools have no board", board="board"),
    "audits.ToolVersion": Owner("as the tool", board="tool.board"),
    "audits.Standard": Owner("as the tool", board="tool_version.tool.board"),
    "audits.Question": Owner("as the tool; respondents in their return",
                             board="tool_version.tool.board"),
    "audits.Round": Owner("roles with round.view", board="board"),
    "audits.RoundFinding": Owner("as the round", board="round.board"),
    "audits.Return": Owner(
        "the agency's people on that board; the board's roles with return.view",
        board="round.board",
    ),
    "audits.Chasing": Owner("roles with round.view", board="round.board"),
    "audits.Reminder": Owner("roles with round.view", board="return_record.round.board"),
    "audits.Respondent": Owner("as the return", board="return_record.round.board"),
    "audits.Answer": Owner(
        "the agency's people; the board once the return was sent",
        board="return_record.round.board",
    ),
    "audits.RivalText": Owner("the agency's people", board="return_record.round.board"),
    "audits.AnswerEvidence": Owner("as the answer", board="answer.return_record.round.board"),
    "audits.AnswerAction": Owner("as the answer", board="answer.return_record.round.board"),
    "audits.AnswerComment": Owner(
        "the board; the agency once the return was sent back or accepted",
        board="return_record.round.board",
    ),
    "performance.Indicator": Owner("roles with indicator.view", board="board"),
    "performance.Observation": Owner(
        "roles with indicator.view; an agency's people those that it supplied",
        board="indicator.board",
    ),
    "performance.DataRequirement": Owner(
        "roles with data_return.view; an agency's people their agency's", board="board"
    ),
    "performance.RequiredIndicator": Owner("as the requirement", board="requirement.board"),
    "performance.DataReturn": Owner(
        "roles with data_return.view; an agency's people their agency's", board="board"
    ),
    "performance.BoardArea": Owner("roles with indicator.view", board="board"),
    "performance.NeighbourSet": Owner("roles with indicator.view", board="board"),
    "performance.PublishedTable": Owner("roles with indicator.view", board="board"),
    "performance.TableMatch": Owner("as the published table", board="table.board"),
    "performance.TableDraft": Owner(
        "roles with indicator.edit", board="table.board",
        no_history="a file that was read and not taken over; what is taken over is kept",
    ),
    "performance.ApiKey": Owner(
        "roles with api_key.edit; agency leads for their agency", board="board"
    ),
    "performance.DataDraft": Owner(
        "those who send the agency's figures", board="data_return.board",
        no_history="what is typed and not sent; what is sent is kept with its submission",
    ),
    "performance.DataSubmission": Owner("as the data return", board="board"),
    "performance.Target": Owner("as the indicator", board="indicator.board"),
    "performance.IndicatorNote": Owner("as the indicator", board="indicator.board"),
    "performance.IndicatorAction": Owner("as the indicator", board="indicator.board"),
    "performance.Chain": Owner("roles with indicator.view", board="board"),
    "performance.ChainStep": Owner("as the chain", board="chain.board"),
    "performance.Derivation": Owner("as the indicator", board="indicator.board"),
    "performance.BreakdownTable": Owner("roles with indicator.view", board="board"),
    "performance.BreakdownTableIndicator": Owner("as the breakdown table", board="table.board"),
    "performance.Scorecard": Owner("roles with indicator.view", board="board"),
    "performance.ScorecardIndicator": Owner("as the scorecard", board="scorecard.board"),
    "performance.Enquiry": Owner("roles with enquiry.view", board="board"),
    "performance.EnquiryIndicator": Owner("as the line of enquiry", board="enquiry.board"),
    "performance.EnquiryStep": Owner("as the line of enquiry", board="enquiry.board"),
    "performance.EnquiryAction": Owner("as the line of enquiry", board="enquiry.board"),
    "performance.EnquiryQuestion": Owner(
        "roles with enquiry.view; people of the agencies asked", board="enquiry.board"
    ),
    "performance.AgencyAnswer": Owner(
        "roles with enquiry.view; an agency's people their own, and its draft they alone",
        board="board",
    ),
    "performance.ExceptionReport": Owner("roles with enquiry.view", board="board"),
    "reports.AnnualReport": Owner("roles with report.view", board="board"),
    "reports.ReportSection": Owner("as the report", board="report.board"),
    "reports.ReportRun": Owner("as the report", board="report.board"),
    "reports.PublishingRule": Owner("roles with report.view", board="board"),
    "reports.ReportFile": Owner("roles with report.download", board="run.report.board"),
}  # fmt: skip


def models_of_ours() -> list[type[models.Model]]:
    """All stored models of our apps but the tables that keep history."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not issubclass(model, Event)
    ]


def as_markdown() -> str:
    """Return docs/data-model.md."""
    known = {model._meta.label: model for model in models_of_ours()}
    lines = [
        "# Whose each record is",
        "",
        "Written from `tests/meta/ownership.py`; a test fails when the two differ.",
        "",
        "“Board” is the path of fields that leads to the board. Every list, count, export and page",
        "starts at `visible_to(person)`, which is the same rule in SQL. PostgreSQL triggers write",
        "history; the portal may only add to it (`docs/adr/0004-history-by-triggers.md`).",
    ]
    for app in OURS:
        rows = [(label, owner) for label, owner in OWNERSHIP.items() if label.startswith(f"{app}.")]
        if not rows:
            continue
        lines += ["", f"## {app}", "", "| Record | Meaning | Board | Seen by | History |"]
        lines.append("| --- | --- | --- | --- | --- |")
        for label, owner in rows:
            meaning = (known[label].__doc__ or "").strip().split("\n")[0]
            board = f"`{owner.board}`" if owner.board else f"shared: {owner.shared}"
            history = f"none: {owner.no_history}" if owner.no_history else "triggers"
            lines.append(f"| {label.partition('.')[2]} | {meaning} | {board} | {owner.seen_by} "
                         f"| {history} |")  # fmt: skip
    return "\n".join(lines) + "\n"
