"""What the shared ground itself adds to the registry."""

from django.utils.translation import gettext_lazy as _

from boards.activity import register_kinds, register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, NotificationKind, registry


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
    from boards.queries import actions, board_years, derived, search_kinds, seats

    registry.board_year_sections.update(board_year.SECTIONS)
    registry.demo_loaders.update({10: _load_years, 20: _load_living})

    registry.jobs.append(Message)
    registry.notification_kinds.extend(
        [
            NotificationKind("agency", _("Agencies that change or merge")),
            NotificationKind("general", _("Other news")),
        ]
    )
    registry.derive(derived.DERIVED)
    registry.search.extend(search_kinds.KINDS)
    registry.todos.extend([actions.owed_by, board_years.year_to_start])
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
            "Action", "ActionUpdate", "Agency", "AgencyName", "AgencySuccession", "Attendance",
            "Board", "BoardPartner", "BoardYear", "Group", "Invitation", "Meeting", "Membership",
            "Seat", "SeatTerm", "Theme",
        )
    )  # fmt: skip
    registry.nav.extend(
        [
            NavItem("", _("Home"), "board-home", P.BOARD_VIEW, 0),
            NavItem(_("Governance"), _("Agencies"), "boards:partner-list", P.AGENCY_VIEW, 40),
            NavItem(_("Governance"), _("Seats and members"), "boards:seat-list", P.SEAT_VIEW, 41),
            NavItem(_("Governance"), _("Groups"), "boards:group-list", P.SEAT_VIEW, 42),
            NavItem(_("Governance"), _("Meetings"), "boards:meeting-list", P.MEETING_VIEW, 43),
            NavItem("", _("Actions"), "boards:action-list", P.ACTION_VIEW, 5),
            NavItem(_("Settings"), _("People"), "boards:person-list", P.PEOPLE_VIEW, 90),
            NavItem(_("Settings"), _("Outbox"), "boards:message-list", P.OUTBOX_VIEW, 92),
            NavItem(_("Settings"), _("Activity"), "boards:activity-list", P.ACTIVITY_VIEW, 93),
            NavItem(
                _("Settings"), _("Refused files"), "boards:refused-file-list", P.ACTIVITY_VIEW, 94
            ),
            NavItem(_("Settings"), _("Board"), "boards:board-edit", P.BOARD_EDIT, 95),
            NavItem(_("Settings"), _("Themes"), "boards:theme-list", P.BOARD_EDIT, 96),
            NavItem(_("Settings"), _("Years"), "boards:board-year-list", P.BOARD_YEAR_IMPORT, 96),
        ]
    )
    # What a person was told and has read is history, and no news to the board.
    registry.quiet_activities.update(
        {"notifications.tell", "notifications.read", "notifications.choose", "notifications.digest"}
    )
    register_kinds(
        {
            "actions": _("Actions"),
            "agencies": _("Agencies that change or merge"),
            "board_years": _("Years"),
            "boards": _("The board’s details"),
            "evidence": _("Evidence"),
            "groups": _("Groups"),
            "identities": _("Identity providers"),
            "invitations": _("Invitations"),
            "meetings": _("Meetings"),
            "memberships": _("Roles"),
            "messages": _("E-mails"),
            "notifications": _("What people are told"),
            "partners": _("Agencies"),
            "people": _("People"),
            "reference": _("Reference data"),
            "seats": _("Seats"),
            "themes": _("Themes"),
            "second_factors": _("Second factors"),
        }
    )
    register_sentences(
        {
            "themes.begin": _("{by} began with the usual themes"),
            "themes.add": _("{by} added the theme {on}"),
            "themes.rename": _("{by} renamed the theme {on}"),
            "themes.retire": _("{by} retired the theme {on}"),
            "themes.bring_back": _("{by} brought back the theme {on}"),
            "boards.create": _("{by} set up {on}"),
            "boards.edit": _("{by} changed the board’s details"),
            "board_years.import": _("{by} imported a board year for {on}"),
            "board_years.start": _("{by} started a reporting year of {on}"),
            "invitations.invite": _("{by} invited {on}"),
            "invitations.accept": _("{by} accepted the invitation {on}"),
            "invitations.withdraw": _("{by} withdrew the invitation {on}"),
            "invitations.approve": _("{by} approved the invitation {on}, as the second person"),
            "invitations.renew": _("{by} sent a fresh invitation {on}"),
            "people.close": _("{by} closed the account of {on}"),
            "people.reopen": _("{by} opened the account of {on} again"),
            "people.join": _("Somebody joined the portal"),
            "identities.link": _("{by} signed in through an identity provider for the first time"),
            "memberships.grant": _("{by} gave somebody a role"),
            "second_factors.ask": _("{by} asked to remove the second factors of {on}"),
            "second_factors.approve": _("{by} agreed to remove the second factors of {on}"),
            "second_factors.decline": _("{by} declined to remove the second factors of {on}"),
            "messages.send_again": _("{by} sent the e-mail {on} again"),
            "notifications.tell": _("{by} told people about it"),
            "notifications.choose": _("{by} chose what is e-mailed to them"),
            "notifications.digest": _("{by} sent digests"),
            "notifications.read": _("{by} read what they were told"),
            "reference.load": _("{by} loaded reference data"),
            "memberships.end": _("{by} ended the role {on}"),
            "partners.add": _("{by} added the agency {on}"),
            "partners.edit": _("{by} changed the agency {on}"),
            "partners.rename": _("{by} renamed the agency {on}"),
            "partners.end": _("{by} recorded the last day of the agency {on}"),
            "agencies.replace": _("{by} recorded what became of the agency {on}"),
            "agencies.take_back": _("{by} corrected that the agency {on} was not replaced"),
            "seats.add": _("{by} added the seat {on}"),
            "seats.edit": _("{by} changed the seat {on}"),
            "seats.start_term": _("{by} recorded who holds {on}"),
            "seats.end_term": _("{by} ended a term of {on}"),
            "groups.add": _("{by} added the group {on}"),
            "groups.edit": _("{by} changed the group {on}"),
            "meetings.add": _("{by} added the meeting {on}"),
            "meetings.edit": _("{by} corrected the meeting {on}"),
            "meetings.mark": _("{by} recorded attendance at {on}"),
            "actions.raise": _("{by} raised {on}"),
            "actions.edit": _("{by} reworded {on}"),
            "actions.progress": _("{by} wrote progress on {on}"),
            "actions.extend": _("{by} moved the date of {on}"),
            "actions.reassign": _("{by} reassigned {on}"),
            "actions.complete": _("{by} marked {on} complete"),
            "actions.reopen": _("{by} sent {on} back as not complete"),
            "actions.close": _("{by} closed {on} with an impact check"),
            "actions.withdraw": _("{by} withdrew {on}"),
            "evidence.add": _("{by} added the evidence {on}"),
            "evidence.correct": _("{by} corrected evidence of {on}"),
            "evidence.withdraw": _("{by} withdrew evidence of {on}"),
            "evidence.refuse_infected": _("The virus scanner refused a file that {by} sent"),
            "evidence.quarantine": _("The virus scanner found harmful evidence of {on}"),
        }
    )
