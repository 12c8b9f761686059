"""What audits add to what the shared ground gathers."""

from boards.activity import register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, registry


def _load_demo() -> None:
    """Make rounds with returns in every state, unless the board has tools of its own"""
    # Imported when wanted: a portal that is no demo never reads it.
    from audits.demo import load

    load.load()


def register() -> None:
    from audits.queries import board_todos, todos
    from audits.services import published, reference

    registry.board_year_sections["audit_rounds"] = published.SECTION
    registry.todos.append(todos.returns_due)
    registry.todos.append(board_todos.rounds_to_mind)
    registry.owed_to_board.append(board_todos.returns_owed)
    registry.home_panels.append(board_todos.panels)
    registry.reference_loaders.append(reference.load)
    registry.demo_loaders[30] = _load_demo
    # A save at every pause of typing is history, and no news.
    registry.quiet_activities.add("returns.answer")
    registry.record_urls["audits.Round"] = "audits:round-detail"
    registry.record_urls["audits.Return"] = "audits:review-detail"
    registry.nav.extend(
        [
            # Agencies see neither rounds nor tools, so theirs begins with returns.
            NavItem("Audits", "Rounds", "audits:round-list", P.ROUND_VIEW, 20),
            NavItem("Audits", "Tools", "audits:tool-list", P.TOOL_VIEW, 21),
            NavItem("Audits", "Returns", "audits:return-list", P.RETURN_VIEW, 22),
            NavItem("Audits", "Evidence", "audits:evidence-list", P.EVIDENCE_EDIT, 23),
        ]
    )
    register_sentences(
        {
            "tools.create": "{by} started the tool {on}",
            "tools.edit": "{by} changed {on}",
            "tools.publish": "{by} published {on}",
            "tools.new_version": "{by} started a new version of {on}",
            "tools.discard": "{by} deleted the draft {on}",
            "scales.create": "{by} made the grading scale {on}",
            "scales.edit": "{by} changed the grading scale {on}",
            "scales.delete": "{by} deleted the grading scale {on}",
            "rounds.create": "{by} drafted the round {on}",
            "rounds.edit": "{by} changed the round {on}",
            "rounds.invite": "{by} chose the agencies of {on}",
            "rounds.remove": "{by} took an agency off {on}",
            "rounds.open": "{by} opened the round {on}",
            "rounds.close": "{by} closed the round {on}",
            "rounds.reopen": "{by} opened the round {on} again",
            "returns.answer": "{by} answered in {on}",
            "returns.confirm": "{by} confirmed last round’s answers in {on}",
            "returns.evidence": "{by} put evidence beside an answer in {on}",
            "returns.action": "{by} planned an action in {on}",
            "returns.comment": "{by} commented on {on}",
            "returns.respondents": "{by} named who is asked to answer {on}",
            "returns.extend": "{by} gave more time to {on}",
            "returns.sign_off": "{by} signed off {on}",
            "returns.take_back_sign_off": "{by} took back the sign-off of {on}",
            "returns.submit": "{by} sent {on} to the board",
            "returns.send_back": "{by} sent back {on}",
            "returns.accept": "{by} accepted {on}",
        }
    )
