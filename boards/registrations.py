"""What the shared ground itself adds to the registry."""

from boards.activity import register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, registry


def _load_years() -> None:
    """Import the published years that are not there yet; corrections made in the portal stay"""
    # Imported when wanted: a portal that is no demo never reads it.
    from boards.demo import years

    years.load()


def _load_living() -> None:
    """Make both boards as they are today, unless they are there already"""
    from boards.demo import living

    living.load()


def register() -> None:
    from boards.board_year import store as board_year
    from boards.models import Message
    from boards.queries import actions, seats

    registry.board_year_sections.update(board_year.SECTIONS)
    registry.demo_loaders.update({10: _load_years, 20: _load_living})

    registry.jobs.append(Message)
    registry.todos.append(actions.owed_by)
    registry.owed_to_board.extend([actions.owed_to_board, seats.owed_to_board])
    registry.board_figures.append(actions.figures)
    registry.record_urls.update(
        {
            "boards.Action": "boards:action-detail",
            "boards.BoardPartner": "boards:partner-detail",
            "boards.Seat": "boards:seat-detail",
            "boards.Meeting": "boards:meeting-detail",
            "boards.Group": "boards:group-edit",
        }
    )
    # Not here: what belongs to one person or agency alone (User, Notification, Evidence).
    registry.open_history.update(
        f"boards.{name}"
        for name in (
            "Action", "ActionUpdate", "Agency", "AgencyName", "Attendance", "Board", "BoardPartner",
            "BoardYear", "Group", "Invitation", "Meeting", "Membership", "Seat", "SeatTerm",
        )
    )  # fmt: skip
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
    # What a person was told and has read is history, and no news to the board.
    registry.quiet_activities.update({"notifications.tell", "notifications.read"})
    register_sentences(
        {
            "boards.create": "{by} set up {on}",
            "boards.edit": "{by} changed the board’s details",
            "board_years.import": "{by} imported a board year for {on}",
            "invitations.invite": "{by} invited {on}",
            "invitations.accept": "{by} accepted the invitation {on}",
            "invitations.withdraw": "{by} withdrew the invitation {on}",
            "invitations.approve": "{by} approved the invitation {on}, as the second person",
            "invitations.renew": "{by} sent a fresh invitation {on}",
            "people.join": "Somebody joined the portal",
            "memberships.grant": "{by} gave somebody a role",
            "second_factors.ask": "{by} asked to remove the second factors of {on}",
            "second_factors.approve": "{by} agreed to remove the second factors of {on}",
            "second_factors.decline": "{by} declined to remove the second factors of {on}",
            "messages.send_again": "{by} sent the e-mail {on} again",
            "notifications.tell": "{by} told people about it",
            "notifications.read": "{by} read what they were told",
            "reference.load": "{by} loaded reference data",
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
