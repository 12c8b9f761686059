"""Roles as data. The database stores the slug; what a slug may do is decided here alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boards.authorization.permissions import Permission as P


class Scope(StrEnum):
    INSTALLATION = "installation"
    BOARD = "board"
    AGENCY = "agency"


@dataclass(frozen=True)
class Role:
    """What a person is on a board, for an agency, or in the installation."""

    label: str | Promise
    description: str | Promise
    scope: Scope
    permissions: frozenset[P]
    #: A second factor is wanted: the role manages a board or sees cases or child deaths.
    needs_second_factor: bool = False
    #: Granting it needs a second person (PLT-03).
    needs_two_people: bool = False
    #: Roles whose holders may invite somebody to this one.
    granted_by: frozenset[str] = frozenset({"board_manager", "business_support"})


_READ = frozenset(
    {P.BOARD_VIEW, P.AGENCY_VIEW, P.SEAT_VIEW, P.MEETING_VIEW, P.ACTION_VIEW, P.ROUND_VIEW,
     P.INDICATOR_VIEW, P.ENQUIRY_VIEW, P.REPORT_VIEW}
)  # fmt: skip
_READ_RETURNS = _READ | {
    P.RETURN_VIEW, P.TOOL_VIEW, P.EVIDENCE_VIEW, P.DATA_RETURN_VIEW,
}  # fmt: skip
_SUPPORT = _READ_RETURNS | {
    P.PEOPLE_VIEW, P.PEOPLE_INVITE, P.AGENCY_EDIT, P.SEAT_EDIT, P.MEETING_EDIT, P.ACTION_RAISE,
    P.ACTION_PROGRESS, P.ACTIVITY_VIEW, P.OUTBOX_VIEW, P.TOOL_EDIT, P.ROUND_EDIT, P.RETURN_REVIEW,
    P.DATA_RETURN_SEND, P.DATA_RETURN_REVIEW, P.ENQUIRY_EDIT, P.REPORT_EDIT, P.REPORT_BUILD,
    P.REPORT_DOWNLOAD,
}  # fmt: skip
_MANAGER = _SUPPORT | {
    P.BOARD_EDIT, P.ACTION_CLOSE, P.BOARD_YEAR_IMPORT, P.INDICATOR_EDIT, P.API_KEY_EDIT,
    P.ENQUIRY_DECIDE,
}  # fmt: skip
_AGENCY = frozenset(
    {P.BOARD_VIEW, P.ACTION_VIEW, P.ACTION_PROGRESS, P.RETURN_VIEW, P.RETURN_ANSWER,
     P.EVIDENCE_VIEW, P.EVIDENCE_EDIT, P.MEETING_VIEW, P.SEAT_VIEW,
     P.DATA_RETURN_VIEW, P.DATA_RETURN_SEND, P.ENQUIRY_ANSWER}
)  # fmt: skip
_MANAGERS = frozenset({"board_manager"})

ROLES: dict[str, Role] = {
    "board_manager": Role(
        _("Board manager"), _("Runs the board's business: edits everything of the board."),
        Scope.BOARD, _MANAGER, needs_second_factor=True,
        granted_by=frozenset({"board_manager", "system_administrator"}),
    ),
    "business_support": Role(
        _("Business support"), _("Keeps the board's records, rounds and reports."),
        Scope.BOARD, _SUPPORT, needs_second_factor=True, granted_by=_MANAGERS,
    ),
    "independent_chair": Role(
        _("Independent chair"), _("Reads, challenges, decides, signs and downloads."),
        Scope.BOARD,
        _READ_RETURNS
        | {P.REPORT_DOWNLOAD, P.ACTION_RAISE, P.PEOPLE_VIEW, P.ACTIVITY_VIEW, P.ENQUIRY_EDIT,
           P.ENQUIRY_DECIDE},
        needs_second_factor=True, granted_by=_MANAGERS,
    ),
    "board_member": Role(
        _("Board member"), _("Sits on the board: reads its papers, figures and reports."),
        Scope.BOARD, _READ | {P.REPORT_DOWNLOAD},
    ),
    "agency_lead": Role(
        _("Agency lead"), _("Answers for the agency: signs off and sends its returns."),
        Scope.AGENCY, _AGENCY
        | {P.RETURN_SIGN_OFF, P.RETURN_SUBMIT, P.AGENCY_PEOPLE_INVITE, P.API_KEY_EDIT},
        granted_by=frozenset({"board_manager", "business_support", "agency_lead"}),
    ),
    "agency_contributor": Role(
        _("Agency contributor"), _("Answers questions of the agency's returns with evidence."),
        Scope.AGENCY, _AGENCY,
        granted_by=frozenset({"board_manager", "business_support", "agency_lead"}),
    ),
    "data_analyst": Role(
        _("Data analyst"), _("Works on the board's figures."), Scope.BOARD,
        _READ_RETURNS
        | {P.INDICATOR_EDIT, P.API_KEY_EDIT, P.DATA_RETURN_SEND, P.DATA_RETURN_REVIEW,
           P.ACTION_RAISE, P.ENQUIRY_EDIT, P.REPORT_EDIT, P.REPORT_BUILD, P.REPORT_DOWNLOAD},
    ),
    "group_chair": Role(
        _("Group chair"), _("Chairs a group of the board."), Scope.BOARD,
        _READ_RETURNS | {P.ACTION_RAISE, P.ENQUIRY_EDIT, P.ENQUIRY_DECIDE},
    ),
    "case_group_member": Role(
        _("Case group member"), _("Works on case reviews to which access was given."), Scope.BOARD,
        frozenset({P.BOARD_VIEW}), needs_second_factor=True, needs_two_people=True,
        granted_by=_MANAGERS,
    ),
    "cdop_coordinator": Role(
        _("CDOP coordinator"), _("Runs the child death overview panel's records."), Scope.BOARD,
        frozenset({P.BOARD_VIEW}), needs_second_factor=True, needs_two_people=True,
        granted_by=_MANAGERS,
    ),
    "cdop_panel_member": Role(
        _("CDOP panel member"), _("Reviews child deaths on the panel."), Scope.BOARD,
        frozenset({P.BOARD_VIEW}), needs_second_factor=True, needs_two_people=True,
        granted_by=_MANAGERS,
    ),
    "reviewer": Role(
        _("Reviewer"), _("Writes a case review to which access was given."), Scope.BOARD,
        frozenset({P.BOARD_VIEW}), needs_second_factor=True, needs_two_people=True,
        granted_by=_MANAGERS,
    ),
    "trainer": Role(
        _("Trainer"), _("Delivers the board's training."), Scope.BOARD, frozenset({P.BOARD_VIEW})
    ),
    "delegate": Role(
        _("Delegate"), _("Books the board's training."), Scope.BOARD, frozenset({P.BOARD_VIEW})
    ),
    "lay_member": Role(
        _("Lay member"), _("Sits on the board for the community."), Scope.BOARD,
        _READ | {P.REPORT_DOWNLOAD},
    ),
    "scrutiny_reader": Role(
        _("Scrutiny reader"), _("Reads reports for overview and scrutiny."), Scope.BOARD,
        frozenset({P.BOARD_VIEW, P.REPORT_VIEW}),
    ),
    "auditor": Role(
        _("Auditor (read only)"), _("Reads everything but cases and child deaths."), Scope.BOARD,
        _READ_RETURNS | {P.PEOPLE_VIEW, P.ACTIVITY_VIEW, P.OUTBOX_VIEW, P.REPORT_DOWNLOAD},
        needs_second_factor=True, granted_by=_MANAGERS,
    ),
    "system_administrator": Role(
        _("System administrator"),
        _("Keeps the installation: makes boards; sees no cases or child deaths."),
        Scope.INSTALLATION, frozenset(), needs_second_factor=True, granted_by=frozenset(),
    ),
}  # fmt: skip

ROLE_CHOICES = [(slug, role.label) for slug, role in ROLES.items()]


def roles_with(permission: P) -> list[str]:
    """Return the slugs of the roles that carry the permission."""
    return [slug for slug, role in ROLES.items() if permission in role.permissions]


def may_grant(role: str, held: Iterable[str]) -> bool:
    """Return whether somebody who holds the roles `held` may invite to `role`."""
    return bool(ROLES[role].granted_by & set(held))


def agency_roles() -> list[str]:
    return [slug for slug, role in ROLES.items() if role.scope is Scope.AGENCY]
