"""What the shared ground itself adds to the registry."""

from boards.activity import register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, registry


def register() -> None:
    from boards.board_year import store as board_year
    from boards.models import Message

    registry.board_year_sections.update(board_year.SECTIONS)
    registry.jobs.append(Message)
    registry.nav.extend(
        [
            NavItem("", "Home", "board-home", P.BOARD_VIEW, 0),
            NavItem("Governance", "Agencies", "boards:partner-list", P.AGENCY_VIEW, 40),
            NavItem("Governance", "Seats and members", "boards:seat-list", P.SEAT_VIEW, 41),
            NavItem("Governance", "Groups", "boards:group-list", P.SEAT_VIEW, 42),
            NavItem("Governance", "Meetings", "boards:meeting-list", P.MEETING_VIEW, 43),
            NavItem("", "Actions", "boards:action-list", P.ACTION_VIEW, 5),
            NavItem("Settings", "People", "boards:person-list", P.PEOPLE_VIEW, 90),
            NavItem("Settings", "Outbox", "boards:message-list", P.OUTBOX_VIEW, 92),
            NavItem("Settings", "Activity", "boards:activity-list", P.ACTIVITY_VIEW, 93),
            NavItem("Settings", "Board", "boards:board-edit", P.BOARD_EDIT, 94),
        ]
    )
    register_sentences(
        {
            "boards.create": "{by} set up {on}",
            "boards.edit": "{by} changed the board’s details",
            "board_years.import": "{by} imported a board year for {on}",
            "invitations.invite": "{by} invited {on}",
            "invitations.accept": "{by} accepted the invitation {on}",
            "invitations.withdraw": "{by} withdrew the invitation {on}",
            "memberships.end": "{by} ended the role {on}",
            "partners.add": "{by} added the agency {on}",
            "partners.edit": "{by} changed the agency {on}",
            "partners.rename": "{by} renamed the agency {on}",
            "partners.end": "{by} recorded the last day of the agency {on}",
            "seats.add": "{by} added the seat {on}",
            "seats.edit": "{by} changed the seat {on}",
            "seats.start_term": "{by} recorded who holds {on}",
            "seats.end_term": "{by} ended a term of {on}",
            "groups.add": "{by} added the group {on}",
            "groups.edit": "{by} changed the group {on}",
            "meetings.add": "{by} added the meeting {on}",
            "meetings.edit": "{by} corrected the meeting {on}",
            "meetings.mark": "{by} recorded attendance at {on}",
            "actions.raise": "{by} raised {on}",
            "actions.edit": "{by} reworded {on}",
            "actions.progress": "{by} wrote progress on {on}",
            "actions.extend": "{by} moved the date of {on}",
            "actions.reassign": "{by} reassigned {on}",
            "actions.complete": "{by} marked {on} complete",
            "actions.reopen": "{by} sent {on} back as not complete",
            "actions.close": "{by} closed {on} with an impact check",
            "actions.withdraw": "{by} withdrew {on}",
            "evidence.add": "{by} added the evidence {on}",
        }
    )
