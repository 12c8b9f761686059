"""What audits add to what the shared ground gathers."""

from django.utils.translation import gettext_lazy as _

from boards.activity import register_kinds, register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, NotificationKind, Takeover, registry


def _load_demo() -> None:
    """Make rounds with returns in every state, unless the board has tools of its own"""
    # Imported when wanted: a portal that is no demo never reads it.
    from audits.demo import load

    load.load()


def register() -> None:
    from audits.queries import board_todos, derived, search, todos
    from audits.queries import successions as unfinished
    from audits.services import published, reference, successions

    registry.board_year_sections["audit_rounds"] = published.SECTION
    registry.todos.append(todos.returns_due)
    registry.todos.append(board_todos.rounds_to_mind)
    registry.owed_to_board.append(board_todos.returns_owed)
    registry.home_panels.append(board_todos.panels)
    registry.takeovers.append(Takeover(unfinished.foresee, successions.carry_out))
    registry.notification_kinds[:0] = [
        NotificationKind("round", _("Audits that your agency is asked to answer")),
        NotificationKind("reminder", _("Reminders of returns that are not in")),
        NotificationKind("return", _("Returns sent, sent back and accepted")),
    ]
    registry.derive(derived.DERIVED)
    registry.search.extend(search.KINDS)
    registry.reference_loaders.append(reference.load)
    registry.demo_loaders[30] = _load_demo
    # A save at every pause of typing is history, and no news.
    registry.quiet_activities.add("returns.answer")
    registry.record_urls["audits.Round"] = "audits:round-detail"
    registry.record_urls["audits.Return"] = "audits:review-detail"
    registry.nav.extend(
        [
            # Agencies see neither rounds nor tools, so theirs begins with returns.
            NavItem(_("Audits"), _("Rounds"), "audits:round-list", P.ROUND_VIEW, 20),
            NavItem(_("Audits"), _("Tools"), "audits:tool-list", P.TOOL_VIEW, 21),
            NavItem(_("Audits"), _("Returns"), "audits:return-list", P.RETURN_VIEW, 22),
            NavItem(_("Audits"), _("Evidence"), "audits:evidence-list", P.EVIDENCE_EDIT, 23),
        ]
    )
    register_kinds(
        {
            "returns": _("Returns"),
            "rounds": _("Rounds"),
            "scales": _("Scales"),
            "tools": _("Audit tools"),
        }
    )
    register_sentences(
        {
            "tools.create": _("{by} started the tool {on}"),
            "tools.edit": _("{by} changed {on}"),
            "tools.publish": _("{by} published {on}"),
            "tools.new_version": _("{by} started a new version of {on}"),
            "tools.discard": _("{by} deleted the draft {on}"),
            "scales.create": _("{by} made the grading scale {on}"),
            "scales.edit": _("{by} changed the grading scale {on}"),
            "scales.delete": _("{by} deleted the grading scale {on}"),
            "rounds.create": _("{by} drafted the round {on}"),
            "rounds.edit": _("{by} changed the round {on}"),
            "rounds.delete": _("{by} deleted the draft round {on}"),
            "rounds.invite": _("{by} chose the agencies of {on}"),
            "rounds.remove": _("{by} took an agency off {on}"),
            "rounds.open": _("{by} opened the round {on}"),
            "rounds.chasing": _("{by} changed the reminders of {on}"),
            "rounds.pause_chasing": _("{by} paused the reminders of {on}"),
            "rounds.resume_chasing": _("{by} resumed the reminders of {on}"),
            "rounds.chase": _("{by} reminded agencies of {on}"),
            "rounds.remind": _("{by} reminded agencies of {on}"),
            "rounds.close": _("{by} closed the round {on}"),
            "rounds.reopen": _("{by} opened the round {on} again"),
            "returns.answer": _("{by} answered in {on}"),
            "returns.confirm": _("{by} confirmed last round’s answers in {on}"),
            "returns.evidence": _("{by} put evidence beside an answer in {on}"),
            "returns.action": _("{by} planned an action in {on}"),
            "returns.comment": _("{by} commented on {on}"),
            "returns.respondents": _("{by} named who is asked to answer {on}"),
            "returns.extend": _("{by} gave more time to {on}"),
            "returns.sign_off": _("{by} signed off {on}"),
            "returns.take_back_sign_off": _("{by} took back the sign-off of {on}"),
            "returns.submit": _("{by} sent {on} to the board"),
            "returns.send_back": _("{by} sent back {on}"),
            "returns.accept": _("{by} accepted {on}"),
        }
    )
